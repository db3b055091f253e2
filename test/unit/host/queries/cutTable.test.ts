import { strict as assert } from 'node:assert';
import { cutTable } from '../../../../src/host/queries/cutTable';

const table = {
  columns: [
    { name: 'n', values: Float64Array.of(1, 2, 3) },
    { name: 't', values: ['a', 'b', null] },
  ],
  rowCount: 3,
  cut: false,
};

describe('cutTable', () => {
  it('leaves a table within the limit as it is', () => {
    assert.equal(cutTable(table, 3), table);
  });

  it('keeps the first rows of each column and says so', () => {
    assert.deepEqual(cutTable(table, 2), {
      columns: [
        { name: 'n', values: Float64Array.of(1, 2) },
        { name: 't', values: ['a', 'b'] },
      ],
      rowCount: 2,
      cut: true,
    });
  });
});
