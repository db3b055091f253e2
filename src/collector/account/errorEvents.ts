import type { Dimensions, ErrorEvent } from '../../domain/commitBatch';
import { errorCategory, errorType } from '../../domain/errorClass';
import { isErrorStatus } from '../../domain/protocol';
import type { RouteTable } from '../../domain/routeTable';
import { minuteOf, toSeconds } from '../../domain/time';
import type { LogRow } from '../../mockforge/logRow';
import type { AccountState } from './accountState';

/**
 * The error events of rows that are new in the log. A minute stores at most `limit`; how many more there
 * were is said by one further event when the next minute begins.
 */
export function errorEvents(
  rows: readonly LogRow[],
  quota: AccountState['errorQuota'],
  { routes, dimensions, limit }: { routes: RouteTable; dimensions: Dimensions; limit: number },
): ErrorEvent[] {
  const events: ErrorEvent[] = [];
  for (const row of rows) {
    if (!isErrorStatus(row.protocol, row.status)) continue;
    const minute = minuteOf(row.finishedAt);
    if (minute > quota.minute) {
      if (quota.left > 0) events.push(summary(quota, dimensions));
      Object.assign(quota, { minute, stored: 0, left: 0 });
    }
    if (quota.stored >= limit) {
      quota.left++;
      continue;
    }
    quota.stored++;
    events.push(errorEvent(row, routes, dimensions));
  }
  return events;
}

function errorEvent(row: LogRow, routes: RouteTable, dimensions: Dimensions): ErrorEvent {
  return {
    ...dimensions,
    timestamp: toSeconds(row.finishedAt),
    protocol: row.protocol,
    method: row.method,
    endpoint: routes.nameOf(row.path),
    statusCode: row.status,
    errorType: errorType(row.status),
    errorMessage: row.message,
    errorCategory: errorCategory(row.status),
    clientIp: row.clientIp,
    userAgent: row.userAgent,
    metadata: { logId: row.id, path: row.path, timestampMs: row.finishedAt },
  };
}

function summary(quota: AccountState['errorQuota'], dimensions: Dimensions): ErrorEvent {
  return {
    ...dimensions,
    timestamp: quota.minute,
    protocol: 'http',
    method: null,
    endpoint: null,
    statusCode: null,
    errorType: 'not_stored',
    errorMessage: `${quota.left} more errors in this minute were counted but not stored one by one.`,
    errorCategory: 'client_error',
    clientIp: null,
    userAgent: null,
    metadata: { count: quota.left },
  };
}
