import type { CollectionEvent, MinuteContent } from './commitBatch';

/** How a span that came from a Prometheus server is covered; collecting itself covers in other ways. */
export const backfilled = 'backfilled';

/** A span, unix seconds, in which it is known what happened, and how. */
export interface CoveredSpan {
  readonly from: number;
  readonly to: number;
  readonly how: string;
}

/** The past of some minutes, and the events that say where it came from, coverage among them. */
export interface BackfillBatch {
  /** Unix milliseconds; created_at of the rows. */
  readonly committedAt: number;
  readonly minutes: readonly MinuteContent[];
  readonly events: readonly CollectionEvent[];
}
