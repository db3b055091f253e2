import type { Dimensions, ErrorEvent, ErrorIncrement } from '../../domain/commitBatch';
import { errorCategory, errorType } from '../../domain/errorClass';
import { isErrorStatus } from '../../domain/protocol';
import { minuteOf, toSeconds } from '../../domain/time';
import type { AccountState } from './accountState';
import type { FreshRow } from './logIntake';

/** What a batch tells of failed requests. */
export interface ErrorsTold {
  readonly events: readonly ErrorEvent[];
  /** Those beyond the limit, each endpoint, method, status and minute once. */
  readonly more: readonly ErrorIncrement[];
}

/** What is told of the failed ones among rows that are new in the log: at most `limit` of a minute one by one. */
export function errorsTold(
  rows: readonly FreshRow[],
  quota: AccountState['errorQuota'],
  { dimensions, limit }: { readonly dimensions: Dimensions; readonly limit: number },
): ErrorsTold {
  const events: ErrorEvent[] = [];
  const more = new Map<string, ErrorIncrement>();
  for (const fresh of rows) {
    const { row, entered } = fresh;
    if (!isErrorStatus(row.protocol, row.status)) continue;
    const minute = minuteOf(fresh.at);
    if (minute > quota.minute) Object.assign(quota, { minute, stored: 0 });
    if (quota.stored < limit) {
      quota.stored++;
      events.push(errorEvent(fresh, dimensions));
      continue;
    }
    const key = `${minute}\t${entered.key}\t${entered.endpoint}`;
    const known = more.get(key) ?? { ...dimensions, ...kindOf(fresh), count: 0 };
    more.set(key, { ...known, count: known.count + 1 });
  }
  return { events, more: [...more.values()] };
}

function kindOf({ row, at, entered }: FreshRow): Omit<ErrorIncrement, keyof Dimensions | 'count'> {
  return {
    timestamp: toSeconds(at),
    protocol: row.protocol,
    method: row.method,
    endpoint: entered.endpoint,
    statusCode: row.status,
    errorType: errorType(row.status),
    errorCategory: errorCategory(row.status),
  };
}

function errorEvent(fresh: FreshRow, dimensions: Dimensions): ErrorEvent {
  const { row, at, exchange } = fresh;
  return {
    ...dimensions,
    ...kindOf(fresh),
    errorMessage: exchange?.validation ?? row.message,
    requestId: exchange?.requestId ?? null,
    traceId: exchange?.traceId ?? null,
    spanId: exchange?.spanId ?? null,
    clientIp: row.clientIp,
    userAgent: row.userAgent,
    metadata: { logId: row.id, path: row.path, timestampMs: at },
  };
}
