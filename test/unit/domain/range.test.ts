import { strict as assert } from 'node:assert';
import { spanOfRange } from '../../../src/domain/range';
import { ranges } from '../../../src/protocol/webviewMessages';

const now = Date.UTC(2026, 10, 23, 22, 53, 15, 969);
const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('spanOfRange', () => {
  it('begins with a whole step and ends now', () => {
    assert.deepEqual(spanOfRange('15m', now), {
      from: seconds('2026-11-23T22:39:00Z'),
      to: seconds('2026-11-23T22:53:15Z'),
      bucketSeconds: 60,
    });
    assert.deepEqual(spanOfRange('30d', now), {
      from: seconds('2026-10-25T00:00:00Z'),
      to: seconds('2026-11-23T22:53:15Z'),
      bucketSeconds: 14_400,
    });
  });

  it('begins exactly the range ago where a step does', () => {
    const { from, to } = spanOfRange('15m', Date.UTC(2026, 10, 23, 22, 53));
    assert.equal(to - from, 900);
  });

  for (const range of ranges) {
    it(`cuts ${range} into steps that a chart can show`, () => {
      const { from, to, bucketSeconds } = spanOfRange(range, now);
      const steps = Math.ceil((to - from) / bucketSeconds);
      assert.equal(from % bucketSeconds, 0);
      assert.equal(bucketSeconds % 60, 0);
      assert.ok(steps > 10 && steps <= 500, String(steps));
    });
  }
});
