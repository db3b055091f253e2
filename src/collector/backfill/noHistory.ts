import { FaultError } from '../../domain/faultError';
import type { LabelMatcher } from '../../prometheus/labelMatcher';

export interface NoHistory {
  /** Where Prometheus is. */
  readonly host: string;
  readonly matchers: readonly LabelMatcher[];
}

/** Prometheus has no metric of MockForge in the time in question, or none whose labels fit the matchers. */
export class NoHistoryError extends FaultError<NoHistory> {
  override readonly name = 'NoHistoryError';
}
