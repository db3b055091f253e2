import fc from 'fast-check';
import type {
  CollectionEvent,
  CommitBatch,
  MinuteContent,
  MinuteHistogram,
  MinuteRow,
  ScrapedGauges,
} from '../../../../src/domain/commitBatch';
import type { SparseHistogram } from '../../../../src/domain/sparseHistogram';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import { batchOf, histogramOf } from './batches';
import type { History } from './randomHistory';
import { histories } from './randomHistory';

/** A commit of one of several targets. */
export interface TargetBatch {
  readonly target: number;
  readonly batch: CommitBatch;
}

/** What several targets collected at the same time, of endpoints and clients that some of them share. */
export interface Histories {
  readonly targets: readonly History[];
  /** In the order in which they are committed. */
  readonly batches: readonly TargetBatch[];
  readonly now: number;
}

export const historiesOfTargets: fc.Arbitrary<Histories> = fc
  .array(histories, { minLength: 2, maxLength: 3 })
  .map((all) => {
    const targets = all.map((history, target): History => ({
      ...history,
      batches: history.batches.map((batch) => ofTarget(batch, target)),
    }));
    const batches = targets
      .flatMap((history, target) => history.batches.map((batch) => ({ target, batch })))
      .sort((a, b) => a.batch.committedAt - b.batch.committedAt);
    return { targets, batches, now: Math.max(...targets.map(({ now }) => now)) };
  });

/**
 * Its events begin when no event of another target does, since that is what names them; the gauges are those of the commit;
 * programs are of one family wherever they are seen; and the second target measures by other bounds. What one store would add to a row that is there already, and targets have
 * rows of their own for, is left out.
 */
function ofTarget(batch: CommitBatch, target: number): CommitBatch {
  const { committedAt, lastGauges } = batch;
  return {
    ...batch,
    moreErrors: [],
    events: batch.events.map(({ from, to, ...event }) => {
      const start = floorTo(from, 4) + target;
      return { ...event, from: start, to: Math.max(start, to) };
    }),
    lastGauges: lastGauges && { ...lastGauges, minute: floorTo(committedAt / 1000, 60) },
    clients: batch.clients.map((client) => ({
      ...client,
      family: client.userAgent?.split('/')[0] ?? null,
    })),
    endpoints: batch.endpoints.map((increment, i) => ({
      ...increment,
      handler:
        i % 2 === 0
          ? { histogram: histogramOf([3, 30 * (i + 1)]), min: 3, max: 30 * (i + 1) }
          : null,
    })),
    minutes: batch.minutes.map((content) => ({
      ...content,
      rows: content.rows.map((row) => ({ ...row, latencySum: row.latencySum + 1 })),
      histograms: content.histograms.map((own) =>
        target === 1 ? { ...own, histogram: withoutBound(own.histogram, 3) } : own,
      ),
    })),
  };
}

/** The same observations where the bound with an index is not there. */
function withoutBound({ bounds, filled, sum }: SparseHistogram, index: number): SparseHistogram {
  const counts = new Map<number, number>();
  for (let i = 0; i < filled.length; i += 2) {
    const bucket = filled[i] ?? 0;
    const merged = bucket > index ? bucket - 1 : bucket;
    counts.set(merged, (counts.get(merged) ?? 0) + (filled[i + 1] ?? 0));
  }
  return { bounds: bounds.toSpliced(index, 1), filled: [...counts].flat(), sum };
}

/** The commits of one store that is given everything: what several targets have for a minute is added up. */
export function commitsOfOne({ batches }: Histories): readonly CommitBatch[] {
  const minutes = new Map<string, Map<number, MinuteContent>>();
  const gauges = new Map<string, Map<number, ScrapedGauges>>();
  const commits = batches.map(({ target, batch }, index): CommitBatch => {
    const { lastGauges } = batch;
    return {
      ...batch,
      id: index + 1,
      minutes: batch.minutes.map((content) =>
        minuteOfAll(kept(minutes, placeOf(content, content.minute), target, content)),
      ),
      lastGauges:
        lastGauges &&
        gaugesOfAll(
          lastGauges,
          kept(
            gauges,
            placeOf(lastGauges, floorTo(lastGauges.minute, hourSeconds)),
            target,
            lastGauges,
          ),
        ),
      events: batch.events.filter(({ kind }) => kind !== 'coverage'),
    };
  });
  const { committedAt = 0 } = commits.at(-1) ?? {};
  return [...commits, batchOf(commits.length + 1, { committedAt, events: coverageOfAll(batches) })];
}

/** What all targets have last said of a place, with what one of them says now. */
function kept<Value>(
  all: Map<string, Map<number, Value>>,
  place: string,
  target: number,
  value: Value,
): readonly Value[] {
  const own = all.get(place) ?? new Map<number, Value>();
  all.set(place, own.set(target, value));
  return [...own.values()];
}

function placeOf(
  { workspaceId, environment }: Pick<MinuteContent, 'workspaceId' | 'environment'>,
  time: number,
): string {
  return JSON.stringify([time, workspaceId, environment]);
}

