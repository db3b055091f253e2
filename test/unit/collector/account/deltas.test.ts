import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { dense, sparseCount } from '../../../../src/domain/sparseHistogram';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import type { Served } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

const hour = 3600;
const ws = 'mockforge_ws_messages_sent_total';

/** `count` requests in the log and the counters, one each 100 ms from `from` seconds after noon. */
function requests(count: number, from: number, parts: Partial<Served> = {}): Served[] {
  return Array.from({ length: count }, (_, i) => ({ at: after(from + i / 10), ...parts }));
}

/** A server that runs since eleven and an account that has met it at noon, when it had served nothing. */
function met(): { server: MockForgeModel; bench: AccountBench } {
  const server = new MockForgeModel(after(-hour));
  const bench = new AccountBench(server);
  bench.scrape(noon);
  return { server, bench };
}

/** A collector whose reads of the log fail. */
const noLog = { log: null };

describe('TrafficAccount: deltas of one process', () => {
  describe('first contact', () => {
    it('takes what was counted so far as a baseline only', () => {
      const server = new MockForgeModel(after(-hour));
      for (const served of requests(7, -100)) server.count(served);
      const bench = new AccountBench(server);
      bench.scrape(noon);
      deepEqual(bench.books.totals, {});
      server.serve(...requests(3, 5));
      bench.scrape(after(15));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 3 });
      const [event] = bench.books.events('first_contact');
      deepEqual(event?.detail, { requestsBefore: 7, rowsFromLog: 0 });
    });

    it("makes minute rows of what the log's ring still knows", () => {
      const server = new MockForgeModel(after(-hour));
      server.count({ at: after(-200) });
      server.serve(...requests(2, -130), ...requests(3, -50, { status: 404 }));
      const bench = new AccountBench(server);
      bench.scrape(noon);
      deepEqual(bench.books.events('first_contact')[0]?.detail, {
        requestsBefore: 1,
        rowsFromLog: 5,
      });
      deepEqual(bench.books.byMinute, {
        [`${minute(-3)} /api/users`]: 2,
        [`${minute(-1)} /api/users`]: 3,
      });
      deepEqual(
        bench.books.events('coverage').map(({ from, to, detail }) => [from, to, detail['how']]),
        [
          [minute(0) - 130, minute(0), 'log only'],
          [minute(0), minute(0), 'scraped'],
        ],
      );
    });

    describe('with a server whose log speaks of all that it ever counted', () => {
      const firstContact = (bench: AccountBench): unknown[] =>
        ['first_contact', 'coverage', 'gap'].flatMap((kind) =>
          bench.books
            .events(kind as 'gap')
            .map(({ from, to, detail }) => [kind, from - minute(0), to - minute(0), detail]),
        );

      it('counts from its start on, each request in its own minute, which is covered', () => {
        const server = new MockForgeModel(after(-hour));
        server.serve(...requests(2, -130), ...requests(3, -50, { status: 404 }));
        const bench = new AccountBench(server);
        bench.scrape(noon);
        server.serve(...requests(1, 5));
        bench.scrape(after(15));
        deepEqual(bench.books.byMinute, {
          [`${minute(-3)} /api/users`]: 2,
          [`${minute(-1)} /api/users`]: 3,
          [`${minute(0)} /api/users`]: 1,
        });
        deepEqual(firstContact(bench), [
          ['first_contact', 0, 0, { requestsBefore: 0, rowsFromLog: 5 }],
          ['coverage', -hour, 15, { how: 'scraped' }],
        ]);
        bench.books.assertSound();
      });

      it('counts what has no log but counters of its own over the time since its start', () => {
        const server = new MockForgeModel(after(-120));
        server.serve(...requests(2, -100));
        server.serveGraphql();
        server.count({ at: 0, status: 503 });
        server.count({ at: 0, method: 'OPTIONS', status: 204 });
        const fault = { fault_type: 'http_error', endpoint: '/api/users' };
        server.move('mockforge_chaos_faults_total', fault, 1);
        const bench = new AccountBench(server);
        bench.scrape(noon);
        deepEqual(bench.books.byEndpoint, {
          'graphql query 200 /graphql': 1,
          'http GET 200 /api/users': 2,
          'http GET 503 /api/users': 1,
          'http OPTIONS 204 -': 1,
        });
        deepEqual(firstContact(bench), [
          ['first_contact', 0, 0, { requestsBefore: 0, rowsFromLog: 2 }],
          ['coverage', -120, 0, { how: 'spread' }],
        ]);
        bench.books.assertSound();
      });

      it('does so once: after a kill it goes on from there', () => {
        const server = new MockForgeModel(after(-hour));
        server.serve(...requests(4, -130));
        const bench = new AccountBench(server);
        bench.scrape(noon);
        bench.kill();
        server.serve(...requests(1, 5));
        bench.scrape(after(15));
        deepEqual(bench.books.totals, { 'http GET 200': 5 });
      });

      it('takes a baseline where the log is full, was not read, or was cleared', () => {
        const lost: Record<string, (server: MockForgeModel, bench: AccountBench) => void> = {
          full: (server, bench) => {
            server.serve(...requests(1001, -130));
            bench.scrape(noon);
          },
          'not read': (server, bench) => {
            server.serve(...requests(3, -130));
            bench.scrape(noon, noLog);
          },
          cleared: (server, bench) => {
            server.serve(...requests(3, -130));
            bench.scrape(noon, { log: [] });
          },
        };
        for (const [name, look] of Object.entries(lost)) {
          const server = new MockForgeModel(after(-hour));
          const bench = new AccountBench(server);
          look(server, bench);
          const [event] = bench.books.events('first_contact');
          const before = name === 'full' ? 1 : 3;
          equal(event?.detail['requestsBefore'], before, name);
          deepEqual(bench.books.totals, name === 'full' ? { 'http GET 200': 1000 } : {}, name);
        }
      });

      it('takes a baseline where it has run for over a day, and rows their minutes', () => {
        const server = new MockForgeModel(after(-25 * hour));
        server.serve(...requests(3, -24.5 * hour));
        server.serveGraphql();
        const bench = new AccountBench(server);
        bench.scrape(noon);
        deepEqual(bench.books.totals, { 'http GET 200': 3 });
        equal(bench.books.events('first_contact')[0]?.detail['requestsBefore'], 1);
      });
    });

    it('counts from 0 when the process is younger than our last look at the target', () => {
      const server = new MockForgeModel(after(-10));
      server.serve(...requests(4, -8));
      const bench = new AccountBench(server);
      bench.scrape(noon, { lastAttemptAt: after(-15) });
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 4 });
    });

    it('takes only a baseline when we looked after the process started', () => {
      const server = new MockForgeModel(after(-10));
      server.count({ at: after(-8) });
      const bench = new AccountBench(server);
      bench.scrape(noon, { lastAttemptAt: after(-5) });
      deepEqual(bench.books.totals, {});
    });
  });

  describe('a restart', () => {
    it('resets all counters, also those that are not lower', () => {
      const { server, bench } = met();
      server.serve(...requests(2, 1), ...requests(1, 2, { method: 'PUT' }));
      bench.scrape(after(15));
      server.restart(after(20));
      server.serve(...requests(5, 22), ...requests(1, 23, { method: 'PUT' }));
      bench.scrape(after(30));
      deepEqual(bench.books.totals, { 'http GET 200': 7, 'http PUT 200': 2 });
      deepEqual(
        bench.books.events('server_restart').map(({ from }) => from),
        [minute(0) + 20],
      );
    });

    it('is told by the start that the dashboard names, where the metrics have none', () => {
      const { server, bench } = met();
      server.exposesProcessStart = false;
      server.serve(...requests(2, 1));
      bench.scrape(after(15), { dashboardStart: after(-hour) });
      server.restart(after(20));
      server.serve(...requests(5, 22));
      bench.scrape(after(30), { dashboardStart: after(20) });
      deepEqual(bench.books.totals, { 'http GET 200': 7 });
    });

    it('is told by a lower uptime, where there is nothing better', () => {
      const { server, bench } = met();
      server.exposesProcessStart = false;
      server.serve(...requests(2, 1));
      bench.scrape(after(15));
      server.restart(after(20));
      server.serve(...requests(5, 22));
      bench.scrape(after(30));
      deepEqual(bench.books.totals, { 'http GET 200': 7 });
    });

    it('is told by an uptime shorter than a gap after which the log knows no old row', () => {
      const server = new MockForgeModel(after(-30));
      server.exposesProcessStart = false;
      const bench = new AccountBench(server);
      bench.scrape(noon);
      server.serve(...requests(2, 1));
      bench.scrape(after(15));
      server.restart(after(300));
      server.serve(...requests(5, 322));
      bench.scrape(after(600));
      deepEqual(bench.books.totals, { 'http GET 200': 7 });
    });

    it('is not believed while the log still knows an old row: in doubt it is the same process', () => {
      const server = new MockForgeModel(after(-30));
      server.exposesProcessStart = false;
      const bench = new AccountBench(server);
      server.serve(...requests(2, -20));
      bench.scrape(noon);
      server.serve(...requests(5, 322));
      server.move('mockforge_uptime_seconds', {}, 0, 315);
      bench.scrape(after(600));
      deepEqual(bench.books.totals, { 'http GET 200': 7 });
      equal(bench.books.events('server_restart').length, 0);
    });

    it('is told by a lower counter, where there is no identity at all', () => {
      const server = new MockForgeModel(after(-hour));
      const bench = new AccountBench(server);
      const scrape = (at: number): void => {
        const reading = { ...server.reading(at), processStart: null, uptime: null };
        bench.scrape(at, { reading });
      };
      scrape(noon);
      server.serve(...requests(5, 1));
      scrape(after(15));
      server.restart(after(20));
      server.serve(...requests(3, 22));
      scrape(after(30));
      deepEqual(bench.books.totals, { 'http GET 200': 8 });
    });
  });

  describe('a series', () => {
    it('that is new on a known process counts from 0', () => {
      const { server, bench } = met();
      server.serve({ at: after(1), method: 'PATCH' });
      bench.scrape(after(15));
      deepEqual(bench.books.totals, { 'http PATCH 200': 1 });
    });

    it('that differs in its pillar alone and is missing or lower for a while counts once', () => {
      for (const odd of [NaN, 3]) {
        const { server, bench } = met();
        const total = 'mockforge_requests_total';
        const get = { protocol: 'http', method: 'GET', status: '200' };
        const move = (pillar: string, by: number): void => {
          server.move(total, { ...get, pillar }, by);
        };
        move('unknown', 1000);
        move('devx', 5000);
        bench.scrape(after(15), noLog);
        move('unknown', 1);
        const reading = server.reading(after(30), undefined, ({ labels, value }) =>
          labels['pillar'] === 'devx' ? odd : value,
        );
        bench.scrape(after(30), { ...noLog, reading });
        move('devx', 1);
        bench.scrape(after(45), noLog);
        deepEqual(bench.books.totals, { 'http GET 200': 6002 }, String(odd));
        equal(bench.state.diagnostics.seriesAnomalies, 1);
      }
    });

    it('of a histogram that is missing a bucket, its sum or +Inf comes back where it was', () => {
      for (const [name, le] of [
        ['bucket', '0.025'],
        ['bucket', '+Inf'],
        ['sum', undefined],
      ] as const) {
        const { server, bench } = met();
        server.serve(...requests(2, 1));
        bench.scrape(after(15));
        server.serve(...requests(3, 20));
        bench.scrape(after(30), {
          reading: server.reading(after(30), undefined, (series) => {
            const isIt = series.name.endsWith(name) && series.labels['le'] === le;
            return isIt ? NaN : series.value;
          }),
        });
        server.serve(...requests(4, 35));
        bench.scrape(after(45));
        equal(bench.books.latency['http GET'], 9 * 3.5, `${name} ${le}`);
        equal(bench.state.diagnostics.seriesAnomalies, 1);
      }
    });

    it('is counted once whenever it comes back, and at most what moves below its highest twice', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(5), fc.constantFrom('whole', 'gone', 'lower'))),
          fc.integer({ min: 1, max: 4999 }),
          (steps, less) => {
            const { server, bench } = met();
            let total = 5000;
            server.move(ws, {}, 0, total);
            bench.scrape(after(15), noLog);
            steps.forEach(([count, told], i) => {
              total += count;
              const lie = { whole: total, gone: NaN, lower: total - less }[told];
              server.move(ws, {}, 0, lie);
              bench.scrape(after(30 + 15 * i), noLog);
            });
            server.move(ws, {}, 0, total);
            bench.scrape(after(30 + 15 * steps.length), noLog);
            const counted = bench.books.totals['websocket MESSAGE'] ?? 0;
            // What moves below the highest counts as well, since the fall may have been true.
            const mostBelow = steps.some(([, told]) => told === 'lower') ? total - 5000 : 0;
            ok(counted >= total && counted <= total + mostBelow, `${counted} of ${total}`);
          },
        ),
      );
    });

    it('that goes down on the same process re-baselines alone and is a diagnostic', () => {
      const { server, bench } = met();
      server.move(ws, {}, 10);
      server.serve(...requests(2, 1));
      bench.scrape(after(15));
      server.move(ws, {}, 0, 4);
      server.serve(...requests(3, 16));
      bench.scrape(after(30));
      server.move(ws, {}, 5);
      bench.scrape(after(45));
      deepEqual(bench.books.totals, { 'http GET 200': 5, 'websocket MESSAGE': 15 });
      equal(bench.state.diagnostics.seriesAnomalies, 1);
    });

    it('that is missing for a while does not count twice when it comes back', () => {
      const { server, bench } = met();
      server.serve(...requests(4, 1));
      bench.scrape(after(15));
      const whole = server.reading(after(30));
      bench.scrape(after(30), { reading: { ...whole, counters: new Map() } });
      server.serve(...requests(1, 40));
      bench.scrape(after(45));
      deepEqual(bench.books.totals, { 'http GET 200': 5 });
    });

    it('of a histogram that goes down in one bucket gives no distribution that time', () => {
      const { server, bench } = met();
      server.serve(...requests(2, 1));
      bench.scrape(after(15));
      const labels = { protocol: 'http', method: 'GET', pillar: 'unknown', le: '0.025' };
      server.move('mockforge_request_duration_seconds_bucket', labels, 0, 1);
      bench.scrape(after(30));
      equal(bench.state.diagnostics.seriesAnomalies, 1);
      const counts = bench.books.minutes
        .flatMap(({ histograms }) => histograms)
        .filter(({ source }) => source === 'metrics')
        .map(({ histogram }) => sparseCount(histogram));
      equal(
        counts.reduce((sum, count) => sum + count, 0),
        2,
      );
    });

    it('whose buckets and count differ is counted in the diagnostics', () => {
      const { server, bench } = met();
      server.serve(...requests(2, 1));
      const labels = { protocol: 'http', method: 'GET', pillar: 'unknown' };
      server.move('mockforge_request_duration_seconds_count', labels, 1);
      bench.scrape(after(15));
      equal(bench.state.diagnostics.unequalHistograms, 1);
      deepEqual(bench.books.totals, { 'http GET 200': 2 });
    });

    it('with a value that no counter can have is dropped and counted in the diagnostics', () => {
      const { server, bench } = met();
      server.move('mockforge_ws_errors_total', {}, 0, NaN);
      server.move('mockforge_mqtt_messages_published_total', {}, 0, -3);
      bench.scrape(after(15));
      deepEqual(bench.books.totals, {});
      equal(bench.state.diagnostics.droppedSamples, 2);
    });
  });

  it('survives a restart into a version with other buckets within one minute', () => {
    const { server, bench } = met();
    server.serve(...requests(2, 1));
    bench.scrape(after(15));
    server.restart(after(20));
    server.serve(...requests(3, 22));
    const labels = { protocol: 'http', method: 'GET', pillar: 'unknown', le: '30' };
    server.move('mockforge_request_duration_seconds_bucket', labels, 3);
    bench.scrape(after(30));
    deepEqual(bench.books.totals, { 'http GET 200': 5 });
    equal(bench.books.latency['http GET'], 5 * 3.5);
    bench.books.assertSound();
  });

  describe('the minute of a delta', () => {
    it('is the one that holds most of the interval', () => {
      const { server, bench } = met();
      for (const served of requests(4, 1)) server.count(served);
      bench.scrape(after(56));
      for (const served of requests(5, 57)) server.count(served);
      bench.scrape(after(61));
      for (const served of requests(6, 61)) server.count(served);
      bench.scrape(after(76));
      deepEqual(bench.books.byMinute, { [`${minute(0)} -`]: 9, [`${minute(1)} -`]: 6 });
    });

    it('is the later one of two that hold as much', () => {
      const { server, bench } = met();
      bench.scrape(after(50));
      server.count({ at: after(55) });
      bench.scrape(after(70));
      deepEqual(bench.books.byMinute, { [`${minute(1)} -`]: 1 });
    });

    it('begins with the process, where that is younger than the last scrape', () => {
      const { server, bench } = met();
      server.restart(after(70));
      server.count({ at: after(71) });
      bench.scrape(after(75));
      deepEqual(bench.books.byMinute, { [`${minute(1)} -`]: 1 });
    });
  });

  describe('a gap', () => {
    it('lays what the log does not know evenly over its minutes, in whole numbers that add up', () => {
      const { server, bench } = met();
      for (const served of requests(10, 1)) server.count(served);
      bench.scrape(after(240), noLog);
      deepEqual(bench.books.byMinute, {
        [`${minute(0)} -`]: 2,
        [`${minute(1)} -`]: 3,
        [`${minute(2)} -`]: 2,
        [`${minute(3)} -`]: 3,
      });
      const [gap] = bench.books.events('gap');
      deepEqual(
        [gap?.from, gap?.to, gap?.detail],
        [minute(0), minute(4), { spread: true, requests: 10 }],
      );
      bench.books.assertSound();
    });

    it('leaves each request that the log knows in its own minute', () => {
      const { server, bench } = met();
      server.serve(...requests(3, 70));
      for (const served of requests(4, 100)) server.count(served);
      bench.scrape(after(240));
      deepEqual(bench.books.byMinute, {
        [`${minute(0)} -`]: 1,
        [`${minute(1)} -`]: 1,
        [`${minute(1)} /api/users`]: 3,
        [`${minute(2)} -`]: 1,
        [`${minute(3)} -`]: 1,
      });
    });

    it('lets the latencies follow the requests, so that rows add up to them minute by minute', () => {
      const spans = fc.record({
        length: fc.integer({ min: 30, max: 900 }),
        logged: fc.array(fc.tuple(fc.integer({ min: 1, max: 899 }), fc.nat(50)), { maxLength: 20 }),
        unlogged: fc.nat(30),
      });
      fc.assert(
        fc.property(spans, ({ length, logged, unlogged }) => {
          const { server, bench } = met();
          for (const [second, handlerMs] of logged) {
            server.serve({ at: after(second % length), handlerMs, injectedMs: 7 });
          }
          for (let i = 0; i < unlogged; i++) server.count({ at: after(1), handlerMs: 90 });
          for (const more of [0, 15, 30, 45]) bench.scrape(after(length + more));
          bench.books.assertSound();
          for (const { rows, histograms } of bench.books.minutes) {
            const whole = histograms.find(({ source }) => source === 'metrics');
            const sum = rows.reduce((total, row) => total + row.latencySum, 0);
            const count = rows.reduce((total, row) => total + row.requestCount, 0);
            ok(Math.abs(sum - (whole?.histogram.sum ?? 0)) < 1e-6);
            ok(count === 0 || whole !== undefined);
          }
        }),
        { numRuns: 60 },
      );
    });

    it('spreads each bucket of the latencies, so that counts and sum stay whole', () => {
      const { server, bench } = met();
      for (const served of requests(9, 1, { handlerMs: 20 })) server.count(served);
      for (const served of requests(2, 3, { handlerMs: 900 })) server.count(served);
      bench.scrape(after(240), noLog);
      bench.books.assertSound();
      const whole = bench.books.minutes.flatMap(({ histograms }) => histograms);
      const bucketSums = whole
        .map(({ histogram }) => dense(histogram).counts)
        .reduce((sums, counts) => sums.map((sum, i) => sum + (counts[i] ?? 0)));
      deepEqual(bucketSums, [0, 0, 0, 9, 0, 0, 0, 0, 2, 0, 0, 0, 0]);
      const sum = whole.reduce((total, { histogram }) => total + histogram.sum, 0);
      equal(sum.toFixed(6), (9 * 20.5 + 2 * 900.5).toFixed(6));
      equal(bench.books.latency['http GET']?.toFixed(6), sum.toFixed(6));
    });

    it('is one only beyond one and a half intervals', () => {
      const { server, bench } = met();
      server.count({ at: after(1) });
      bench.scrape(after(22.5), noLog);
      equal(bench.books.events('gap').length, 0);
      server.count({ at: after(30) });
      bench.scrape(after(45.1), noLog);
      equal(bench.books.events('gap').length, 1);
    });

    it('of more than 24 hours is counted from the log alone, and says how many it lacks', () => {
      const { server, bench } = met();
      for (const served of requests(50, 10)) server.count(served);
      server.serve(...requests(3, 25 * hour - 100));
      bench.scrape(after(25 * hour));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 3 });
      const [gap] = bench.books.events('gap');
      deepEqual(gap?.detail, { spread: false, requests: 53 });
      server.serve(...requests(2, 25 * hour + 5));
      bench.scrape(after(25 * hour + 15));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 5 });
    });

    it('of more than 24 hours does not count again what an interval before it holds', () => {
      const { server, bench } = met();
      server.serve(...requests(4, 5));
      bench.scrape(after(15), noLog);
      bench.scrape(after(25 * hour));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 4 });
      bench.books.assertSound();
    });
  });
});
