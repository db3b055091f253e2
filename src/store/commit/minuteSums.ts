import type { MinuteContent, MinuteHistogram, MinuteRow } from '../../domain/commitBatch';
import { commonHistogram } from '../../domain/commonHistogram';
import { mergeHistograms } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { dense, sparse } from '../../domain/sparseHistogram';
import { trafficFields } from '../../domain/trafficColumns';
import type { TrafficNumbers } from '../../domain/trafficColumns';
import { cachedQuantile } from '../latency/percentiles';

/** What a minute holds. */
export type MinuteParts = Pick<MinuteContent, 'rows' | 'histograms'>;

type Percentiles = Pick<MinuteRow, 'latencyP50' | 'latencyP95' | 'latencyP99'>;

export const unknownPercentiles: Percentiles = {
  latencyP50: null,
  latencyP95: null,
  latencyP99: null,
};

/** Both together: each key once, distributions with the same bounds in one, and the percentiles that follow. */
export function sumOfMinutes(one: MinuteParts, other: MinuteParts): MinuteParts {
  const histograms = new Map<string, MinuteHistogram>();
  for (const part of [...one.histograms, ...other.histograms]) {
    const { protocol, method, endpoint, source, histogram } = part;
    const key = JSON.stringify([protocol, method, endpoint, source, histogram.bounds]);
    const known = histograms.get(key)?.histogram;
    const sum = known ? sparse(mergeHistograms(dense(known), dense(histogram))) : histogram;
    histograms.set(key, { ...part, histogram: sum });
  }
  const rows = new Map<string, MinuteRow>();
  for (const row of [...one.rows, ...other.rows]) {
    const key = JSON.stringify([row.protocol, row.method, row.endpoint, row.statusCode]);
    const known = rows.get(key);
    rows.set(key, known ? sumOfRows(known, row) : row);
  }
  const percentilesOf = percentiles([...histograms.values()]);
  return {
    rows: [...rows.values()].map((row) => ({ ...row, ...percentilesOf(row) })),
    histograms: [...histograms.values()],
  };
}

/** What is to be added to `before` to make it `after`. */
export function differenceOfMinutes(after: MinuteParts, before: MinuteParts): MinuteParts {
  return sumOfMinutes(after, {
    rows: before.rows.map(negated),
    histograms: before.histograms.map((part) => {
      const { bounds, filled, sum } = part.histogram;
      const less = filled.map((number, i) => (i % 2 === 0 ? number : -number));
      return { ...part, histogram: { bounds, filled: less, sum: -sum } };
    }),
  });
}

function sumOfRows(one: MinuteRow, other: MinuteRow): MinuteRow {
  const sum = {
    ...one,
    activeConnections: Math.max(one.activeConnections, other.activeConnections),
  };
  const numbers: Numbers = sum;
  for (const { field, merge } of trafficFields) {
    numbers[field] = merged[merge](one[field], other[field]);
  }
  return sum;
}

/** A row whose sums take away what they would add. */
function negated(row: MinuteRow): MinuteRow {
  const negative = { ...row };
  const numbers: Numbers = negative;
  for (const { field, merge } of trafficFields) {
    if (merge === 'sum') numbers[field] = -(row[field] ?? 0);
  }
  return negative;
}

type Numbers = { -readonly [Field in keyof TrafficNumbers]: number | null };

/** What two values of a column become by its description. */
const merged = {
  sum: (one, other) => (one ?? 0) + (other ?? 0),
  least: (one, other) => (one === null || other === null ? (one ?? other) : Math.min(one, other)),
  greatest: (one, other) =>
    one === null || other === null ? (one ?? other) : Math.max(one, other),
} as const satisfies Readonly<
  Record<string, (one: number | null, other: number | null) => number | null>
>;

/** By the distributions of a minute: those of each row's endpoint, of whole requests where they are known. */
function percentiles(histograms: readonly MinuteHistogram[]): (row: MinuteRow) => Percentiles {
  const byKey = new Map<string, Histogram[]>();
  for (const { protocol, method, endpoint, source, histogram } of histograms) {
    const key = JSON.stringify([protocol, method, endpoint, source]);
    byKey.set(key, [...(byKey.get(key) ?? []), dense(histogram)]);
  }
  const known = new Map(
    [...byKey].map(([key, parts]): [string, Percentiles] => {
      const whole = commonHistogram(parts);
      const at = (q: number): number | null => cachedQuantile(whole, q);
      return [key, { latencyP50: at(0.5), latencyP95: at(0.95), latencyP99: at(0.99) }];
    }),
  );
  return ({ protocol, method, endpoint }) =>
    known.get(JSON.stringify([protocol, method, endpoint, 'metrics'])) ??
    known.get(JSON.stringify([protocol, method, endpoint, 'log'])) ??
    unknownPercentiles;
}
