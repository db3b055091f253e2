import conditionsSql from '../../../sql/readModels/conditions.sql';
import dayRowsSql from '../../../sql/readModels/dayRows.sql';
import failedSql from '../../../sql/readModels/failed.sql';
import failureEventsSql from '../../../sql/readModels/failureEvents.sql';
import failureHoursSql from '../../../sql/readModels/failureHours.sql';
import failureRowsSql from '../../../sql/readModels/failureRows.sql';
import hourRowsSql from '../../../sql/readModels/hourRows.sql';
import minuteRowsSql from '../../../sql/readModels/minuteRows.sql';
import trafficSql from '../../../sql/readModels/traffic.sql';
import type { Condition, ConditionOf, ConditionKind } from '../../domain/condition';
import { conditionsOf } from '../../domain/condition';
import { wantedSpans } from '../../domain/hoursOfWeek';
import { floorTo, hourSeconds } from '../../domain/time';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
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
const failureTrafficSql = failureEventsSql + failedSql + withColumns(failureRowsSql);

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
  return segments.flatMap(([resolution, from, to]) =>
    resolution === 'failure'
      ? connection.all(conditionsSql + failureTrafficSql + statement, {
          ...parameters,
          failed_from: from,
          failed_to: to,
          // The span is cut into the hours that are wanted.
          hours_wanted: null,
        })
      : connection.all(conditionsSql + storedSql[resolution] + trafficSql + statement, {
          ...parameters,
          ...segmentParameters(resolution, from, to),
        }),
  );
}

/**
 * As rowsOverTraffic, of a statement that reads `stored`: all rows, whatever was asked for. Of failed requests there are
 * none.
 */
export function rowsOverStored(
  connection: Connection,
  statement: string,
  segments: readonly Segment[],
  parameters: SqlParameters,
): readonly Row[] {
  return segments.flatMap(([resolution, from, to]) =>
    resolution === 'failure'
      ? []
      : connection.all(conditionsSql + storedSql[resolution] + statement, {
          ...parameters,
          ...segmentParameters(resolution, from, to),
        }),
  );
}

function segmentParameters(resolution: Resolution, from: number, to: number): SqlParameters {
  return { segment_from: from, segment_to: to, grain: grains[resolution] };
}

/** A statement that reads `failed`: the common table expressions before it make that name known. */
export function overFailed(statement: string): string {
  return conditionsSql + failureEventsSql + failedSql + statement;
}

/** As overFailed, of whole hours as they were counted. */
export function overFailedHours(statement: string): string {
  return conditionsSql + failureHoursSql + failedSql + statement;
}

/** A statement that reads the lists of conditions. */
export function withConditions(statement: string): string {
  return conditionsSql + statement;
}

/** The parameters of a statement over a span. */
export function spanParameters({ from, to, excludedEndpoints, filter }: TimeSpan): SqlParameters {
  const conditions = conditionsIn(filter);
  const hours = wantedSpans({ from, to }, conditions);
  return {
    from,
    to,
    failed_from: from,
    failed_to: to,
    excluded: listParameter(excludedEndpoints),
    workspace: filter?.workspaceId ?? null,
    environment: filter?.environment ?? null,
    target: filter?.endpoint?.endpoint ?? null,
    target_protocol: filter?.endpoint?.protocol ?? null,
    target_method: filter?.endpoint?.method ?? null,
    ...lists('protocols', conditions, 'protocol', ({ protocol }) => protocol),
    ...lists('statuses', conditions, 'status', ({ code }) => code),
    ...lists('clients', conditions, 'client', ({ userAgent }) => userAgent ?? ''),
    ...lists('endpoints', conditions, 'endpoint', ({ protocol, method, endpoint }) => [
      protocol,
      method ?? '',
      endpoint,
    ]),
    ...lists('groups', conditions, 'errorGroup', (group) => [
      group.protocol,
      group.anyMethod ? '' : (group.method ?? ''),
      group.endpoint ?? '',
      group.errorType,
    ]),
    hours_wanted: hours && listParameter(hours.flatMap((part) => hoursIn(part.from, part.to))),
  };
}

function lists<Kind extends ConditionKind>(
  name: string,
  conditions: readonly Condition[],
  kind: Kind,
  value: (condition: ConditionOf<Kind>) => unknown,
): SqlParameters {
  const wanted = conditionsOf(conditions, kind, false).map(value);
  return {
    [`${name}_wanted`]: wanted.length === 0 ? null : listParameter(wanted),
    [`${name}_left`]: listParameter(conditionsOf(conditions, kind, true).map(value)),
  };
}

/** Whole hours since 1970 that a span touches. */
function hoursIn(from: number, to: number): number[] {
  const first = floorTo(from, hourSeconds) / hourSeconds;
  return Array.from({ length: Math.ceil(to / hourSeconds) - first }, (_, i) => first + i);
}
