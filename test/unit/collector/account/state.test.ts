import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { mergeHistograms } from '../../../../src/domain/histogram';
import type { Histogram } from '../../../../src/domain/histogram';
import { requestSizes } from '../../../../src/domain/trafficColumns';
import { accountStateFrom, accountStateText } from '../../../../src/collector/account/storedState';
import { keyOfSeries } from '../../../../src/mockforge/seriesKey';
import type { TrafficSeries } from '../../../../src/mockforge/seriesKey';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

/**
 * A day in the life of an account, in steps that each commit: traffic, faults, GraphQL, messages, missed log
 * reads, gaps, restarts, rows that come before their counters and never.
 */
const steps: readonly ((server: MockForgeModel, bench: AccountBench) => void)[] = [
  (server, bench) => {
    server.serve({ at: after(-100) }, { at: after(-30), status: 500 });
    bench.scrape(noon);
  },
  (server, bench) => {
    server.serve({ at: after(3), path: '/a/{id}' }, { at: after(4), status: 404, path: '/no/1' });
    server.count({ at: after(5), status: 503 });
    server.serveGraphql();
    bench.poll(after(6));
  },
  (server, bench) => {
    server.countGraphql();
    server.logOnly({ at: after(14), method: 'PUT' });
    server.move('mockforge_ws_messages_sent_total', {}, 4);
    server.move('mockforge_ws_connections_active', {}, 2);
    bench.scrape(after(15), { log: null });
  },
  (server, bench) => {
    server.count({ at: 0, method: 'POST' });
    server.count({ at: 0, method: 'PUT' });
    bench.scrape(after(30));
  },
  (server, bench) => {
    server.serve({ at: after(40) }, { at: after(100), status: 500 });
    for (let i = 0; i < 7; i++) server.count({ at: after(50), handlerMs: i });
    bench.scrape(after(165), { log: null });
  },
  (server, bench) => {
    server.serve({ at: after(170), path: '/late', status: 400 });
    bench.poll(after(172));
  },
  (server, bench) => {
    server.restart(after(175));
    server.serve({ at: after(178), path: '/b' });
    bench.scrape(after(180));
  },
  (_, bench) => {
    bench.scrape(after(195));
  },
  (_, bench) => {
    bench.scrape(after(210));
  },
];

function live(between: (bench: AccountBench) => void): AccountBench {
  const server = new MockForgeModel(after(-3600));
  const bench = new AccountBench(server);
  for (const step of steps) {
    step(server, bench);
    between(bench);
  }
  return bench;
}

/** A state as the second version wrote it: its baseline was by key, not by series. */
function asSecondVersion(text: string | undefined): string {
  type Baseline = Record<'counters', Record<string, number>> &
    Record<'latency', Record<string, Histogram>>;
  const { counters, latency, ...state } = JSON.parse(text ?? '') as Baseline;
  const byKey = <Value>(
    series: Record<string, Value>,
    add: (a: Value, b: Value) => Value,
  ): Record<string, Value> => {
    const sums: Record<string, Value> = {};
    for (const [name, value] of Object.entries(series)) {
      const key = keyOfSeries(name as TrafficSeries);
      const other = sums[key];
      sums[key] = other === undefined ? value : add(other, value);
    }
    return sums;
  };
  return JSON.stringify({
    ...state,
    version: 2,
    baselineByKey: undefined,
    counters: byKey(counters, (a, b) => a + b),
    latency: byKey(latency, mergeHistograms),
  });
}

