import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { AccountBench } from '../../../support/accountBench';
import type { ScrapeParts } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

const hour = 3600;
const noLog = { log: null };
/** Whole seconds since 1970. */
const startSeconds = noon / 1000 - hour;

interface Told {
  /** Seconds after `startSeconds`. */
  readonly start: number | null;
  readonly uptime: number | null;
  readonly requests: number;
}

/** Scrapes each 15 s of a server that tells these things of itself, with parts of the observation. */
function scrapes(told: readonly Told[], parts: ScrapeParts = noLog): AccountBench {
  const server = new MockForgeModel(after(-hour));
  const bench = new AccountBench(server);
  told.forEach(({ start, uptime, requests }, i) => {
    const get = { protocol: 'http', method: 'GET', status: '200', pillar: 'unknown' };
    server.move('mockforge_requests_total', get, 0, requests);
    const at = after(15 * i);
    const processStart = start === null ? null : startSeconds + start;
    bench.scrape(at, { ...parts, reading: { ...server.reading(at), processStart, uptime } });
  });
  return bench;
}

function counted(bench: AccountBench): number {
  return bench.books.totals['http GET 200'] ?? 0;
}

function events(bench: AccountBench): Record<string, number> {
  return {
    restarts: bench.books.events('server_restart').length,
    others: bench.books.events('other_server').length,
  };
}

