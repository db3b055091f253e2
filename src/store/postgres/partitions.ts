import makePartitionsSql from '../../../sql/postgres/commit/makePartitions.sql';
import dropPartitionsSql from '../../../sql/postgres/retention/dropPartitions.sql';
import deleteFailureHours from '../../../sql/retention/deleteFailureHours.sql';
import deleteTallies from '../../../sql/retention/deleteTallies.sql';
import type { CommitBatch } from '../../domain/commitBatch';
import type { BackfillBatch } from '../../domain/coveredSpan';
import { daySeconds, floorTo } from '../../domain/time';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import type { SubjectName } from '../retention/subjects';

/** The partitioned tables that hold what retention calls so (sql/postgres/functions/partitions.sql). */
const tablesOf: Partial<Record<SubjectName, readonly string[]>> = {
  minutes: ['metrics_aggregates_minute', 'latency_histograms_minute'],
  errors: ['error_events'],
  clients: ['client_analytics'],
  hours: ['metrics_aggregates_hour', 'latency_histograms_hour'],
};

/** Makes the partitions that a batch needs: without one a row is refused. Must be called before it is written. */
export function makePartitions(
  connection: Connection,
  batch: BackfillBatch & Partial<CommitBatch>,
): void {
  const { minutes, clients = [], errors = [], moreErrors = [] } = batch;
  const times = [
    ...minutes.map(({ minute }) => minute),
    ...clients.map(({ hour }) => hour),
    ...[...errors, ...moreErrors].map(({ timestamp }) => timestamp),
  ];
  makePartitionsOf(connection, times);
}

/** As makePartitions, for rows of these times, unix seconds. */
export function makePartitionsOf(connection: Connection, times: readonly number[]): void {
  const days = new Set(times.map((time) => floorTo(time, daySeconds)));
  if (days.size > 0) connection.run(makePartitionsSql, { times: listParameter([...days]) });
}

/**
 * Drops the partitions that have expired as a whole, which takes as long however many rows they hold; retention deletes the
 * other rows. Must be called in a transaction.
 * @param before unix seconds
 * @returns the second behind the last row that was dropped, unix seconds; undefined where none was
 */
export function dropPartitions(
  connection: Connection,
  name: SubjectName,
  before: number,
): number | undefined {
  if (name === 'clients') connection.run(deleteTallies, { from: 0, to: before });
  let until: number | undefined;
  for (const parent of tablesOf[name] ?? []) {
    const row = connection.first(dropPartitionsSql, { parent, before });
    const dropped = row?.numberOrNull('dropped') ?? undefined;
    if (dropped !== undefined) until = Math.max(dropped, until ?? 0);
  }
  if (name === 'errors' && until !== undefined) {
    connection.run(deleteFailureHours, { from: 0, to: until });
  }
  return until;
}
