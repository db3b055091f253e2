import { deepEqual, equal, match } from 'node:assert/strict';
import { mockPortPaths } from '../../../../src/mockforge/paths';
import { verificationOutcome, verificationText } from '../../../../src/sentences/verificationText';
import { english } from '../../../../src/sentences/localize';
import type { NotVerifiable, Verification } from '../../../../src/collector/verify/verification';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

const day = 24 * 3600;

/** A server that counted before it was met, at noon. */
function met(): { server: MockForgeModel; bench: AccountBench } {
  const server = new MockForgeModel(after(-3600));
  for (let i = 0; i < 9; i++) server.count({ at: noon });
  server.serve({ at: after(-30) });
  const bench = new AccountBench(server);
  bench.scrape(noon);
  return { server, bench };
}

function verified(bench: AccountBench, at?: number): Verification {
  const outcome = bench.verification(at);
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
}

const nothingNoticed = {
  lastScrapeAt: Date.UTC(2026, 2, 1, 12),
  from: Date.UTC(2026, 2, 1, 12),
  ...{ logOnly: 0, spread: 0, unplaced: 0, seriesAnomalies: 0, clockSteps: 0 },
};

function textOf(outcome: Verification | NotVerifiable): string {
  return verificationText(verificationOutcome(outcome, english, 'en'));
}

