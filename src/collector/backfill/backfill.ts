import type { BackfillBatch, CoveredSpan } from '../../domain/coveredSpan';
import type { Dimensions } from '../../domain/commitBatch';
import { requestProtocols } from '../../domain/protocol';
import { daySeconds, floorTo, hourSeconds, minuteSeconds, toSeconds } from '../../domain/time';
import { historyQueries } from '../../mockforge/historyQueries';
import type { HistoryQueries } from '../../mockforge/historyQueries';
import { labelMatchersText } from '../../prometheus/labelMatcher';
import type { LabelMatcher } from '../../prometheus/labelMatcher';
import { mostPoints, PrometheusApi } from '../../prometheus/queryRange';
import type { Access } from '../sources/access';
import { askPrometheus } from './askPrometheus';
import { certainMovements } from './certainMovements';
import { FreeMinutes } from './freeMinutes';
import { NoHistoryError } from './noHistory';
import { pastMinutes } from './pastMinutes';
import type { MinuteSpan } from './pastMinutes';
import { readHistories } from './serverHistory';

/** The part of the store that a backfill needs. */
export interface BackfillStore {
  coveredSpans(): Promise<readonly CoveredSpan[]>;
  backfill(batch: BackfillBatch): Promise<readonly number[]>;
}

export interface BackfillOptions extends Access {
  /** The Prometheus server's own address. */
  readonly prometheusUrl: string;
  /** Only the servers whose labels fit all of these; none of them is of a label that MockForge gives. */
  readonly matchers: readonly LabelMatcher[];
  readonly store: BackfillStore;
  readonly dimensions: Dimensions;
  /** Unix seconds; only whole minutes in [from, to) are filled. */
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
  /** Called after each commit, and after each stretch in which there was nothing to fill. */
  readonly onProgress: (progress: BackfillProgress) => void;
}

/** How far a backfill is; unix seconds. */
export interface BackfillProgress extends MinuteSpan {
  /** From 0 to 1. */
  readonly done: number;
  /** Minutes that were filled in so far. */
  readonly minutes: number;
}

/** What a backfill did. */
export interface BackfillReport extends MinuteSpan {
  /** Requests (http, graphql, grpc) that were filled in, and the minutes they came in. */
  readonly requests: number;
  readonly minutes: number;
  /** Minutes that something was known of before. */
  readonly covered: number;
}

/** A query over days of a busy server may take Prometheus this long, ms; its own limit is two minutes. */
export const longestQueryMs = 120_000;
/** Minutes of a commit: those from one multiple of this to the next, wherever a backfill began. */
const batchSeconds = 4 * hourSeconds;
/** The newest minutes may still get a sample that was taken but not stored yet. */
const settleSeconds = minuteSeconds;
/** Values that are held at a time at most, 8 bytes each. */
const mostValues = 4_000_000;

/**
 * Fills what nothing covers in [from, to) from a Prometheus server (docs/collection.md#backfill). Each commit
 * covers what it wrote, so one that was stopped goes on where it was by being called again. Rejects with the signal's
 * reason, with a SourceError, PrometheusError or NoHistoryError that says what is wrong, with an AmbiguousServersError where one process
 * may stand in Prometheus under several names, or with the store's StoreError.
 */
export async function backfill(options: BackfillOptions): Promise<BackfillReport> {
  const { store, clock, signal, dimensions, matchers, onProgress } = options;
  const { host, pathname } = new URL(options.prometheusUrl);
  const source = `${host}${pathname}{${labelMatchersText(matchers)}}`;
  const now = toSeconds(clock.now());
  const settled = floorTo(now - settleSeconds, minuteSeconds);
  const from = Math.ceil(options.from / minuteSeconds) * minuteSeconds;
  const to = Math.min(floorTo(options.to, minuteSeconds), settled);
  const free = new FreeMinutes(await store.coveredSpans(), source, now);
  const covered = free.coveredMinutes(from, to);
  const report = { from, to, requests: 0, minutes: 0, covered };
  let start = free.next(from, to);
  if (start === undefined) return report;

  const api = new PrometheusApi(options.prometheusUrl, askPrometheus(options, signal));
  const queries = historyQueries(matchers);
  const known = await countedSeries(api, queries, {
    from: from - daySeconds,
    to: Math.min(to + daySeconds, settled),
  });
  if (known.samples.size === 0) {
    throw new NoHistoryError({ host, matchers });
  }
  while (start !== undefined) {
    const end = Math.min(to, floorTo(start + known.windowSeconds, batchSeconds));
    // A day on either side: so far back a baseline may lie, so far ahead a movement may end. With it each
    // minute gets the same numbers, wherever a window begins.
    const reach = { from: start - daySeconds, to: Math.min(end + daySeconds, settled) };
    const histories = await readHistories(api, queries, reach, known.samples);
    const movements = certainMovements(histories, { from: start, to: end }, free, host);
    for (const span of batchesOf({ from: start, to: end })) {
      signal.throwIfAborted();
      const past = pastMinutes(movements, span, free, source, dimensions);
      if (past.minutes.length + past.events.length > 0) {
        const written = new Set(await store.backfill({ ...past, committedAt: clock.now() }));
        report.minutes += written.size;
        report.requests += requestsIn(past, written);
      }
      onProgress({ from, to, done: (span.to - from) / (to - from), minutes: report.minutes });
    }
    start = free.next(end, to);
  }
  return report;
}

/** Which counted samples Prometheus has in a span, and how long a window of all their series may be. */
async function countedSeries(
  api: PrometheusApi,
  queries: HistoryQueries,
  { from, to }: MinuteSpan,
): Promise<{ readonly samples: ReadonlySet<string>; readonly windowSeconds: number }> {
  const series = await api.series(queries.counted, from, to);
  const points = Math.min(mostPoints, Math.floor(mostValues / Math.max(series.length, 1)));
  const seconds = (points - 1) * minuteSeconds - 2 * daySeconds;
  return {
    samples: new Set(series.map((labels) => labels.get('__name__') ?? '')),
    windowSeconds: Math.max(seconds, batchSeconds),
  };
}

function* batchesOf({ from, to }: MinuteSpan): Generator<MinuteSpan> {
  for (let start = from; start < to;) {
    const end = Math.min(to, floorTo(start, batchSeconds) + batchSeconds);
    yield { from: start, to: end };
    start = end;
  }
}

function requestsIn({ minutes }: Pick<BackfillBatch, 'minutes'>, written: Set<number>): number {
  return minutes
    .filter(({ minute }) => written.has(minute))
    .flatMap(({ rows }) => rows)
    .filter(({ protocol }) => requestProtocols.includes(protocol))
    .reduce((all, { requestCount }) => all + requestCount, 0);
}
