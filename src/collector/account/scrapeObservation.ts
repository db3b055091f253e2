import type { LogRow } from '../../mockforge/logRow';
import type { MetricsReading } from '../../mockforge/metricsReading';

/** What the engine saw at one scrape. Times are unix ms on our clock. */
export interface ScrapeObservation {
  /** When the scrape began, and when it was answered. */
  readonly at: number;
  readonly answeredAt: number;
  readonly reading: MetricsReading;
  /** The dashboard's start time; null where the reading has its own, or nobody knows. */
  readonly dashboardStart: number | null;
  /** The log's ring, read after the scrape, oldest row first; null when it could not be read. */
  readonly log: readonly LogRow[] | null;
  /** The server's clock minus ours, ms; 0 where unknown. */
  readonly clockOffset: number;
  /** When this target was last tried before, in vain or not; null for never. */
  readonly lastLookAt: number | null;
}
