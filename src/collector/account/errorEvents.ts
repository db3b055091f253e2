import type { Dimensions, ErrorEvent } from '../../domain/commitBatch';
import { errorCategory, errorType } from '../../domain/errorClass';
import { isErrorStatus } from '../../domain/protocol';
import { minuteOf, toSeconds } from '../../domain/time';
import type { AccountState } from './accountState';
import type { FreshRow } from './logIntake';

/**
 * The error events of rows that are new in the log. A minute stores at most `limit`; how many more there
 * were is said by one further event when the next minute begins.
 */
export function errorEvents(
  rows: readonly FreshRow[],
  quota: AccountState['errorQuota'],
  { dimensions, limit }: { readonly dimensions: Dimensions; readonly limit: number },
): ErrorEvent[] {
  const events: ErrorEvent[] = [];
  for (const fresh of rows) {
    const { row } = fresh;
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
    events.push(errorEvent(fresh, dimensions));
  }
  return events;
}

function errorEvent({ row, entered, exchange }: FreshRow, dimensions: Dimensions): ErrorEvent {
  return {
    ...dimensions,
    timestamp: toSeconds(row.finishedAt),
    protocol: row.protocol,
    method: row.method,
    endpoint: entered.endpoint,
    statusCode: row.status,
    errorType: errorType(row.status),
    errorMessage: exchange?.validation ?? row.message,
    errorCategory: errorCategory(row.status),
    requestId: exchange?.requestId ?? null,
    traceId: exchange?.traceId ?? null,
    spanId: exchange?.spanId ?? null,
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
    requestId: null,
    traceId: null,
    spanId: null,
    clientIp: null,
    userAgent: null,
    metadata: { count: quota.left },
  };
}
