import assert from 'node:assert/strict';
import { cardKinds } from '../../../../webview/panels/cardKinds';
import type { CardContent } from '../../../../webview/panels/cardKinds';
import { everythingOn } from '../../../support/everythingOn';
import type {
  Comparison,
  ComparedTotals,
  DashboardData,
} from '../../../../src/protocol/dashboardData';
import { changeTitle } from '../../../../webview/panels/changeTitle';
import { noBreak } from '../../../../src/domain/numberFormat';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { comparedText } from '../../../../webview/text/compareChoices';
import { dashboard, partly, point, quantileOf, view } from '../dashboards';

function card(name: string, points: Parameters<typeof dashboard>[0]): CardContent {
  const kind = cardKinds.find((other) => other.name === name);
  assert.ok(kind);
  return kind.content({ ...view(dashboard(points)), status: everythingOn, search: '', source: '' });
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

  const totals = (requests: number, coveredSeconds: number, p95: number): ComparedTotals => ({
    ...{
      requests,
      coveredSeconds,
      errors: 0,
      bytesSent: 0,
      p50: null,
      p99: null,
      injectedMs: null,
    },
    p95: quantileOf(p95),
  });

  function changed(name: string, parts: Partial<DashboardData>): [string, string] {
    const kind = cardKinds.find((other) => other.name === name);
    const data = { ...dashboard([point(0, 10), point(1, 10)]), ...parts };
    const drawn = { ...view(data), status: everythingOn, search: '', source: '' };
    const change = kind?.content(drawn).change;
    assert.ok(change);
    return [change.text, changeTitle(drawn, change).replaceAll(noBreak, ' ')];
  }

  it('say over which part of the range they changed, what it has and what it had', () => {
    const { from, to } = dashboard([point(0, 10), point(1, 10)]).query;
    const comparison: Comparison = {
      ...{ from: from - 120, to: to - 120, grain: 60, points: [] },
      ...({ errorRate: 'worse', latency: 'worse' } as const),
      now: totals(48, 96, 8),
      then: totals(60, 120, 4),
    };
    assert.deepEqual(changed('requests', { comparison }), [
      '±0%',
      `Over 96 s of 2 min that both periods have: 48, was 60 in ${comparedText({ ...dashboard([point(0, 10), point(1, 10)]), comparison }, timeFormat('en', 'UTC'))}.`,
    ]);
    assert.equal(changed('p95', { comparison })[0], '+100.0%');
  });

  it('tell no share of one whole millisecond more or less in a handler', () => {
    const data = dashboard([point(0, 10), point(1, 10)]);
    const endpoint = { protocol: 'http', method: 'GET', endpoint: '/a' } as const;
    const filter = { conditions: [], workspaceId: null, environment: null, endpoint };
    const of = (now: number, then: number): string => {
      const sides = { now: totals(1, 60, now), then: totals(1, 60, then) };
      const comparison: Comparison = {
        ...{ from: 0, to: 120, grain: 60, points: [], ...sides },
        ...({ errorRate: 'worse', latency: 'worse' } as const),
      };
      const [text] = changed('p95', { comparison, query: { ...data.query, filter } });
      return text.replaceAll(noBreak, ' ');
    };
    assert.deepEqual(
      [of(1.6, 0.7), of(1.2, 1.8), of(1.5, 2.5), of(4, 2)],
      ['+1 ms', '±0', '−1 ms', '+100.0%'],
    );
  });

  describe('of connections and sizes', () => {
    const first = dashboard([point(0, 10)]);

    function content(
      name: string,
      parts: Partial<DashboardData>,
      status: Partial<typeof everythingOn> = {},
    ): CardContent {
      const kind = cardKinds.find((other) => other.name === name);
      assert.ok(kind);
      const drawn = { ...view({ ...first, ...parts }), status: { ...everythingOn, ...status } };
      const told = kind.content({ ...drawn, search: '', source: '' });
      return JSON.parse(JSON.stringify(told).replaceAll(noBreak, ' ')) as CardContent;
    }

    it('show open connections, and none of a server that does not answer', () => {
      const summary = { ...first.summary, activeConnections: { last: 3, max: 5 } };
      const open = content('connections', { summary });
      assert.deepEqual([open.value, open.side], [{ value: '3', unit: '' }, 'max 5']);
      const gone = content('connections', { summary }, { phase: 'failing', lastScrapeAt: 60_000 });
      assert.deepEqual([gone.value, gone.why], [null, 'The server does not answer.']);
      assert.match(gone.side, /^last 3, \d\d:\d\d$/);
      const none = content('connections', { summary: { ...summary, activeConnections: null } });
      assert.deepEqual([none.value, none.why], [null, 'Nothing was collected in this range.']);
    });

    it('show the injected delay of an endpoint instead, roughly where its methods share it', () => {
      const endpoint = { protocol: 'http', method: 'GET', endpoint: '/a' } as const;
      const filter = { conditions: [], workspaceId: null, environment: null, endpoint };
      const query = { ...first.query, filter };
      const none = content('connections', { query });
      assert.equal(none.value, null);
      assert.match(none.why ?? '', /^No injected delay in this range\./);
      const sides = {
        now: { ...totals(1, 60, 1), injectedMs: 90 },
        then: { ...totals(1, 60, 1), injectedMs: 45 },
      };
      const distribution = { bounds: [50, 100], counts: [0, 1, 0], sum: 90 };
      const delayed = content('connections', {
        query,
        injectedDelay: { distribution, average: 90, isShared: true, perStep: [90] },
        comparison: {
          ...{ from: 0, to: 120, grain: 60, points: [], ...sides },
          ...({ errorRate: 'worse', latency: 'worse' } as const),
        },
      });
      assert.deepEqual(delayed.value, { value: '≈ +90', unit: 'ms avg' });
      const { text, is, was } = delayed.change ?? assert.fail();
      assert.deepEqual([text, is, was], ['+100.0%', '90 ms', '45 ms']);
    });

    it('show at least so many bytes, and that nobody told sizes', () => {
      const sized = content('bytes', { summary: { ...first.summary, bytesSent: 1500 } });
      assert.deepEqual(sized.value, { value: '≥ 1.5', unit: 'kB' });
      const unsized = content('bytes', { summary: { ...first.summary, bytesSent: null } });
      assert.deepEqual([unsized.value, unsized.side], [null, 'not collected']);
      assert.match(unsized.why ?? '', /start MockForge with --recorder\.$/i);
    });
  });
});
