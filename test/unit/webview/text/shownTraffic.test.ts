import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DashboardData } from '../../../../src/protocol/dashboardData';
import { fileName, shownTexts } from '../../../../webview/text/shownTraffic';
import { everythingOn } from '../../../support/everythingOn';
import { dashboard, point, view } from '../dashboards';

const data = dashboard([point(0, 10), point(1, 20)]);

function narrowed(workspaceId: string | null, endpoint: string | null): DashboardData {
  const filter = {
    conditions: [{ kind: 'protocol', isExcluded: false, protocol: 'http' } as const],
    workspaceId,
    environment: null,
    endpoint: endpoint === null ? null : { protocol: 'http' as const, method: 'GET', endpoint },
  };
  return { ...data, query: { ...data.query, filter } };
}

describe('shownTexts', () => {
  it('name server, range with year and zone, what it is narrowed down to and compared with', () => {
    const side = {
      ...{ coveredSeconds: 120, requests: 1, errors: 0, bytesSent: 0 },
      ...{ p50: null, p95: null, p99: null, injectedMs: null },
    };
    const { from, to } = data.query;
    const compared = {
      ...narrowed('team-a', '/api/orders/{id}'),
      comparison: {
        ...{ from: from - 120, to: to - 120, grain: 60, now: side, then: side, points: [] },
        ...({ errorRate: 'worse', latency: 'worse' } as const),
      },
    };
    const shown = { ...view(compared), status: everythingOn, search: '', source: '127.0.0.1:9090' };
    assert.deepEqual(shownTexts(shown), [
      '127.0.0.1:9090',
      '23 Nov 2026 22:00 – 22:02, UTC',
      'Protocol HTTP',
      'team-a',
      'GET /api/orders/{id}',
      'compared with 21:58 – 22:00',
    ]);
  });
});

describe('fileName', () => {
  it('names range and endpoint, and no range where rows have times of their own', () => {
    assert.equal(fileName('errors', { data }), 'errors-20261123t2200z-20261123t2202z');
    assert.equal(fileName('hours', { data }, null), 'hours');
    assert.equal(
      fileName('errors', { data: narrowed(null, '/api/orders/{id}') }, null),
      'errors-protocol-http-get-api-orders-id',
    );
  });

  it('is one that the editor takes, whatever the traffic is narrowed down to', () => {
    const text = fc.option(fc.string({ unit: 'binary' }), { nil: null });
    fc.assert(
      fc.property(text, text, (workspace, endpoint) => {
        const name = fileName('never-called', { data: narrowed(workspace, endpoint) });
        assert.match(`${name}.csv`, /^[a-z0-9-]{1,100}\.(csv|json|png)$/);
      }),
    );
  });
});
