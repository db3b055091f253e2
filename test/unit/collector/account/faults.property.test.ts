import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { ChaosBench, chaosRoutes, chaosShop, sumByName } from '../../../support/chaosBench';
import { minute } from '../../../support/times';

const seed = 1;

/** A fault that ended a request. */
interface Injected {
  readonly path: string;
  readonly method: string;
  readonly type: string;
  readonly status: number;
}

const statusesOf: Readonly<Record<string, readonly number[]>> = {
  http_error: [500, 503, 404],
  connection_error: [503],
  timeout: [504],
  rate_limit: [429],
  packet_loss: [408],
};

const injected: fc.Arbitrary<Injected> = fc
  .record({
    template: fc.constantFrom(...Object.keys(chaosShop)),
    type: fc.constantFrom('http_error', 'http_error', 'http_error', ...Object.keys(statusesOf)),
    n: fc.nat({ max: 11 }),
  })
  .map(({ template, type, n }) => {
    const methods = chaosShop[template]?.split(' ') ?? [];
    const statuses = statusesOf[type] ?? [];
    return {
      path: template.replace(/\{\w+\}/, '7'),
      method: methods[n % methods.length] ?? '',
      type,
      status: statuses[n % statuses.length] ?? 0,
    };
  });

/**
 * A minute with a scrape at its end: faults, more of them whose requests only the next scrape counts, whether the
 * log was read, and whether the collector is killed.
 */
interface Minute {
  readonly faults: readonly Injected[];
  readonly early: readonly Injected[];
  readonly log: boolean;
  readonly kill: boolean;
}

const minutes: fc.Arbitrary<Minute[]> = fc.array(
  fc.record({
    faults: fc.array(injected, { maxLength: 12 }),
    early: fc.array(injected, { maxLength: 3 }),
    log: fc.nat({ max: 3 }).map((n) => n > 0),
    kill: fc.nat({ max: 4 }).map((n) => n === 0),
  }),
  { maxLength: 8 },
);

const quiet: Minute = { faults: [], early: [], log: true, kill: false };

/** Plays minutes that begin one after noon, and then three quiet ones. */
function play(history: readonly Minute[]): ChaosBench {
  const bench = new ChaosBench();
  bench.intervalSeconds = 45;
  bench.next();
  bench.intervalSeconds = 60;
  let uncounted: readonly Injected[] = [];
  for (const { faults, early, log, kill } of [...history, quiet, quiet, quiet]) {
    const count = countsOf(
      [...uncounted, ...faults],
      ({ method, status }) => `${method} ${status}`,
    );
    bench.move({ errors: count });
    bench.move({ faults: countsOf([...faults, ...early], ({ path, type }) => `${path} ${type}`) });
    uncounted = early;
    bench.next(log ? {} : { log: null });
    if (kill) bench.kill();
  }
  return bench;
}

function countsOf(
  faults: readonly Injected[],
  nameOf: (fault: Injected) => string,
): ReturnType<typeof sumByName> {
  return sumByName(faults.map((fault) => [nameOf(fault), 1]));
}

describe('TrafficAccount: any injected faults', function () {
  this.timeout(60_000);

  it('are matched within the scrape that counted their requests, with both margins exact', () => {
    fc.assert(
      fc.property(minutes, (played) => {
        const bench = play(played.map((of) => ({ ...of, early: [] })));
        deepEqual([bench.waiting, bench.lateFaults], [0, 0]);
        deepEqual(
          bench.failedBy((row) => `${row.minute} ${row.endpoint ?? '-'}`),
          sumByName(
            played.flatMap(({ faults }, i) =>
              faults.map(
                ({ path }) => [`${minute(i + 1)} ${chaosRoutes.nameOf(path)}`, 1] as const,
              ),
            ),
          ),
        );
        deepEqual(
          bench.failedBy((row) => `${row.method} ${row.statusCode}`),
          countsOf(
            played.flatMap(({ faults }) => faults),
            ({ method, status }) => `${method} ${status}`,
          ),
        );
      }),
      { seed, numRuns: 60 },
    );
  });

  it('are all found where the requests of some are counted by the next scrape', () => {
    fc.assert(
      fc.property(minutes, (played) => {
        const history = played.map((of, i) => ({ ...of, early: i % 2 === 0 ? of.early : [] }));
        const bench = play(history);
        const all = history.flatMap(({ faults, early }) => [...faults, ...early]);
        deepEqual([bench.waiting, bench.lateFaults], [0, 0]);
        deepEqual(
          bench.failedByEndpoint,
          countsOf(all, ({ path }) => chaosRoutes.nameOf(path)),
        );
        deepEqual(
          bench.failedBy((row) => `${row.method} ${row.statusCode}`),
          countsOf(all, ({ method, status }) => `${method} ${status}`),
        );
      }),
      { seed, numRuns: 60 },
    );
  });
});
