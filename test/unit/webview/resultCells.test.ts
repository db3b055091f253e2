import assert from 'node:assert/strict';
import { numberFormat } from '../../../webview/format';
import { cellText, isNumeric } from '../../../webview/resultCells';
import { timeFormat } from '../../../webview/times';
import { start } from './dashboards';

describe('cellText', () => {
  const text = (column: string, value: string | number | null): string =>
    cellText(column, value, numberFormat('en'), timeFormat('en', 'UTC'));

  it('reads unix seconds as times in the columns that hold them', () => {
    assert.equal(text('last_seen', start), '23 Nov 22:00:00');
    assert.equal(text('timestamp', start), '23 Nov 22:00:00');
    assert.equal(text('bytes', start), '1,795,471,200');
    assert.equal(text('time', 12), '12');
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
