import { strict as assert } from 'node:assert';
import { lineAndColumn } from '../../../src/domain/textPlace';

describe('lineAndColumn', () => {
  it('counts both from 1 on', () => {
    const text = 'SELECT 1\nFROM x';
    assert.deepEqual(lineAndColumn(text, { from: 0, to: 6 }), { line: 1, column: 1 });
    assert.deepEqual(lineAndColumn(text, { from: 14, to: 15 }), { line: 2, column: 6 });
    assert.deepEqual(lineAndColumn(text, { from: 9, to: 9 }), { line: 2, column: 1 });
  });
});
