import type { CollectionEvent, MinuteContent } from './commitBatch';

/** How a span that came from a Prometheus server is covered; collecting itself covers in other ways. */
export const backfilled = 'backfilled';

/** How a span is named that reaches from when our clock was put right to what it had reached before. */
export const wrongFuture = 'wrong future';

/** A span, unix seconds, in which it is known what happened, and how; or a wrong future. */
export interface CoveredSpan {
  readonly from: number;
  readonly to: number;
  readonly how: string;
  /** Of a backfill: what was asked for, and between which samples it counted; null where that was not kept. */
  readonly counted: CountedSpan | null;
}

/** Between which samples (unix seconds) a backfill counted what it filled in, and from which source. */
export interface CountedSpan {
  /** The server that was asked and what it was asked for: another one may have other samples of the same requests. */
  readonly source: string;
  readonly since: number;
  readonly until: number;
}

/** The past of some minutes, and the events that say where it came from, coverage among them. */
export interface BackfillBatch {
  /** Unix milliseconds; created_at of the rows. */
  readonly committedAt: number;
  readonly minutes: readonly MinuteContent[];
  readonly events: readonly CollectionEvent[];
}
