import dayRowsSql from '../../../sql/readModels/dayRows.sql';
import failedSql from '../../../sql/readModels/failed.sql';
import hourRowsSql from '../../../sql/readModels/hourRows.sql';
import minuteRowsSql from '../../../sql/readModels/minuteRows.sql';
import trafficSql from '../../../sql/readModels/traffic.sql';
import type { TimeSpan } from '../../protocol/readModels';
import type { Connection, SqlParameters } from '../database/connection';
import type { Row } from '../database/row';
import { listParameter } from '../database/listParameter';
import { withColumns } from '../database/withColumns';
import type { Resolution, Segment } from './segments';
import { grains } from './segments';

const storedSql: Readonly<Record<Resolution, string>> = {
  minute: withColumns(minuteRowsSql),
  hour: withColumns(hourRowsSql),
  day: withColumns(dayRowsSql),
};

/**
 * The results of a statement that reads `traffic`, run for each of the segments: rows of several that speak of the
 * same thing are still to be added up.
 */
export function rowsOverTraffic(
  connection: Connection,
  statement: string,
  segments: readonly Segment[],
  parameters: SqlParameters,
): readonly Row[] {
  return rowsOverStored(connection, trafficSql + statement, segments, parameters);
}

/** As rowsOverTraffic, of a statement that reads `stored`: all rows, whatever was asked for. */
export function rowsOverStored(
  connection: Connection,
  statement: string,
  segments: readonly Segment[],
  parameters: SqlParameters,
): readonly Row[] {
  return segments.flatMap(([resolution, from, to]) =>
    connection.all(storedSql[resolution] + statement, {
      ...parameters,
      segment_from: from,
      segment_to: to,
      grain: grains[resolution],
    }),
  );
}

/** A statement that reads `failed`: the common table expression before it makes that name known. */
export function overFailed(statement: string): string {
  return failedSql + statement;
}

/** The parameters of a statement over a span. */
export function spanParameters({ from, to, excludedEndpoints, filter }: TimeSpan): SqlParameters {
  return {
    from,
    to,
    excluded: listParameter(excludedEndpoints),
    protocol: filter?.protocol ?? null,
    workspace: filter?.workspaceId ?? null,
    environment: filter?.environment ?? null,
    target: filter?.endpoint?.endpoint ?? null,
    target_protocol: filter?.endpoint?.protocol ?? null,
    target_method: filter?.endpoint?.method ?? null,
  };
}
