import assert from 'node:assert/strict';
import type { CollectingStatus } from '../../../../src/protocol/collectingStatus';
import { cardKinds } from '../../../../webview/panels/cardKinds';
import type { CardContent } from '../../../../webview/panels/cardKinds';
import { dashboard, partly, point, view } from '../dashboards';

const status: CollectingStatus = {
  phase: 'collecting',
  metricsUrl: 'http://127.0.0.1:9090/metrics',
  adminUrl: 'http://127.0.0.1:9080',
  scrapeIntervalSeconds: 15,
  metrics: { state: 'on', failure: null },
  log: { state: 'on', failure: null },
  recorder: { state: 'on', failure: null },
  lastScrapeAt: null,
  lastTryAt: null,
  nextTryAt: null,
  failedTries: 0,
};

function card(name: string, points: Parameters<typeof dashboard>[0]): CardContent {
  const kind = cardKinds.find((other) => other.name === name);
  assert.ok(kind);
  return kind.content({ ...view(dashboard(points)), status, search: '' });
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
