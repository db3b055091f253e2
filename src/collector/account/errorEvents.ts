import type { Dimensions, ErrorEvent, ErrorIncrement } from '../../domain/commitBatch';
import { joinKey } from '../../domain/compositeKey';
import { errorCategory, errorType } from '../../domain/errorClass';
import { isErrorStatus } from '../../domain/protocol';
import { minuteOf, toSeconds } from '../../domain/time';
import type { AccountState } from './accountState';
import type { FreshRow } from './freshRow';

/** What a batch says of failed requests. */
export interface ErrorsTold {
  readonly events: readonly ErrorEvent[];
  /** Those beyond the limit, one for each endpoint, method, status and minute. */
  readonly more: readonly ErrorIncrement[];
}

/** Whether a row that is new in the log is a failed request and one of the first `limit` of its minute. */
export function isEvent(
  { row, at }: Pick<FreshRow, 'row' | 'at'>,
  quota: AccountState['errorQuota'],
  limit: number,
): boolean {
  if (!isErrorStatus(row.protocol, row.status)) return false;
  const minute = minuteOf(at);
  if (minute > quota.minute) Object.assign(quota, { minute, stored: 0 });
  if (quota.stored >= limit) return false;
  quota.stored++;
  return true;
}

/** The failed requests among rows that are new in the log. */
export function errorsTold(rows: readonly FreshRow[], dimensions: Dimensions): ErrorsTold {
  const failed = rows.filter(({ row }) => isErrorStatus(row.protocol, row.status));
  const more = new Map<string, ErrorIncrement>();
  for (const fresh of failed.filter((row) => !row.isEvent)) {
    const { at, entered } = fresh;
    const key = joinKey(String(minuteOf(at)), entered.key, entered.endpoint);
    const known = more.get(key) ?? { ...dimensions, ...kindOf(fresh), count: 0 };
    more.set(key, { ...known, count: known.count + 1 });
  }
  const events = failed.filter((row) => row.isEvent).map((row) => errorEvent(row, dimensions));
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
  const { row, at, cause } = fresh;
  return {
    ...dimensions,
    ...kindOf(fresh),
    errorMessage: cause?.validation ?? row.message,
    requestId: cause?.exchange?.requestId ?? null,
    traceId: cause?.exchange?.traceId ?? null,
    spanId: cause?.exchange?.spanId ?? null,
    clientIp: row.clientIp,
    userAgent: row.userAgent,
    metadata: { logId: row.id, path: row.path, timestampMs: at },
  };
}
