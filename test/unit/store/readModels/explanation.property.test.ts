import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import { conditionKinds } from '../../../../src/domain/condition';
import { countsFailures, hasLatencies, timesHandlers } from '../../../../src/domain/filterStanding';
import { histogramCount } from '../../../../src/domain/histogram';
import { dense } from '../../../../src/domain/sparseHistogram';
import type { DashboardQuery } from '../../../../src/protocol/dashboardData';
import type {
  ExplainedSide,
  Explanation,
  FailureCause,
} from '../../../../src/protocol/explanation';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { readExplanation } from '../../../../src/store/readModels/explanation';
import { readWatermarks } from '../../../../src/store/state/watermarks';
import { batchOf, coverageOf, minuteHistogramOf, monday, queryOf } from '../support/batches';
import { conditionLists, isInHour, meets } from '../support/conditions';
import { copiesOfNew } from '../support/memory';
import type { Failure } from '../support/plainFailures';
import { chosenFailures, countOf, failures, faultOf } from '../support/plainFailures';
import type { PlainHistogram, PlainRow } from '../support/plainTraffic';
import { groupsOf, PlainTraffic, sum } from '../support/plainTraffic';
import { minutesOfTraffic } from '../support/randomTraffic';

const hour = 3600;
const validation = ['bad_request', 'validation_error'];

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Handler times and injected delay beside the traffic; some of the delay is of a path that nobody called. */
const traffic = minutesOfTraffic.map((minutes) =>
  minutes.map((content, i): MinuteContent => {
    const delayed = (endpoint: string, ms: number): MinuteContent['histograms'][number] =>
      minuteHistogramOf([ms], { source: 'injected', method: null, endpoint });
    const timed = { source: 'log', method: 'POST', endpoint: '/api/users/:id' } as const;
    const own = [
      minuteHistogramOf([7, 70 + i], timed),
      delayed('/api/users', 10 + i),
      ...(i % 3 === 0 ? [delayed('/elsewhere', 1000)] : []),
    ];
    return { ...content, histograms: [...content.histograms, ...own] };
  }),
);
const events = failures.map((all) =>
  all.map((failure, i) => ({
    ...failure,
    errorType: i % 4 === 0 ? 'bad_request' : failure.errorType,
  })),
);
const queries = fc
  .record({
    from: fc.integer({ min: -60, max: 2 * hour }),
    length: fc.integer({ min: 2, max: 4 * hour }),
    cuts: fc.tuple(fc.nat(), fc.nat()),
    hasRoutes: fc.boolean(),
    // Under most others there are no times.
    conditions: fc.oneof(conditionLists(conditionKinds), conditionLists(['endpoint', 'protocol'])),
  })
  .map(({ from, length, cuts, hasRoutes, conditions }) => {
    const query = queryOf({
      ...{ from: monday + from, to: monday + from + length, bucketSeconds: hour },
      filter: { conditions, workspaceId: null, environment: null, endpoint: null },
      routes: hasRoutes ? [{ method: 'GET', endpoint: '/a' }] : null,
    });
    const begin = query.from + (cuts[0] % length);
    return { query, from: begin, to: begin + 1 + (cuts[1] % (query.to - begin)) };
  });
const covered = [
  [monday, monday + 4000],
  [monday + 4600, monday + 6 * hour],
] as const;

const observations = ({ histogram }: PlainHistogram): number => histogramCount(dense(histogram));
const keyOf = ({ protocol, method, endpoint }: PlainRow | PlainHistogram): string =>
  JSON.stringify([protocol, method, endpoint]);
const conditionsOf = ({ filter }: DashboardQuery) => filter?.conditions ?? [];
const onlyKinds = (query: DashboardQuery, kinds: readonly string[]): DashboardQuery => ({
  ...query,
  ...(query.filter && {
    filter: {
      ...query.filter,
      conditions: conditionsOf(query).filter(({ kind }) => kinds.includes(kind)),
    },
  }),
});

/** What a plain computation says of some parts of a span. */
class PlainSide {
  readonly rows: readonly PlainRow[];
  readonly failures: readonly Failure[];
  /** Distributions that are told, by whatever they are of; none under a filter by which no times are kept. */
  readonly histograms: readonly PlainHistogram[];
  /** The requests of all methods of the paths. */
  readonly #ofPaths: readonly PlainRow[];
  readonly #query: DashboardQuery;
  readonly #spans: readonly Span[];

  constructor(
    spans: readonly Span[],
    query: DashboardQuery,
    told: {
      readonly all: PlainTraffic | null;
      readonly ofPaths: PlainTraffic | null;
      readonly timed: PlainTraffic;
      readonly events: readonly Failure[];
    },
  ) {
    this.#query = query;
    this.#spans = spans;
    const of = (plain: PlainTraffic | null): readonly PlainTraffic[] =>
      plain ? spans.map(({ from, to }) => plain.between(from, to)) : [];
    this.rows = of(told.all).flatMap((part) => part.requests(query.filter));
    this.#ofPaths = of(told.ofPaths).flatMap((part) => part.requests(query.filter));
    this.histograms = hasLatencies(conditionsOf(query))
      ? of(told.timed).flatMap(({ histograms }) => histograms)
      : [];
    this.failures = spans.flatMap((part) => chosenFailures(told.events, { ...query, ...part }));
  }