function minuteOfAll(contents: readonly MinuteContent[]): MinuteContent {
  const [first, ...others] = contents;
  if (!first) throw new RangeError('A minute is of some target.');
  const rows = new Map<string, MinuteRow>();
  for (const row of contents.flatMap((content) => content.rows)) {
    const { protocol, method, endpoint, statusCode } = row;
    const key = JSON.stringify([protocol, method, endpoint, statusCode]);
    const before = rows.get(key);
    rows.set(key, before ? sumOfRows(before, row) : row);
  }
  const histograms = new Map<string, MinuteHistogram>();
  for (const own of contents.flatMap((content) => content.histograms)) {
    const { protocol, method, endpoint, source, histogram } = own;
    const key = JSON.stringify([protocol, method, endpoint, source, histogram.bounds]);
    const before = histograms.get(key)?.histogram;
    histograms.set(key, {
      ...own,
      histogram: before ? sumOfHistograms(before, histogram) : histogram,
    });
  }
  return others.length === 0
    ? first
    : { ...first, rows: [...rows.values()], histograms: [...histograms.values()] };
}

/** Open connections are of one server: of several the most are told. */
function sumOfRows(one: MinuteRow, other: MinuteRow): MinuteRow {
  return {
    ...one,
    requestCount: one.requestCount + other.requestCount,
    errorCount: one.errorCount + other.errorCount,
    latencySum: one.latencySum + other.latencySum,
    latencyMin: chosen(Math.min, [one.latencyMin, other.latencyMin]),
    latencyMax: chosen(Math.max, [one.latencyMax, other.latencyMax]),
    bytesSent: one.bytesSent + other.bytesSent,
    bytesReceived: one.bytesReceived + other.bytesReceived,
    activeConnections: Math.max(one.activeConnections, other.activeConnections),
  };
}

function sumOfHistograms(one: SparseHistogram, other: SparseHistogram): SparseHistogram {
  const counts = new Map<number, number>();
  for (const { filled } of [one, other]) {
    for (let i = 0; i < filled.length; i += 2) {
      counts.set(filled[i] ?? 0, (counts.get(filled[i] ?? 0) ?? 0) + (filled[i + 1] ?? 0));
    }
  }
  const filled = [...counts].sort(([a], [b]) => a - b).flat();
  return { ...one, filled, sum: one.sum + other.sum };
}

/** Gauges are of one server: of several the greatest are told. */
function gaugesOfAll(own: ScrapedGauges, all: readonly ScrapedGauges[]): ScrapedGauges {
  const greatest = (
    name: 'memoryUsageBytes' | 'cpuUsagePercent' | 'threadCount' | 'uptimeSeconds',
  ) =>
    chosen(
      Math.max,
      all.map((gauges) => gauges[name]),
    );
  return {
    ...own,
    activeConnections: Math.max(...all.map(({ activeConnections }) => activeConnections)),
    memoryUsageBytes: greatest('memoryUsageBytes'),
    cpuUsagePercent: greatest('cpuUsagePercent'),
    threadCount: greatest('threadCount'),
    uptimeSeconds: greatest('uptimeSeconds'),
  };
}

function chosen(
  choose: (...values: number[]) => number,
  values: readonly (number | null)[],
): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : choose(...known);
}

/**
 * The time in which some target was covered, and none was not that was covered before and after it, no more than a day apart:
 * looked at piece by piece between the moments at which any coverage begins or ends.
 */
function coverageOfAll(batches: readonly TargetBatch[]): CollectionEvent[] {
  // The one that is committed last stands for its beginning.
  const targets = new Map<number, Map<number, CollectionEvent>>();
  for (const { target, batch } of batches) {
    const own = targets.get(target) ?? new Map<number, CollectionEvent>();
    targets.set(target, own);
    for (const event of batch.events) if (event.kind === 'coverage') own.set(event.from, event);
  }
  const all = [...targets.values()].map((events) => [...events.values()]);
  const moments = [...new Set(all.flat().flatMap(({ from, to }) => [from, to]))].sort(
    (a, b) => a - b,
  );
  const covered: { from: number; to: number }[] = [];
  for (const [index, from] of moments.entries()) {
    const to = moments[index + 1];
    if (to === undefined) break;
    const is = all.map((spans) => spans.some((span) => span.from <= from && span.to >= to));
    const lacks = all.map((spans, target) => {
      const ended = Math.max(...spans.filter((span) => span.to <= from).map((span) => span.to));
      const begins = Math.min(...spans.filter((span) => span.from >= to).map((span) => span.from));
      return is[target] !== true && begins - ended <= daySeconds;
    });
    if (!is.includes(true) || lacks.includes(true)) continue;
    const last = covered.at(-1);
    if (last?.to === from) last.to = to;
    else covered.push({ from, to });
  }
  return covered.map((span) => ({ ...span, kind: 'coverage', detail: {} }));
}
