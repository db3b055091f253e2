import { comparedSpan } from '../../domain/range';
import type { Present, TimeWindow } from '../../domain/range';
import type { DashboardData, DashboardQuery, RouteName } from '../../protocol/dashboardData';
import type { DashboardRequest, EndpointList } from '../../protocol/webviewMessages';
import type { TrafficReads } from '../../store/trafficReader';
import type { ComparedImport } from '../importedFiles';

/** What a request is meant about; `stored` is of a request of all data, as storedFor has it. */
export interface QueryFacts extends Present {
  readonly excludedEndpoints: readonly string[];
  readonly routes: readonly RouteName[] | null;
  /** The file that the request compares with; absent for any other comparison. */
  readonly compared?: ComparedImport | undefined;
}

/** What a request means now and for this target. */
export function dashboardQuery(
  { period, compare, filter, endpointPage }: Omit<DashboardRequest, 'live'>,
  { excludedEndpoints, routes, compared, ...present }: QueryFacts,
): DashboardQuery {
  const span = comparedSpan(period, compare, present);
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

/** What is stored, where a request is of all data; null for any other. */
export async function storedFor(
  { period }: Pick<DashboardRequest, 'period'>,
  reads: Pick<TrafficReads, 'storedSpan'>,
): Promise<TimeWindow | null> {
  return period.kind === 'last' && period.range === 'all' ? reads.storedSpan() : null;
}

/** The same request for all rows of the endpoints' table. */
export function withEveryEndpoint(request: DashboardRequest): DashboardRequest {
  const endpointPage = { ...request.endpointPage, offset: 0, limit: Number.MAX_SAFE_INTEGER };
  return { ...request, endpointPage };
}
