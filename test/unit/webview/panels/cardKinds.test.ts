import assert from 'node:assert/strict';
import { cardKinds } from '../../../../webview/panels/cardKinds';
import type { CardContent } from '../../../../webview/panels/cardKinds';
import { everythingOn } from '../../../support/everythingOn';
import { dashboard, partly, point, view } from '../dashboards';

function card(name: string, points: Parameters<typeof dashboard>[0]): CardContent {
  const kind = cardKinds.find((other) => other.name === name);
  assert.ok(kind);
  return kind.content({ ...view(dashboard(points)), status: everythingOn, search: '' });
}

const nothing = [partly(point(0, 0), 0), partly(point(1, 0), 0)];
const quiet = [partly(point(0, 0), 0), point(1, 0)];

describe('the cards', () => {
  for (const name of ['requests', 'rate', 'errors', 'p95']) {
    it(`know nothing of ${name} where nothing was collected, and say so`, () => {
      const { value, why } = card(name, nothing);
      assert.deepEqual([value, why], [null, 'Nothing was collected in this range.']);
    });
  }

  it('show 0 requests where it was collected and none came', () => {
    assert.deepEqual(card('requests', quiet).value, { value: '0', unit: '' });
    assert.equal(card('errors', quiet).why, 'No requests in this range.');
  });
});
