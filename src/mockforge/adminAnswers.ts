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

/**
 * The port at which the server serves its mocks, as its dashboard says; null where it does not.
 * @throws AdminFormatError when the body is not JSON
 */
export function parseMockPort(body: string): number | null {
  const info = dashboardData(body)['server_info'];
  const address = isRecord(info) ? info['http_server'] : undefined;
  const port = typeof address === 'string' ? /:(\d+)$/.exec(address)?.[1] : undefined;
  return port === undefined ? null : Number(port);
}

/**
 * Ids of the messages in the SMTP mailbox; nothing else of them is kept.
 * @throws AdminFormatError when the body is not a list of messages
 */
export function parseMailbox(body: string): string[] {
  const messages = parseJson(body);
  if (!Array.isArray(messages)) throw new AdminFormatError('there is no list of messages in it');
  return messages.flatMap((message: unknown) =>
    isRecord(message) && typeof message['id'] === 'string' ? [message['id']] : [],
  );
}

function dashboardData(body: string): Readonly<Record<string, unknown>> {
  const answer = parseJson(body);
  const data = isRecord(answer) ? answer['data'] : undefined;
  return isRecord(data) ? data : {};
}
