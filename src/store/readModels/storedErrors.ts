import errorPlacesSql from '../../../sql/readModels/errorPlaces.sql';
import errorsSinceSql from '../../../sql/readModels/errorsSince.sql';
import newestErrorsSql from '../../../sql/readModels/newestErrors.sql';
import type { Protocol } from '../../domain/protocol';
import type { ErrorsSince, StoredError, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { overFailed, spanParameters } from './span';

/** The newest failed requests of a span, newest first. */
export function readNewestErrors(
  connection: Connection,
  span: TimeSpan,
  limit: number,
): readonly StoredError[] {
  const parameters = { ...spanParameters(span), limit };
  return connection.all(overFailed(newestErrorsSql), parameters).map(storedError);
}

/** Rows that are counted at most. */
const mostCounted = 1000;
/** Rows may be stored so much later than others of their time, seconds. */
const latestStored = 600;

/**
 * How many failed requests of a span are stored behind the one with the id `after`; 0: all. Where none is so new as that,
 * the database is another one, and all are behind it.
 */
export function readErrorsSince(
  connection: Connection,
  span: TimeSpan,
  after: number,
): ErrorsSince {
  const places = connection.first(errorPlacesSql, { after });
  const newest = places?.number('newest') ?? 0;
  const [newestAt, afterAt] = ['newest_at', 'after_at'].map((name) => places?.numberOrNull(name));
  // After is told again and again: what came long before it is not looked at for each.
  const known = Math.min(newestAt ?? -Infinity, afterAt ?? -Infinity) - latestStored;
  const parameters = {
    ...spanParameters({ ...span, from: Math.max(span.from, known) }),
    // Those that were pushed have ids below 0.
    after: after === 0 || after > newest ? Number.MIN_SAFE_INTEGER : after,
    most: mostCounted,
  };
  const row = connection.first(overFailed(errorsSinceSql), parameters);
  const isLeast = row?.number('stored_rows') === mostCounted;
  return { newest, failures: row?.number('failures') ?? 0, isLeast };
}

/** An event from a row of error_events. */
export function storedError(row: Row): StoredError {
  const metadata = JSON.parse(row.textOrNull('metadata') ?? '{}') as Record<string, unknown>;
  const { timestampMs, path, count } = metadata;
  return {
    id: row.number('id'),
    count: typeof count === 'number' ? count : 1,
    timestamp: row.number('timestamp'),
    timestampMs: typeof timestampMs === 'number' ? timestampMs : null,
    protocol: row.text('protocol') as Protocol,
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
    path: typeof path === 'string' ? path : null,
    statusCode: row.numberOrNull('status_code'),
    errorType: row.text('error_type'),
    errorMessage: row.textOrNull('error_message'),
    clientIp: row.textOrNull('client_ip'),
    userAgent: row.textOrNull('user_agent'),
    requestId: row.textOrNull('request_id'),
    traceId: row.textOrNull('trace_id'),
  };
}
