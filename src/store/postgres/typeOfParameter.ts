import type { SqlValue } from '../database/row';
import { trafficFields } from '../../domain/trafficColumns';

/** Parameters that are texts, lists as JSON among them. A parameter of one name has one type in all statements. */
const texts = [
  ...['bounds', 'counts', 'detail', 'endpointCounts', 'metadata', 'parent', 'statusCodes', 'times'],
  ...['clientIp', 'family', 'otherClients', 'topEndpoints', 'userAgent', 'version'],
  ...['endpoint', 'environment', 'method', 'protocol', 'resolution', 'source', 'workspaceId'],
  ...['errorCategory', 'errorMessage', 'errorType', 'requestId', 'spanId', 'traceId'],
  ...['key', 'kind', 'name', 'snapshotType', 'value'],
  ...['clients_left', 'clients_wanted', 'endpoints_left', 'endpoints_wanted', 'groups_left'],
  ...['groups_wanted', 'hours_wanted', 'protocols_left', 'protocols_wanted', 'statuses_left'],
  ...['statuses_wanted', 'endpoints', 'excluded', 'groups', 'internal', 'routes', 'segments'],
  ...['types', 'group_endpoint', 'group_method', 'group_protocol', 'group_type'],
  ...['target', 'target_method', 'target_protocol', 'views', 'workspace'],
];

/** Parameters that need not be whole numbers. */
const fractions = [
  ...['avgLatencyMs', 'minLatencyMs', 'maxLatencyMs', 'p95LatencyMs', 'handlerSum', 'sum'],
  ...['activeConnections', 'memoryUsageBytes', 'threadCount', 'uptimeSeconds'],
  ...['cpuUsagePercent', 'latencyP50', 'latencyP95', 'latencyP99', 'p50', 'p95', 'p99'],
  // What counts something is whole.
  ...trafficFields.filter(({ unit }) => unit === undefined).map(({ field }) => field),
];

const types = new Map([
  ...texts.map((name) => [name, 'text'] as const),
  ...fractions.map((name) => [name, 'double precision'] as const),
]);

/** PostgreSQL's type of a parameter; it cannot tell that itself where a statement only asks whether one is NULL. */
export function typeOfParameter(name: string): 'text' | 'double precision' | 'bigint' {
  return types.get(name) ?? 'bigint';
}

/** A value as its parameter's type takes it: what a server counts is rounded where it is not whole, and is no larger than can be exact. */
export function valueOfParameter(name: string, value: SqlValue): SqlValue {
  if (typeof value !== 'number' || Number.isNaN(value) || typeOfParameter(name) !== 'bigint') {
    return value;
  }
  const largest = Number.MAX_SAFE_INTEGER;
  return Math.max(-largest, Math.min(largest, Math.round(value)));
}
