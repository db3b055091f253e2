import assert from 'node:assert/strict';
import { numberFormat } from '../../../../src/domain/numberFormat';
import { cellText, hasFractions, isNumeric } from '../../../../webview/result/resultCells';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { start } from '../dashboards';

describe('cellText', () => {
  const text = (column: string, value: string | number | null, isFractional = false): string =>
    cellText(column, value, isFractional, numberFormat('en'), timeFormat('en', 'UTC'));

  it('reads unix seconds as times in the columns that hold them', () => {
    assert.equal(text('last_seen', start), '23 Nov 22:00:00');
    assert.equal(text('timestamp', start), '23 Nov 22:00:00');
    assert.equal(text('bytes', start), '1,795,471,200');
    assert.equal(text('time', 12), '12');
  });

  it('writes decimals under each other in a column that has fractions', () => {
    const values = [1.8, 2, 33.071];
    assert.equal(hasFractions({ name: 'error_rate', values }), true);
    assert.deepEqual(
      values.map((value) => text('error_rate', value, true)),
      ['1.80', '2.00', '33.07'],
    );
    assert.equal(hasFractions({ name: 'a', values: new Float64Array([1, Number.NaN]) }), false);
    assert.equal(hasFractions({ name: 'a', values: ['1.5', null] }), false);
  });

  it('leaves texts as they are, whatever is in them', () => {
    assert.equal(text('endpoint', '<b>/api</b>'), '<b>/api</b>');
  });

  it('shows NULL as unknown', () => {
    assert.equal(text('endpoint', null), '–');
  });
});

describe('isNumeric', () => {
  it('tells columns of numbers from others', () => {
    assert.equal(isNumeric({ name: 'a', values: new Float64Array(1) }), true);
    assert.equal(isNumeric({ name: 'a', values: [1, null] }), true);
    assert.equal(isNumeric({ name: 'a', values: [1, 'x'] }), false);
    assert.equal(isNumeric({ name: 'a', values: [null] }), false);
  });
});
