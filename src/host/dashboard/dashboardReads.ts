import { comparedSpan } from '../../domain/range';
import type { DashboardQuery, RouteName } from '../../protocol/dashboardData';
import type { DashboardRequest } from '../../protocol/webviewMessages';

/** What a request means now (unix milliseconds) and for this target. */
export function dashboardQuery(
  { period, compare, filter, endpointPage }: Omit<DashboardRequest, 'live'>,
  target: {
    readonly now: number;
    readonly excludedEndpoints: readonly string[];
    readonly routes: readonly RouteName[] | null;
  },
): DashboardQuery {
  const { now, excludedEndpoints, routes } = target;
  return { ...comparedSpan(period, compare, now), excludedEndpoints, filter, endpointPage, routes };
}