  get counts(): { readonly requests: number; readonly errors: number } {
    const failed = sum(this.failures, countOf);
    return countsFailures(conditionsOf(this.#query))
      ? { requests: failed, errors: failed }
      : {
          requests: sum(this.rows, ({ requestCount }) => requestCount),
          errors: sum(this.rows, ({ errorCount }) => errorCount),
        };
  }

  /** Seconds that are asked for, and those of them that were collected. */
  get seconds(): { readonly asked: number; readonly covered: number } {
    const conditions = conditionsOf(this.#query).filter(({ kind }) => kind === 'hour');
    const hours = Array.from({ length: 8 }, (_, i) => monday + (i - 1) * hour)
      .filter((at) => meets(conditions, (one) => one.kind === 'hour' && isInHour(at, one)))
      .map((at): readonly [number, number] => [at, at + hour]);
    const parts = this.#spans.flatMap(({ from, to }) =>
      hours.map(([begin, end]): readonly [number, number] => [
        Math.max(from, begin),
        Math.min(to, end),
      ]),
    );
    const lengthIn = (begin: number, end: number): number =>
      sum(parts, ([from, to]) => Math.max(0, Math.min(to, end) - Math.max(from, begin)));
    return {
      asked: lengthIn(-Infinity, Infinity),
      covered: sum(covered, ([begin, end]) => lengthIn(begin, end)),
    };
  }

  /** Handler times of the endpoints that have requests. */
  get handler(): { readonly ms: number; readonly timed: number } {
    const own = new Set(
      this.rows.filter(({ endpoint, requestCount }) => endpoint && requestCount > 0).map(keyOf),
    );
    const logged = this.histograms.filter((one) => one.source === 'log' && own.has(keyOf(one)));
    return {
      ms: sum(logged, ({ histogram }) => histogram.sum),
      timed: sum(logged, observations),
    };
  }

  /** All delay; of endpoints that are asked for, and of other protocols, the part of their requests in their paths'. */
  injectedMs(isOfAll: boolean): number {
    const delays = this.histograms.filter(({ source }) => source === 'injected');
    if (isOfAll) return sum(delays, ({ histogram }) => histogram.sum);
    const called = ({ requestCount }: PlainRow): number => requestCount;
    return sum(this.rows, ({ endpoint, requestCount }) => {
      const ofPath = sum(
        this.#ofPaths.filter((row) => row.endpoint === endpoint),
        called,
      );
      const delay = sum(
        delays.filter((one) => endpoint !== null && one.endpoint === endpoint),
        ({ histogram }) => histogram.sum,
      );
      return ofPath === 0 ? 0 : (delay * requestCount) / ofPath;
    });
  }
}

describe('an explanation, whatever the traffic is filtered by', function () {
  this.timeout(60_000);

  const newConnection = copiesOfNew();

  function explained(
    minutes: readonly MinuteContent[],
    errors: readonly Failure[],
    { query: span, from, to }: { readonly query: DashboardQuery } & Span,
  ): { readonly told: Explanation; readonly window: PlainSide; readonly rest: PlainSide } {
    const connection = newConnection();
    try {
      const coverage = covered.map(([begin, end]) => coverageOf(begin, end));
      commitBatch(connection, batchOf(1, { minutes, errors, events: coverage }));
      const told = readExplanation(connection, { span, from, to });
      const marks = readWatermarks(connection);
      const isFailed = countsFailures(conditionsOf(span));
      const withoutEndpoints = conditionKinds.filter((kind) => kind !== 'endpoint');
      const plain = {
        all: isFailed ? null : PlainTraffic.of(minutes, span, marks),
        ofPaths: isFailed
          ? null
          : PlainTraffic.of(minutes, onlyKinds(span, withoutEndpoints), marks),
        // Delay is told by path alone, whatever protocol it came by.
        timed: PlainTraffic.of(minutes, onlyKinds(span, ['hour']), marks),
        events: errors,
      };
      const outside = [
        { from: span.from, to: from },
        { from: to, to: span.to },
      ].filter((part) => part.from < part.to);
      return {
        told,
        window: new PlainSide([{ from, to }], span, plain),
        rest: new PlainSide(outside, span, plain),
      };
    } finally {
      connection.close();
    }
  }

  it('counts and times on both sides what a plain computation does', () => {
    fc.assert(
      fc.property(traffic, events, queries, (minutes, errors, asked) => {
        const { told, window, rest } = explained(minutes, errors, asked);
        const conditions = conditionsOf(asked.query);
        const isHttp = meets(
          conditions.filter(({ kind }) => kind === 'protocol'),
          (one) => one.kind === 'protocol' && one.protocol === 'http',
        );
        for (const [side, plain] of [
          [told.window, window],
          [told.rest, rest],
        ] as const) {
          const { requests, errors: failed } = plain.counts;
          const { asked: seconds, covered: known } = plain.seconds;
          deepEqual(
            [side.requests, side.errors, side.askedSeconds, side.coveredSeconds],
            [requests, failed, seconds, known],
          );
          equal(side.timed, plain.handler.timed);
          isNear(side.handlerMs, plain.handler.ms);
          isNear(side.injectedMs, plain.injectedMs(isHttp && !timesHandlers(conditions)));
          whole(side, plain, asked.query);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('finds causes, statuses, clients and messages as often as a plain computation does', () => {
    fc.assert(
      fc.property(traffic, events, queries, (minutes, errors, asked) => {
        const { told, window, rest } = explained(minutes, errors, asked);
        const both = <Key>(of: (side: PlainSide) => ReadonlyMap<Key, number>) => {
          const [own, others] = [of(window), of(rest)];
          return (item: Key): unknown => [own.get(item) ?? 0, others.get(item) ?? 0];
        };
        const causes = both((side) => causesOf(side, asked.query));
        for (const { item, ...part } of told.causes) {
          deepEqual([part.window, part.rest], causes(item), item);
        }
        const known = new Set(told.causes.map(({ item }) => item));
        for (const side of [window, rest]) {
          for (const cause of causesOf(side, asked.query).keys()) ok(known.has(cause), cause);
        }
        const statuses = both((side) => statusesOf(side, asked.query));
        for (const { item, ...part } of told.statuses) {
          deepEqual([part.window, part.rest], statuses(item));
        }
        const clients = both(clientsOf);
        for (const { item, ...part } of told.clients) {
          deepEqual([part.window, part.rest], clients(item));
        }
        deepEqual(
          told.messages.map(({ count }) => count),
          messagesOf(window).slice(0, 5),
        );
      }),
      { numRuns: 150 },
    );
  });
});

function isNear(actual: number, expected: number): void {
  ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

/** Whole requests are told by protocol: under a filter for endpoints they are not, nor where no times are kept. */
function whole(side: ExplainedSide, plain: PlainSide, query: DashboardQuery): void {
  const conditions = conditionsOf(query);
  const shows = (protocol: string): boolean =>
    meets(
      conditions.filter(({ kind }) => kind === 'protocol'),
      (one) => one.kind === 'protocol' && one.protocol === protocol,
    );
  const measured = timesHandlers(conditions)
    ? []
    : plain.histograms.filter(
        ({ source, endpoint, protocol }) =>
          source === 'metrics' &&
          endpoint === null &&
          shows(protocol) &&
          // What is measured of graphql is inside http.
          (protocol !== 'graphql' || !shows('http')),
      );
  equal(side.measured, sum(measured, observations));
  isNear(
    side.wholeMs,
    sum(measured, ({ histogram }) => histogram.sum),
  );
  equal(side.p50 === null, side.measured === 0);
}

function causesOf(side: PlainSide, { routes }: DashboardQuery): ReadonlyMap<FailureCause, number> {
  const causeOf = (failure: Failure): FailureCause => {
    if (faultOf(failure) !== null) return 'injected';
    if (validation.includes(failure.errorType)) return 'validation';
    const isRoute = routes !== null && failure.method === 'GET' && failure.endpoint === '/a';
    return failure.statusCode === 404 && !isRoute ? 'notDefined' : 'other';
  };
  const counts = new Map<FailureCause, number>();
  for (const failure of side.failures) {
    const cause = causeOf(failure);
    counts.set(cause, (counts.get(cause) ?? 0) + countOf(failure));
  }
  const unlisted = side.counts.errors - sum(side.failures, countOf);
  if (unlisted > 0) counts.set('unlisted', unlisted);
  return counts;
}

function statusesOf(side: PlainSide, query: DashboardQuery): ReadonlyMap<number, number> {
  const rows = countsFailures(conditionsOf(query))
    ? side.failures.map((failure) => ({ ...failure, requestCount: countOf(failure) }))
    : side.rows;
  const coded = rows.filter(
    ({ protocol, statusCode }) => protocol !== 'grpc' && (statusCode ?? 0) >= 400,
  );
  return new Map(
    [...groupsOf(coded, ({ statusCode }) => String(statusCode))].map(([code, own]) => [
      Number(code),
      sum(own, ({ requestCount }) => requestCount),
    ]),
  );
}

function clientsOf(side: PlainSide): ReadonlyMap<string | null, number> {
  const sent = side.failures.filter(
    ({ clientIp, userAgent }) => clientIp !== null || userAgent !== null,
  );
  const agents = [...groupsOf(sent, ({ userAgent }) => JSON.stringify(userAgent))];
  return new Map(
    agents.map(([agent, own]) => [JSON.parse(agent) as string | null, sum(own, countOf)]),
  );
}

function messagesOf(side: PlainSide): number[] {
  const failed = side.failures.filter(
    (failure) => faultOf(failure) === null && validation.includes(failure.errorType),
  );
  const groups = groupsOf(failed, ({ method, endpoint, statusCode, errorMessage }) =>
    JSON.stringify([method, endpoint, statusCode, errorMessage]),
  );
  return [...groups.values()].map((own) => sum(own, countOf)).sort((a, b) => b - a);
}
