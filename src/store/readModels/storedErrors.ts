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

/** How many failed requests of a span are stored behind the one with the id `after`; 0: all. */
export function readErrorsSince(
  connection: Connection,
  span: TimeSpan,
  after: number,
): ErrorsSince {
  const row = connection.first(overFailed(errorsSinceSql), { ...spanParameters(span), after });
  return { newest: row?.number('newest') ?? 0, failures: row?.number('failures') ?? 0 };
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
