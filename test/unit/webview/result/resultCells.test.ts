import assert from 'node:assert/strict';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';
import type { CellValue, ColumnKind } from '../../../../src/domain/resultTable';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { cellText, isNumeric, sortValue } from '../../../../webview/result/resultCells';
import { start } from '../dashboards';

const text = (value: CellValue, kind: ColumnKind | null = null): string =>
  cellText(kind, value, numberFormat('en'), timeFormat('en', 'UTC')).replaceAll(noBreak, ' ');

describe('cellText', () => {
  it('writes a number as its column is known to be meant', () => {
    assert.equal(text(start, 'time'), '23 Nov 2026 22:00:00');
    assert.equal(text(5627, 'count'), '5,627');
    assert.equal(text(3.42857, 'average'), '3.43');
    assert.equal(text(70.4225, 'percent'), '70.4%');
    assert.equal(text(217.4, 'milliseconds'), '217 ms');
    assert.equal(text(0, 'handlerAverage'), '< 1 ms');
    assert.equal(text(4.87, 'handlerQuantile'), '5 ms');
  });

  it('keeps all digits of a number that nothing is known of', () => {
    assert.deepEqual(
      [2026, start, 0.00001234, 0.1, -3].map((value) => text(value)),
      [...['2026', '1795471200', '0.00001234', '0.1', '−3']],
    );
    assert.equal(text('9007199254740993'), '9007199254740993');
  });

  it('leaves texts as they are, whatever is in them and whatever their column is', () => {
    assert.equal(text('<b>/api</b>'), '<b>/api</b>');
    assert.equal(text('-1'), '-1');
    assert.equal(text('> 10000', 'milliseconds'), '> 10000');
    assert.equal(text('(12 bytes)'), '(12 bytes)');
  });

  it('tells NULL from an empty text', () => {
    assert.equal(text(null), 'NULL');
    assert.equal(text(null, 'time'), 'NULL');
    assert.equal(text(''), '');
  });
});

describe('isNumeric', () => {
  it('tells columns of numbers from others', () => {
    assert.equal(isNumeric({ name: 'a', values: new Float64Array(1) }), true);
    assert.equal(isNumeric({ name: 'a', values: [1, null] }), true);
    assert.equal(isNumeric({ name: 'a', values: [1, '9007199254740993'] }), true);
    assert.equal(isNumeric({ name: 'a', values: [1, 'x'] }), false);
    assert.equal(isNumeric({ name: 'a', values: ['12'] }), false);
    assert.equal(isNumeric({ name: 'a', values: [null] }), false);
  });
});

describe('sortValue', () => {
  it('has long integers among the numbers', () => {
    const values = ['9007199254740993', 5, null, 'x'].map(sortValue);
    assert.deepEqual(values, [9007199254740992, 5, null, 'x']);
  });
});
