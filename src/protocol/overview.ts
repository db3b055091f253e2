import type { SteppedSpan } from '../domain/range';
import type { TrafficPoint } from './dashboardData';

/** All that is stored up to now, in steps of which the last is still open. */
export interface Overview extends SteppedSpan {
  readonly points: readonly OverviewPoint[];
}

/** What is known of a step of all stored data. */
export type OverviewPoint = Pick<TrafficPoint, 'coveredSeconds' | 'requests' | 'errors'>;
