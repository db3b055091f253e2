import type { DashboardData } from '../protocol/dashboardData';
import type { ReportSection } from './reportSection';

/** What a report is made from. */
export interface ReportFacts {
  readonly data: DashboardData;
  /** Where the metrics came from: an address, or the path of a file. */
  readonly target: string;
  /** The share of failed requests above which they are too many. */
  readonly errorRateThreshold: number;
  /** Unix milliseconds. */
  readonly madeAt: number;
  readonly locale: string;
  /** What is judged by more than the dashboard's numbers, such as an API's document. */
  readonly additions: readonly ReportAddition[];
}

/** A part of the report that not every report has. */
export interface ReportAddition {
  /** The key of `facts` in JSON. */
  readonly name: string;
  readonly facts: unknown;
  readonly section: ReportSection;
}
