import countedRoutesSql from '../../../sql/readModels/countedRoutes.sql';
import notFoundSql from '../../../sql/readModels/notFound.sql';
import type { DashboardData, DashboardQuery, NotDefined } from '../../protocol/dashboardData';
import type { TopEndpoint } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { overFailed, spanParameters } from './span';

const notDefinedLimit = 50;

/** The routes that got no request, in the order of the server; null where it does not tell its routes. */
export function neverCalled(
  connection: Connection,
  query: DashboardQuery,
  endpoints: readonly TopEndpoint[],
): DashboardData['neverCalled'] {
  if (query.routes === null) return null;
  const called = new Set(endpoints.map(({ method, endpoint }) => nameOf(method, endpoint)));
  const parameters = { ...spanParameters(query, []), routes: JSON.stringify(query.routes) };
  const routes = connection
    .all(countedRoutesSql, parameters)
    .map((row) => ({ method: row.text('method'), endpoint: row.text('endpoint') }));
  return {
    routeCount: routes.length,
    routes: routes.filter(({ method, endpoint }) => !called.has(nameOf(method, endpoint))),
  };
}

/** What was asked for and ended with 404, unless it has a route: that one answers 404 itself. */
export function readNotDefined(
  connection: Connection,
  query: DashboardQuery,
): readonly NotDefined[] {
  const routes = new Set(query.routes?.map(({ method, endpoint }) => nameOf(method, endpoint)));
  const parameters = { ...spanParameters(query, []), limit: notDefinedLimit + routes.size };
  return connection
    .all(overFailed(notFoundSql), parameters)
    .map((row) => ({
      method: row.textOrNull('method'),
      endpoint: row.text('endpoint'),
      count: row.number('count'),
      paths: row.number('paths'),
    }))
    .filter(({ method, endpoint }) => !routes.has(nameOf(method, endpoint)))
    .slice(0, notDefinedLimit);
}

function nameOf(method: string | null, endpoint: string | null): string {
  return `${method ?? ''} ${endpoint ?? ''}`;
}
