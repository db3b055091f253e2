import type { TrafficAccount } from './account/trafficAccount';

/** What was asked after a scrape. */
export interface Surroundings {
  /** The dashboard's; null where the metrics have their own, or nobody knows. */
  readonly dashboardStart: number | null;
  /** The account that has the log as it was read since; null where it could not be. */
  readonly logIn: TrafficAccount | null;
}
