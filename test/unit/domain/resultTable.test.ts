import { strict as assert } from 'node:assert';
import { rowsOf, rowsWithHead } from '../../../src/domain/resultTable';

const table = {
  columns: [
    { name: 'n', values: Float64Array.of(1, NaN, 3) },
    { name: 'n', values: ['a', '', null] },
  ],
  rowCount: 3,
  cut: false,
};

describe('rowsOf', () => {
  it('keeps columns of one name apart, and nothing from empty', () => {
    assert.deepEqual(rowsOf(table), [
      { n: 1, 'n:2': 'a' },
      { n: null, 'n:2': '' },
      { n: 3, 'n:2': null },
    ]);
  });

  it('takes the rows that it is given, in their order', () => {
    assert.deepEqual(rowsOf(table, [2, 0]), [
      { n: 3, 'n:2': null },
      { n: 1, 'n:2': 'a' },
    ]);
  });
});

describe('rowsWithHead', () => {
  it('has the names of the columns first', () => {
    assert.deepEqual(rowsWithHead(table, [1]), [
      ['n', 'n'],
      [null, ''],
    ]);
    assert.equal(rowsWithHead(table).length, 4);
  });
});
