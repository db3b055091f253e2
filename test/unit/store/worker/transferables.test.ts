import { deepEqual } from 'node:assert/strict';
import { transferables } from '../../../../src/store/worker/transferables';

describe('transferables', () => {
  it('are the buffers of number columns', () => {
    const numbers = new Float64Array([1, 2]);
    const columns = [
      { name: 'n', values: numbers },
      { name: 't', values: ['a', 'b'] },
    ];
    deepEqual(transferables({ columns, rowCount: 2, cut: false }), [numbers.buffer]);
  });

  for (const response of [null, undefined, 7, 'text', {}, { columns: 3 }, [{ columns: [] }]]) {
    it(`are none in ${JSON.stringify(response)}`, () => {
      deepEqual(transferables(response), []);
    });
  }
});