describe('TrafficAccount: its state', () => {
  const whole = live(() => undefined);

  it('is all that a new account needs to go on after any commit as the old one would', () => {
    const killed = live((bench) => {
      bench.kill();
    });
    deepEqual(killed.books, whole.books);
    deepEqual(killed.books.minutes, whole.books.minutes);
    deepEqual(killed.state, whole.state);
  });

  it('keeps sound books on the way', () => {
    whole.books.assertSound();
    deepEqual(whole.books.totals, {
      'graphql query 200': 2,
      'http GET 200': 11,
      'http GET 400': 1,
      'http GET 404': 1,
      'http GET 500': 2,
      'http GET 503': 1,
      'http PUT 200': 1,
      'websocket MESSAGE': 4,
    });
  });

  it('loses nothing that was read and not committed, while the ring still holds it', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(noon);
    server.serve({ at: after(5) });
    bench.poll(after(6));
    bench.kill();
    bench.scrape(after(15));
    deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 1 });
  });

  it('lets nothing wait longer, and counts nothing, when the moment of the last scrape is played again', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(noon);
    server.logOnly({ at: after(5), status: 500 });
    bench.poll(after(6));
    for (let resumed = 0; resumed < 4; resumed++) {
      bench.kill();
      bench.scrape(noon);
    }
    deepEqual([bench.books.totals, bench.state.logReadAt], [{}, after(6)]);
    server.count({ at: after(5), status: 500 });
    bench.scrape(after(15));
    deepEqual(bench.books.byEndpoint, { 'http GET 500 /api/users': 1 });
  });

  it('is read as the first version wrote it, with the fields of keys as they came', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    const endpoint = String.raw`/a\b`;
    const fail = (at: number): void => {
      server.move('mockforge_chaos_faults_total', { fault_type: 'http_error', endpoint }, 1);
      server.count({ at, status: 500 });
      server.serve({ at, path: endpoint });
    };
    bench.scrape(noon);
    fail(after(5));
    bench.scrape(after(15));
    bench.books.state = asSecondVersion(bench.books.state)
      .replaceAll(String.raw`\\\\`, String.raw`\\`)
      .replace('"version":2', '"version":1');
    bench.kill();
    fail(after(20));
    for (const second of [30, 45, 60]) bench.scrape(after(second));
    deepEqual(bench.books.byEndpoint, {
      [`http GET 200 ${endpoint}`]: 2,
      [`http GET 500 ${endpoint}`]: 2,
    });
    deepEqual(bench.state.faults.waiting, []);
    bench.books.assertSound();
  });

  it('has no size of what a version that did not know it has stored', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(noon);
    server.serve({ at: after(5) });
    bench.scrape(after(15));
    server.logOnly({ at: after(16), status: 500 });
    bench.poll(after(17));
    const text = bench.books.state ?? '';
    const without = JSON.stringify(
      JSON.parse(text, (key, value: unknown) => (key in requestSizes ? undefined : value)),
    );
    const state = accountStateFrom(without);
    const cells = state.ledger.minutes.reduce((sum, held) => sum + held.cells.size, 0);
    deepEqual([cells, state.waiting.length], [1, 1]);
    notEqual(without, text);
    deepEqual(state, accountStateFrom(text));
  });

  it('does not know which entry was unreadable where a version kept that as a sentence', () => {
    const stored = accountStateText(accountStateFrom(undefined));
    const earlier = stored.replace(
      '"lastUnreadable":null',
      '"lastUnreadable":"a route: it is no object"',
    );
    notEqual(earlier, stored);
    deepEqual(accountStateFrom(earlier).diagnostics.lastUnreadable, null);
  });

  it('has batch ids that grow over kills', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    for (let second = 0; second < 60; second += 15) {
      bench.scrape(after(second));
      bench.kill();
    }
    deepEqual(bench.state.batchId, 4);
  });

  it('goes on from a baseline by key, as versions before the third wrote it, also when killed before it scrapes', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    const count = (pillar: string, requests: number): void => {
      const labels = { protocol: 'http', method: 'GET', status: '200', pillar };
      server.move('mockforge_requests_total', labels, requests);
    };
    count('unknown', 100);
    count('ai', 50);
    server.count({ at: noon, method: 'POST' });
    bench.scrape(noon, { log: null });
    bench.books.state = asSecondVersion(bench.books.state);
    bench.kill();
    server.logOnly({ at: after(3), status: 500 });
    bench.poll(after(4));
    bench.kill();
    count('unknown', 3);
    count('ai', 4);
    server.count({ at: after(5), method: 'POST' });
    bench.scrape(after(15), { log: null });
    deepEqual(bench.books.totals, { 'http GET 200': 7, 'http POST 200': 1 });
    deepEqual(bench.books.latency, { 'http GET': 0, 'http POST': 3.5 });
    equal(bench.state.diagnostics.seriesAnomalies, 0);
  });
});
