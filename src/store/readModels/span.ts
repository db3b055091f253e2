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
import type { FailureSegment, Resolution, Segment, TableSegment } from './segments';
import { grains, isOfFailures } from './segments';

const storedSql: Readonly<Record<Resolution, string>> = {
  minute: withColumns(minuteRowsSql),
  hour: withColumns(hourRowsSql),
  day: withColumns(dayRowsSql),
};
const failureSql = {
  failure: failureEventsSql,
  failureHour: failureHoursSql,
} as const satisfies Readonly<Record<FailureSegment[0], string>>;
const failureRows = withColumns(failureRowsSql);

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
  return segments.flatMap((segment) =>
    isOfFailures(segment)
      ? connection.all(overFailed(failureRows + statement, segment[0]), {
          ...parameters,
          failed_from: segment[1],
          failed_to: segment[2],
          // The span is cut into the hours that are wanted.
          hours_wanted: null,
        })
      : connection.all(conditionsSql + storedSql[segment[0]] + trafficSql + statement, {
          ...parameters,
          ...segmentParameters(segment),
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
  return segments.flatMap((segment) =>
    isOfFailures(segment)
      ? []
      : connection.all(conditionsSql + storedSql[segment[0]] + statement, {
          ...parameters,
          ...segmentParameters(segment),
        }),
  );
}

function segmentParameters([resolution, from, to]: TableSegment): SqlParameters {
  return { segment_from: from, segment_to: to, grain: grains[resolution] };
}

/**
 * A statement that reads `failed`: the common table expressions before it make that name known, of failed requests one by
 * one, or as they were counted.
 */
export function overFailed(statement: string, resolution: FailureSegment[0] = 'failure'): string {
  return conditionsSql + failureSql[resolution] + failedSql + statement;
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
