import { isRecord } from '../domain/isRecord';
import type { Route } from '../domain/routeTable';
import { storableText } from '../domain/storableText';
import { longestId, longestMethod, longestPath, readEach, withOwnIds } from './entries';
import type { ReadList } from './entries';
import { AdminFormatError, parseJson } from './logRow';

/**
 * The routes a server defines.
 * @throws AdminFormatError when the body is not a list of routes
 */
export function parseRoutes(body: string): ReadList<Route> {
  const answer = parseJson(body);
  const routes = isRecord(answer) ? answer['routes'] : undefined;
  if (!Array.isArray(routes)) throw new AdminFormatError({ kind: 'no_list', items: 'routes' });
  return readEach(routes, 'route', (route) => {
    const operationId = route.textOrNull('operation_id', longestId);
    return {
      method: route.text('method', longestMethod).toUpperCase(),
      template: route.text('path', longestPath),
      ...(operationId !== null && { operationId }),
    };
  });
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
  return typeof version === 'string' ? storableText(version, longestId) : null;
}

/**
 * The port at which the server serves its mocks, as its dashboard says; null where it does not.
 * @throws AdminFormatError when the body is not JSON
 */
export function parseMockPort(body: string): number | null {
  const info = dashboardData(body)['server_info'];
  const address = isRecord(info) ? info['http_server'] : undefined;
  const port = typeof address === 'string' ? Number(/:(\d+)$/.exec(address)?.[1]) : NaN;
  return port >= 1 && port <= 65_535 ? port : null;
}

/**
 * Ids of the messages in the SMTP mailbox; nothing else of them is kept.
 * @throws AdminFormatError when the body is not a list of messages
 */
export function parseMailbox(body: string): ReadList<string> {
  const messages = parseJson(body);
  if (!Array.isArray(messages)) throw new AdminFormatError({ kind: 'no_list', items: 'messages' });
  const ids = readEach(messages, 'message', (message) => message.text('id', longestId));
  return withOwnIds(ids, 'message', (id) => id);
}

function dashboardData(body: string): Readonly<Record<string, unknown>> {
  const answer = parseJson(body);
  const data = isRecord(answer) ? answer['data'] : undefined;
  return isRecord(data) ? data : {};
}