describe('TrafficAccount: which run of the server answered', () => {
  it('is the same where its start is told a little differently', () => {
    for (const jitter of [0.01, 0.99, 1, 2]) {
      const starts = [0, jitter, 0, jitter, jitter];
      const bench = scrapes(
        starts.map((start, i) => ({ start, uptime: hour + 15 * i, requests: 1000 + i })),
      );
      equal(counted(bench), 4, String(jitter));
      deepEqual(events(bench), { restarts: 0, others: 0 });
    }
  });

  it('is the same where its start is not told for once', () => {
    const bench = scrapes([
      { start: 0, uptime: 3600, requests: 1000 },
      { start: null, uptime: null, requests: 1001 },
      { start: 0, uptime: 3630, requests: 1002 },
    ]);
    equal(counted(bench), 2);
    deepEqual(events(bench), { restarts: 0, others: 0 });
  });

  it('is a new one where it began after the last good scrape, and counts from 0', () => {
    const bench = scrapes([
      { start: 0, uptime: 3600, requests: 1000 },
      { start: hour + 5, uptime: 0, requests: 7 },
    ]);
    equal(counted(bench), 7);
    deepEqual(events(bench), { restarts: 1, others: 0 });
  });

  it('is a new one also where the server was restarted at once, within the second', () => {
    const bench = scrapes([
      { start: hour - 1, uptime: 0, requests: 3 },
      { start: hour, uptime: 0, requests: 2 },
    ]);
    equal(counted(bench), 2);
    deepEqual(events(bench), { restarts: 1, others: 0 });
  });

  it('is a new one also where it was restarted at once and each run counted the same', () => {
    for (const exposesProcessStart of [true, false]) {
      for (const seconds of [0.7, 1, 1.9]) {
        const server = new MockForgeModel(after(-1));
        server.exposesProcessStart = exposesProcessStart;
        const bench = new AccountBench(server);
        const script = (at: number): void => {
          server.serve({ at: after(at) }, { at: after(at + 0.1), path: '/jobs', status: 404 });
        };
        script(-0.5);
        bench.scrape(noon);
        for (const at of [seconds, 2 * seconds]) {
          server.restart(after(at));
          script(at + 0.1);
          bench.scrape(after(at + 0.2));
        }
        const expected = { 'http GET 200 /api/users': 3, 'http GET 404 /jobs': 3 };
        deepEqual(
          [exposesProcessStart, seconds, bench.books.byEndpoint, events(bench)],
          [exposesProcessStart, seconds, expected, { restarts: 2, others: 0 }],
        );
      }
    }
  });

  it('is the same where its log was cleared', () => {
    for (const exposesProcessStart of [true, false]) {
      const server = new MockForgeModel(after(-hour));
      server.exposesProcessStart = exposesProcessStart;
      const bench = new AccountBench(server);
      server.serve({ at: after(-1) });
      bench.scrape(noon);
      server.serve({ at: after(5) });
      bench.scrape(after(15), { log: server.rows(after(15)).slice(-1) });
      bench.scrape(after(30), { log: [] });
      equal(counted(bench), 2);
      deepEqual(events(bench), { restarts: 0, others: 0 });
    }
  });

  it('is told on the clock of the server', () => {
    for (const ahead of [-600, 600]) {
      const bench = scrapes(
        [
          { start: ahead, uptime: 3600, requests: 1000 },
          { start: ahead + hour + 5, uptime: 0, requests: 7 },
        ],
        { ...noLog, clockOffset: ahead * 1000 },
      );
      equal(counted(bench), 7);
    }
  });

  it('is another server where it began before that, whose counters are a baseline, with an event', () => {
    for (const start of [-hour, -3, 3, hour - 60]) {
      const bench = scrapes([
        { start: 0, uptime: 3600, requests: 1000 },
        { start, uptime: 3600 - start, requests: 1_000_000 },
        { start, uptime: 3615 - start, requests: 1_000_004 },
      ]);
      equal(counted(bench), 4, String(start));
      deepEqual(events(bench), { restarts: 0, others: 1 });
      equal(bench.state.diagnostics.otherServers, 1);
    }
  });

  it('goes on where it was when two servers answer in turn', () => {
    const bench = scrapes([
      { start: 0, uptime: 3600, requests: 1000 },
      { start: -hour, uptime: 7200, requests: 1_000_000 },
      { start: 0, uptime: 3630, requests: 1002 },
      { start: -hour, uptime: 7230, requests: 1_000_003 },
      { start: 0, uptime: 3660, requests: 1007 },
    ]);
    equal(counted(bench), 10);
    deepEqual(events(bench), { restarts: 0, others: 1 });
  });

  it('goes on where it was after a kill as well', () => {
    const server = new MockForgeModel(after(-hour));
    const other = new MockForgeModel(after(-2 * hour));
    for (let i = 0; i < 50; i++) other.count({ at: noon });
    const bench = new AccountBench(server);
    const scrape = (at: number, of: MockForgeModel): void => {
      bench.scrape(at, { ...noLog, reading: of.reading(at) });
    };
    scrape(noon, server);
    scrape(after(15), other);
    bench.kill();
    server.count({ at: after(20) });
    scrape(after(30), server);
    bench.kill();
    other.count({ at: after(40) });
    scrape(after(45), other);
    equal(counted(bench), 2);
    deepEqual(events(bench), { restarts: 0, others: 1 });
  });

  it('is no new one where the clock of the server was set forward', () => {
    const bench = scrapes([
      { start: 3500, uptime: 100, requests: 1000 },
      { start: 3500 + 600, uptime: 115, requests: 1001 },
      { start: 3500 + 600, uptime: 130, requests: 1003 },
    ]);
    equal(counted(bench), 2);
    deepEqual(events(bench), { restarts: 0, others: 1 });
  });

  it('is told by the uptime alone, where it is the same though it is told a little lower', () => {
    const bench = scrapes([
      { start: null, uptime: 3600, requests: 1000 },
      { start: null, uptime: 3599.9, requests: 1001 },
      { start: null, uptime: 3599, requests: 1003 },
    ]);
    equal(counted(bench), 3);
    deepEqual(events(bench), { restarts: 0, others: 0 });
  });

  it('is told by the uptime alone, where it is another that runs for longer or for less long', () => {
    for (const uptime of [90_000, 300]) {
      const bench = scrapes([
        { start: null, uptime: 3600, requests: 1000 },
        { start: null, uptime, requests: 1_000_000 },
        { start: null, uptime: uptime + 15, requests: 1_000_002 },
      ]);
      equal(counted(bench), 2, String(uptime));
      deepEqual(events(bench), { restarts: 0, others: 1 });
    }
  });

  it('is not told by one series that is lower, where the server says nothing of itself', () => {
    const server = new MockForgeModel(after(-hour));
    const bench = new AccountBench(server);
    const get = { protocol: 'http', method: 'GET', status: '200' };
    const scrape = (second: number, unknown: number, devx: number): void => {
      server.move('mockforge_requests_total', { ...get, pillar: 'unknown' }, 0, unknown);
      server.move('mockforge_requests_total', { ...get, pillar: 'devx' }, 0, devx);
      const reading = { ...server.reading(after(second)), processStart: null, uptime: null };
      bench.scrape(after(second), { ...noLog, reading });
    };
    scrape(0, 1000, 5000);
    scrape(15, 1001, 3);
    scrape(30, 1002, 5000);
    equal(counted(bench), 2);
    deepEqual(events(bench), { restarts: 0, others: 0 });
  });

  it('never makes more of what was counted than was, whatever a server says of its start', () => {
    const start = fc.oneof(fc.constant(null), fc.double({ min: -2 * hour, max: 0, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(start, fc.nat(9)), { minLength: 1 }), (steps) => {
        let requests = 100_000;
        const bench = scrapes([
          { start: 0, uptime: 7200, requests },
          ...steps.map(([told, served], i) => {
            requests += served;
            return { start: told, uptime: 7215 + 15 * i, requests };
          }),
        ]);
        const served = requests - 100_000;
        equal(counted(bench) <= served, true, `${counted(bench)} of ${served}`);
        equal(events(bench)['restarts'], 0);
      }),
    );
  });
});
