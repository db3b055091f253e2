import { comparedSpan } from '../../domain/range';
import type { DashboardData, DashboardQuery, RouteName } from '../../protocol/dashboardData';
import type { DashboardRequest, EndpointList } from '../../protocol/webviewMessages';
import type { ComparedImport } from '../importedFiles';

/** What a request is meant about. */
export interface QueryFacts {
  /** Unix milliseconds. */
  readonly now: number;
  readonly excludedEndpoints: readonly string[];
  readonly routes: readonly RouteName[] | null;
  /** The file that the request compares with; absent for any other comparison. */
  readonly compared?: ComparedImport | undefined;
}

/** What a request means now and for this target. */
export function dashboardQuery(
  { period, compare, filter, endpointPage }: Omit<DashboardRequest, 'live'>,
  { now, excludedEndpoints, routes, compared }: QueryFacts,
): DashboardQuery {
  const span = comparedSpan(period, compare, now);
  return {
    ...span,
    // The last of the file's traffic, as long as the span.
    ...(compared && {
      compareFrom: span.from - span.to + compared.to,
      compareFile: { file: compared.file, name: compared.name },
    }),
    excludedEndpoints,
    filter,
    endpointPage,
    routes,
  };
}

/** All endpoints of what was read; none of nothing. */
export function endpointList(data: DashboardData | null): EndpointList {
  return {
    rows: data?.endpoints.rows ?? [],
    coveredSeconds: data?.summary.coveredSeconds ?? 0,
  };
}

/** The same request for all rows of the endpoints' table. */
export function withEveryEndpoint(request: DashboardRequest): DashboardRequest {
  const endpointPage = { ...request.endpointPage, offset: 0, limit: Number.MAX_SAFE_INTEGER };
  return { ...request, endpointPage };
}
