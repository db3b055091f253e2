import assert from 'node:assert/strict';
import { PartialLine } from '../../../src/prometheus/partialLine';

describe('PartialLine', () => {
  it('keeps no byte of a line that is skipped, but its length', () => {
    const partial = new PartialLine();
    partial.append(Buffer.alloc(100, 'a'));
    const { byteLength } = partial.view;
    partial.become('skipping');
    partial.append(Buffer.alloc(1_000_000, 'b'));
    assert.equal(partial.length, 1_000_100);
    assert.equal(partial.view.byteLength, byteLength);
    assert.equal(partial.view.getUint8(100), 0);
  });

  it('starts over with the next line', () => {
    const partial = new PartialLine();
    partial.append(Buffer.from('abc'));
    partial.become('reading');
    partial.clear();
    assert.equal(partial.state, 'none');
    partial.append(Buffer.from('d'));
    assert.equal(partial.length, 1);
    assert.equal(String.fromCharCode(partial.view.getUint8(0)), 'd');
  });
});
