import type { DashboardData } from '../protocol/dashboardData';

/** What a report is made from. */
export interface ReportFacts {
  readonly data: DashboardData;
  /** Where the metrics came from: an address, or the path of an imported file. */
  readonly target: string;
  /** The share of failed requests above which they are too many. */
  readonly errorRateThreshold: number;
  /** Unix milliseconds. */
  readonly madeAt: number;
  readonly locale: string;
}
