import type { Route } from '../domain/routeTable';
import { AdminFormatError, isRecord, parseJson } from './logRow';

/**
 * The routes a server defines.
 * @throws AdminFormatError when the body is not a list of routes
 */
export function parseRoutes(body: string): Route[] {
  const answer = parseJson(body);
  const routes = isRecord(answer) ? answer['routes'] : undefined;
  if (!Array.isArray(routes)) throw new AdminFormatError('there is no list of routes in it');
  return routes.flatMap((route: unknown) =>
    isRecord(route) && typeof route['method'] === 'string' && typeof route['path'] === 'string'
      ? [{ method: route['method'].toUpperCase(), template: route['path'] }]
      : [],
  );
}

/**
 * When the server's process started, unix ms, as its dashboard says; null where it does not.
 * @throws AdminFormatError when the body is not JSON
 */
export function parseStartTime(body: string): number | null {
  const servers = dashboardData(body)['servers'];
  const first: unknown = Array.isArray(servers) ? servers[0] : undefined;
  const startTime = isRecord(first) ? first['start_time'] : undefined;
  const at = typeof startTime === 'string' ? Date.parse(startTime) : NaN;
  return Number.isNaN(at) ? null : at;
}

/**
 * The server's version, as its dashboard says; null where it does not.
 * @throws AdminFormatError when the body is not JSON
 */
export function parseVersion(body: string): string | null {
  const info = dashboardData(body)['server_info'];
  const version = isRecord(info) ? info['version'] : undefined;
  return typeof version === 'string' ? version : null;
}

function dashboardData(body: string): Readonly<Record<string, unknown>> {
  const answer = parseJson(body);
  const data = isRecord(answer) ? answer['data'] : undefined;
  return isRecord(data) ? data : {};
}