describe('verification', () => {
  it('finds every cell equal, with our own requests and GraphQL accounted for', () => {
    const { server, bench } = met();
    server.serve({ at: after(5) }, { at: after(6), status: 404 });
    server.serveGraphql();
    server.countGraphql();
    server.count({ at: after(8) });
    bench.account.ownRequests([
      { path: mockPortPaths.exchanges, status: 200, at: after(8), milliseconds: 5 },
    ]);
    bench.scrape(after(15));
    server.count({ at: 0, method: 'POST' });
    server.count({ at: after(16) });
    bench.account.ownRequests([
      { path: mockPortPaths.exchanges, status: 200, at: after(16), milliseconds: 5 },
    ]);
    bench.scrape(after(30));
    const { cells } = verified(bench);
    deepEqual(
      cells.map(({ protocol, method, status, stored, counted }) => [
        protocol,
        method,
        status,
        stored,
        counted,
      ]),
      [
        ['graphql', 'query', 200, 2, 2],
        ['http', 'GET', 200, 1, 1],
        ['http', 'GET', 404, 1, 1],
      ],
    );
    equal(textOf(verified(bench)), 'Every cell is equal: 4 requests in 3 cells.');
  });

  it('finds every cell equal where a request of ours met a fault, and got no answer', () => {
    const { server, bench } = met();
    const endpoint = mockPortPaths.exchanges;
    server.serve({ at: after(5) });
    server.count({ at: after(8), status: 503 });
    server.injectFault(endpoint, 'connection_error');
    bench.account.ownRequests([{ path: endpoint, status: null, at: after(8), milliseconds: 5 }]);
    bench.scrape(after(15));
    equal(textOf(verified(bench)), 'Every cell is equal: 1 request in 1 cell.');
  });

  it('says of what came after the last scrape that it did', () => {
    const { server, bench } = met();
    server.serve({ at: after(5) });
    bench.scrape(after(15));
    server.serve({ at: after(16) }, { at: after(17) });
    const outcome = verified(bench, after(20));
    equal(verificationOutcome(outcome, english, 'en').isEqual, false);
    match(
      textOf(outcome),
      /^1 of 1 cells differ\.\n.*\nhttp +GET +200 +1 +3 +2 came after the last scrape at 2026-/,
    );
  });

  it('finds a cell of which rows are lost or are too many', () => {
    const { server, bench } = met();
    server.serve({ at: after(5) }, { at: after(6), status: 404 });
    bench.scrape(after(15));
    const counts = new Map(bench.countsSince(minute(0)));
    for (const [key, count] of counts) counts.set(key, count + (key.endsWith('404') ? 1 : 0));
    const outcome = bench.verification(undefined, counts);
    if (typeof outcome === 'string') throw new Error(outcome);
    match(textOf(outcome), /\nhttp +GET +404 +2 +1 +not known$/);
  });

  it('names what lies over gaps, what only the log told, and what came at an unknown time', () => {
    const { server, bench } = met();
    for (let i = 0; i < 8; i++) server.count({ at: after(100) });
    bench.scrape(after(300), { log: null });
    server.serve({ at: after(400) });
    server.count({ at: after(500) });
    bench.scrape(after(2 * day));
    const { spread, logOnly, unplaced, cells } = verified(bench);
    deepEqual([spread, logOnly, unplaced], [8, 1, 2]);
    deepEqual(
      cells.map(({ stored, counted }) => [stored, counted]),
      [[8, 8]],
    );
  });

  it('says in sentences what has to be known besides', () => {
    equal(
      textOf({ ...nothingNoticed, cells: [], spread: 8, logOnly: 1, unplaced: 2000 }),
      [
        'Every cell is equal: 0 requests in 0 cells.',
        '8 of them came in gaps. Those that the log does not name are spread evenly over the minutes of their gap.',
        '1 more that only the log names are stored since 2026-03-01T12:00:00Z.',
        '2,000 more were counted during more than a day of silence, at an unknown time.',
      ].join('\n'),
    );
  });

  it('says of a cell all that may be why', () => {
    const cell = { protocol: 'http', method: 'GET', status: 200, stored: 5 } as const;
    const outcome = verificationOutcome(
      {
        ...nothingNoticed,
        cells: [
          { ...cell, counted: 9, uncollected: 2 },
          { ...cell, stored: 6, counted: 6, uncollected: 0 },
        ],
        ...{ clockSteps: 1, seriesAnomalies: 1 },
      },
      (text, ...values) => `<${english(text, ...values)}>`,
      'de',
    );
    equal(outcome.summary, '<1 of 2 cells differ.>');
    deepEqual(outcome.columns.at(-1), '<Why>');
    deepEqual(outcome.cells, [
      [
        ...['http', 'GET', 200, 5, 9],
        "<2 came after the last scrape at 2026-03-01T12:00:00Z>; <this machine's clock was set back meanwhile>; <series fell or went missing>",
      ],
    ]);
  });

  it('restarts with another run of the server, whatever the minute held before', () => {
    const { server, bench } = met();
    server.serve({ at: after(5) }, { at: after(6) });
    bench.scrape(after(15));
    server.logOnly({ at: after(18) });
    bench.poll(after(19));
    server.restart(after(20));
    server.serve({ at: after(22) });
    bench.scrape(after(30));
    equal(textOf(verified(bench)), 'Every cell is equal: 1 request in 1 cell.');
  });

  it('says why nothing can be verified', () => {
    const { server, bench } = met();
    server.restart(after(10));
    equal(bench.verification(after(30)), 'other process');
    equal(new AccountBench(server).verification(noon), 'nothing collected');
    bench.books.state = bench.books.state?.replace(
      /"balance":\{.*?\},"baselineByKey"/,
      '"baselineByKey"',
    );
    equal(bench.verification(), 'older version');
    const reasons: Readonly<Record<NotVerifiable, RegExp>> = {
      'nothing collected': /^No server's counters have been collected yet\. Collect for a while/,
      'older version': /^The database was last written by an older version.*\. Collect for a while/,
      'other process': /^The server .*: it was restarted or replaced\. Collect from it/,
      'minutes deleted': /^Retention has deleted minutes.*\. Restart the server/,
    };
    for (const [outcome, reason] of Object.entries(reasons) as [NotVerifiable, RegExp][]) {
      match(textOf(outcome), reason);
      equal(verificationOutcome(outcome, english, 'en').isEqual, false);
    }
  });
});
