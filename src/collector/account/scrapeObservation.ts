import type { MetricsReading } from '../../mockforge/metricsReading';
import type { UncertainRequest } from './ownRequests';

/** What the engine saw at one scrape. Times are unix ms on our clock. */
export interface ScrapeObservation {
  /** When the scrape began, and when it was answered. */
  readonly at: number;
  readonly answeredAt: number;
  readonly reading: MetricsReading;
  /** The dashboard's start time; null where the reading has its own, or nobody knows. */
  readonly dashboardStart: number | null;
  /** Whether the log was read after the scrape. */
  readonly logRead: boolean;
  /** Ids of the messages in the SMTP mailbox, read after the scrape; null where none answers. */
  readonly mailbox: readonly string[] | null;
  /** Our own requests that were under way while it was answered. */
  readonly uncertainRequests: readonly UncertainRequest[];
  /** How long after the last good scrape this one was due, ms. */
  readonly intervalMs: number;
  /** The server's clock minus ours, ms; 0 where unknown. */
  readonly clockOffset: number;
  /** When this target was last tried before, successfully or not; null for never. */
  readonly lastAttemptAt: number | null;
}
