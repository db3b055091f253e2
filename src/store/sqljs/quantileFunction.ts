import type { Database } from 'sql.js';
import { histogramQuantile } from '../../domain/histogram';
import { commonHistogram } from '../../domain/commonHistogram';
import { addCounts } from '../latency/sparseCounts';

/** sql.js has this; its types do not. */
interface AggregateHost {
  create_aggregate(
    name: string,
    aggregate: {
      init(): QuantileState;
      step(state: QuantileState, q: number, bounds: string, counts: string): QuantileState;
      finalize(state: QuantileState): number | string | null;
    },
  ): void;
}

interface QuantileState {
  readonly q: number;
  /** Counts by the text of their bounds. */
  readonly counts: Map<string, number[]>;
}

/**
 * Makes the aggregate histogram_quantile(q, bounds, counts) known to SQL: the quantile, in milliseconds, of
 * all distributions of a group together; NULL when they are empty, and the text "> x" when it lies above the
 * highest bound x, since then it is no number. SQLite has nothing that could add buckets up.
 */
export function registerQuantileFunction(database: Database): void {
  (database as Database & AggregateHost).create_aggregate('histogram_quantile', {
    init: () => ({ q: 0, counts: new Map() }),
    step: ({ counts: all }, q, bounds, counts) => {
      const sum = all.get(bounds) ?? new Array<number>(boundsOf(bounds).length + 1).fill(0);
      add(counts, sum);
      all.set(bounds, sum);
      return { q, counts: all };
    },
    finalize: ({ q, counts }) => {
      const total = commonHistogram(
        [...counts].map(([bounds, sum]) => ({ bounds: boundsOf(bounds), counts: sum, sum: 0 })),
      );
      const quantile = total && histogramQuantile(total, q);
      if (!quantile) return null;
      return quantile.above ? `> ${quantile.value}` : quantile.value;
    },
  });
}

/** Of what a function of SQL throws, SQLite passes on the message alone. */
function add(counts: string, sum: number[]): void {
  try {
    addCounts(counts, sum);
  } catch {
    throw new Error(
      `The database holds a latency distribution that cannot be read ("${counts}"). ` +
        'Move the database file away to start a new one.',
    );
  }
}

function boundsOf(text: string): readonly number[] {
  return JSON.parse(text) as number[];
}
