import groupClientsSql from '../../../sql/readModels/groupClients.sql';
import groupStepsSql from '../../../sql/readModels/groupSteps.sql';
import newestMessageSql from '../../../sql/readModels/newestMessage.sql';
import newestOfGroupsSql from '../../../sql/readModels/newestOfGroups.sql';
import type {
  ErrorGroup,
  ErrorGroupDetail,
  ErrorGroupName,
  ErrorGroupQuery,
  StoredError,
  TimeSpan,
} from '../../protocol/readModels';
import { minuteSeconds } from '../../domain/time';
import type { Connection, SqlParameters } from '../database/connection';
import type { Row } from '../database/row';
import { listParameter } from '../database/listParameter';
import type { FailureGroup } from './failures';
import { Failures, firstOf, lastOf, overFailures, sumOf } from './failures';
import { coarsestFor } from './segments';
import { overFailed, spanParameters } from './span';
import { storedError } from './storedErrors';

/** The newest events of a group that are shown. */
const newestPerGroup = 20;
/**
 * How far back of its last failure a group's message is looked for, seconds. While the recorder's answer is awaited,
 * which takes a minute at most, the newest have none.
 */
const messageSeconds = 10 * minuteSeconds;

/** Failed requests of a span, grouped by endpoint, method and type, most recent group first. */
export function readErrorGroups(
  connection: Connection,
  span: TimeSpan,
  limit: number,
): readonly ErrorGroup[] {
  return errorGroups(connection, span, new Failures(connection, span), limit);
}

/** As readErrorGroups, from failures that are read already. */
export function errorGroups(
  connection: Connection,
  span: TimeSpan,
  failures: Failures,
  limit: number,
): readonly ErrorGroup[] {
  const groups = failures.newestGroups(limit);
  const newest = newestEvents(connection, span, groups);
  return groups.map((group, position) =>
    errorGroup(connection, span, group, newest[position] ?? []),
  );
}

/** The newest failed requests of a group, at most 20, newest first. */
export function readErrorsOfGroup(
  connection: Connection,
  span: TimeSpan,
  name: ErrorGroupName,
): readonly StoredError[] {
  const group = new Failures(connection, span).groupOf(name);
  return group ? newestEvents(connection, span, [group]).flat() : [];
}

/** All that is known of one group; null where the span has none of it. */
export function readErrorGroup(
  connection: Connection,
  { span, group: name }: ErrorGroupQuery,
): ErrorGroupDetail | null {
  const group = new Failures(connection, span).groupOf(name);
  if (!group) return null;
  const newest = newestEvents(connection, span, [group]).flat();
  const parameters = { ...spanParameters(span), ...groupParameters(group) };
  return {
    group: errorGroup(connection, span, group, newest),
    span: { from: span.from, to: span.to, bucketSeconds: span.bucketSeconds },
    perStep: failuresPerStep(connection, span, group),
    clients: connection.all(overFailed(groupClientsSql), parameters).map((row) => ({
      userAgent: row.textOrNull('user_agent'),
      errors: row.number('failures'),
      last: row.number('last'),
    })),
    newest,
  };
}

/**
 * The newest events of each group. Read backwards from when one of the groups failed last, a longer part each time,
 * until none lacks any: mostly the last minutes have them all.
 */
function newestEvents(
  connection: Connection,
  span: TimeSpan,
  groups: readonly FailureGroup[],
): readonly (readonly StoredError[])[] {
  const events = groups.map((): StoredError[] => []);
  let lacking = [...groups.entries()];
  let { to } = span;
  for (let seconds = minuteSeconds; lacking.length > 0; seconds *= 2) {
    to = Math.min(to, 1 + Math.max(...lacking.map(([, group]) => lastOf(group))));
    const from = Math.max(to - seconds, Math.min(...lacking.map(([, group]) => firstOf(group))));
    for (const row of newestOf(connection, { ...span, from, to }, lacking)) {
      events[row.number('position')]?.push(storedError(row));
    }
    lacking = lacking.filter(
      ([position, group]) =>
        (events[position]?.length ?? 0) < newestPerGroup && firstOf(group) < from,
    );
    to = from;
  }
  return events.map((own) => own.slice(0, newestPerGroup));
}

