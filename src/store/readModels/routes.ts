import countedRoutesSql from '../../../sql/readModels/countedRoutes.sql';
import notFoundPathsSql from '../../../sql/readModels/notFoundPaths.sql';
import { standOfPanel } from '../../domain/filterStanding';
import type { DashboardData, DashboardQuery, NotFound } from '../../protocol/dashboardData';
import { isAskedFor } from '../../protocol/neverCalled';
import type { TopEndpoint } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import type { Failures } from './failures';
import { spanParameters } from './span';

const notFoundLimit = 50;
/** The most requests whose paths are read one by one; a thousand take some ms. */
const readPathsOf = 5000;

/** The routes that got no request, in the order of the server; null where it does not tell its routes. */
export function neverCalled(
  connection: Connection,
  query: DashboardQuery,
  endpoints: readonly TopEndpoint[],
): DashboardData['neverCalled'] {
  const conditions = conditionsIn(query.filter);
  if (query.routes === null || standOfPanel('never-called', conditions).standing === 'none') {
    return null;
  }
  const called = new Set(endpoints.map(({ method, endpoint }) => nameOf(method, endpoint)));
  const parameters = { ...spanParameters(query), routes: listParameter(query.routes) };
  const routes = connection
    .all(countedRoutesSql, parameters)
    .map((row) => ({
      ...{ method: row.text('method'), endpoint: row.text('endpoint'), documents: [] },
    }))
    .filter((route) => isAskedFor(route, conditions));
  return {
    routeCount: routes.length,
    routes: routes.filter(({ method, endpoint }) => !called.has(nameOf(method, endpoint))),
  };
}

/** What was asked for and ended with 404, unless it has a route: that one answers 404 itself. */
export function readNotFound(
  connection: Connection,
  query: DashboardQuery,
  failures: Failures,
): readonly NotFound[] {
  const isRoute = routesOf(query);
  const found = failures.notFound.filter((own) => !isRoute(own)).slice(0, notFoundLimit);
  const few = found.filter(({ count }) => count <= readPathsOf && !isOfSome(query));
  const endpoints = listParameter(few.map(({ method, endpoint }) => [method, endpoint]));
  const rows = connection.all(notFoundPathsSql, { ...spanParameters(query), endpoints });
  const paths = new Map(rows.map((row) => [few[row.number('position')], row.number('paths')]));
  return found.map((own) => ({
    ...own,
    paths: few.includes(own) ? (paths.get(own) ?? 0) : null,
  }));
}

/** Whether it is of some requests to a path that there are different ones of. */
function isOfSome({ filter }: DashboardQuery): boolean {
  return conditionsIn(filter).some(({ kind }) => ['client', 'errorGroup', 'hour'].includes(kind));
}

/** Whether a request has a route of its own, as far as the server's routes are known. */
export function routesOf({
  routes,
}: Pick<DashboardQuery, 'routes'>): (
  own: Pick<NotFound, 'method'> & { readonly endpoint: string | null },
) => boolean {
  const names = new Set(routes?.map(({ method, endpoint }) => nameOf(method, endpoint)));
  return ({ method, endpoint }) => names.has(nameOf(method, endpoint));
}

function nameOf(method: string | null, endpoint: string | null): string {
  return `${method ?? ''} ${endpoint ?? ''}`;
}
