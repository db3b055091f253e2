import addFailures from '../../../sql/commit/addFailures.sql';
import countFailures from '../../../sql/commit/countFailures.sql';
import insertError from '../../../sql/commit/insertError.sql';
import newestError from '../../../sql/commit/newestError.sql';
import readErrorCounts from '../../../sql/commit/readErrorCounts.sql';
import updateErrorCount from '../../../sql/commit/updateErrorCount.sql';
import type { ErrorEvent, ErrorIncrement } from '../../domain/commitBatch';
import { floorTo, hourSeconds, minuteSeconds } from '../../domain/time';
import type { Connection, SqlParameters } from '../database/connection';

/**
 * Writes failed requests, those that are too many to be stored one by one (`more`) as one row per kind and minute, and
 * counts all of them by hour. `now` is in unix seconds. Must be called in a transaction.
 */
export function writeErrors(
  connection: Connection,
  errors: readonly ErrorEvent[],
  more: readonly ErrorIncrement[],
  now: number,
): void {
  if (errors.length === 0 && more.length === 0) return;
  const after = newestErrorId(connection);
  connection.runEach(
    insertError,
    errors.map((error) => parametersOf(error, now)),
  );
  const known = new KnownCounts(connection);
  for (const increment of more) {
    const row = known.rowOf(increment);
    if (row) addTo(connection, row, increment);
    else connection.run(insertError, parametersOf(eventOf(increment), now));
  }
  connection.run(countFailures, { after });
}

/** The id of the failed request that was written last; 0 without any. */
export function newestErrorId(connection: Connection): number {
  return connection.first(newestError)?.numberOrNull('id') ?? 0;
}

function parametersOf(error: ErrorEvent, createdAt: number): SqlParameters {
  return { ...error, metadata: JSON.stringify(error.metadata), createdAt };
}

/** A row that stands for several failed requests. */
interface CountedRow {
  readonly id: number;
  readonly count: number;
}

/** The rows that stand for several failed requests, read minute by minute. */
class KnownCounts {
  readonly #connection: Connection;
  readonly #minutes = new Map<number, ReadonlyMap<string, CountedRow>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  rowOf(increment: ErrorIncrement): CountedRow | undefined {
    const minute = floorTo(increment.timestamp, minuteSeconds);
    const rows = this.#minutes.get(minute) ?? this.#read(minute);
    this.#minutes.set(minute, rows);
    const { protocol, method, endpoint, statusCode, errorType } = increment;
    const { workspaceId, environment } = increment;
    return rows.get(
      keyOf(protocol, method, endpoint, statusCode, errorType, workspaceId, environment),
    );
  }

  #read(minute: number): ReadonlyMap<string, CountedRow> {
    const rows = this.#connection.all(readErrorCounts, { minute }).map((row) => {
      const key = keyOf(
        row.text('protocol'),
        row.textOrNull('method'),
        row.textOrNull('endpoint'),
        row.numberOrNull('status_code'),
        row.textOrNull('error_type'),
        row.textOrNull('workspace_id'),
        row.textOrNull('environment'),
      );
      return [key, { id: row.number('id'), count: row.number('count') }] as const;
    });
    return new Map(rows);
  }
}

/** An empty dimension is none. */
function keyOf(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts.map((part) => (part === '' ? null : part)));
}

function eventOf(increment: ErrorIncrement): ErrorEvent {
  const { count, ...kind } = increment;
  return {
    ...kind,
    errorMessage: messageOf(count),
    requestId: null,
    traceId: null,
    spanId: null,
    clientIp: null,
    userAgent: null,
    metadata: { count },
  };
}

function addTo(connection: Connection, row: CountedRow, increment: ErrorIncrement): void {
  const count = row.count + increment.count;
  const metadata = JSON.stringify({ count });
  connection.run(updateErrorCount, { id: row.id, errorMessage: messageOf(count), metadata });
  const hour = floorTo(increment.timestamp, hourSeconds);
  connection.run(addFailures, { ...increment, hour });
}

function messageOf(count: number): string {
  return count === 1
    ? 'One more in this minute was counted, not stored.'
    : `${count} more in this minute were counted, not stored one by one.`;
}