function newestOf(
  connection: Connection,
  span: TimeSpan,
  groups: readonly (readonly [position: number, group: FailureGroup])[],
): readonly Row[] {
  const keys = groups.map(([position, { protocol, methodKey, endpoint, errorType }]) => [
    position,
    ...[protocol, methodKey, endpoint, errorType],
  ]);
  return connection.all(overFailed(newestOfGroupsSql), {
    ...spanParameters(span),
    groups: listParameter(keys),
    newest: newestPerGroup,
  });
}

function errorGroup(
  connection: Connection,
  span: TimeSpan,
  group: FailureGroup,
  newest: readonly StoredError[],
): ErrorGroup {
  const { protocol, methodKey, endpoint, parts } = group;
  const [event] = newest;
  if (!event) throw new RangeError('A group has at least one event.');
  const statusCodes = distinct(parts.map(({ statuses, statusCode }) => statuses ?? statusCode))
    .map(Number)
    .sort((a, b) => a - b);
  const [method = null, ...otherMethods] = new Set(parts.map((part) => part.method));
  const faults = distinct(parts.map(({ fault }) => fault)).sort();
  return {
    protocol,
    method: otherMethods.length > 0 ? null : method,
    anyMethod: methodKey === null,
    endpoint,
    statusCodes,
    errorType: event.errorType,
    errorMessage:
      faults.length > 0
        ? `${faults.join(', ')} ${statusCodes.join(', ')}`
        : newestMessage(connection, span, group, newest),
    count: sumOf(parts),
    first: firstOf(group),
    last: lastOf(group),
  };
}

/** Some occurrences have more detail than others; a row that stands for several has only their number. */
function newestMessage(
  connection: Connection,
  span: TimeSpan,
  group: FailureGroup,
  newest: readonly StoredError[],
): string | null {
  const told = newest.filter(({ errorMessage }) => errorMessage !== null);
  const single = told.find(({ count }) => count === 1);
  if (single) return single.errorMessage;
  const older = newest.length < newestPerGroup ? null : readNewestMessage(connection, span, group);
  return older ?? told[0]?.errorMessage ?? null;
}

function readNewestMessage(
  connection: Connection,
  span: TimeSpan,
  group: FailureGroup,
): string | null {
  const last = lastOf(group);
  const row = connection.first(overFailed(newestMessageSql), {
    ...spanParameters({ ...span, from: Math.max(span.from, last - messageSeconds), to: last + 1 }),
    ...groupParameters(group),
  });
  return row?.textOrNull('error_message') ?? null;
}

/** The parameters of a statement over one group. */
function groupParameters({
  protocol,
  methodKey,
  endpoint,
  errorType,
}: FailureGroup): SqlParameters {
  return {
    group_protocol: protocol,
    group_method: methodKey,
    group_endpoint: endpoint,
    group_type: errorType,
  };
}

/** How many failed in each step of a span. */
function failuresPerStep(
  connection: Connection,
  span: ErrorGroupQuery['span'],
  group: FailureGroup,
): readonly number[] {
  const { from, to, bucketSeconds } = span;
  const steps = Array.from({ length: Math.ceil((to - from) / bucketSeconds) }, () => 0);
  const parameters = { ...groupParameters(group), start: from, bucket: bucketSeconds };
  const coarsest = coarsestFor(from, bucketSeconds);
  for (const row of overFailures(connection, span, groupStepsSql, { parameters, coarsest })) {
    const step = row.number('step');
    steps[step] = (steps[step] ?? 0) + row.number('failures');
  }
  return steps;
}

/** The words of lists with spaces between them, each once; null is an empty list. */
function distinct(lists: readonly (string | number | null)[]): string[] {
  const words = lists.flatMap((list) => String(list ?? '').split(' '));
  return [...new Set(words.filter((word) => word !== ''))];
}
