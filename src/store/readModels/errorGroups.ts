import newestOfGroupsSql from '../../../sql/readModels/newestOfGroups.sql';
import type { ErrorGroup, StoredError, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import type { FailureGroup } from './failures';
import { Failures, firstOf, lastOf, sumOf } from './failures';
import { overFailed, spanParameters } from './span';
import { storedError } from './storedErrors';

/** Events that a group brings along, its newest. */
const newestPerGroup = 20;

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
  return groups.map((group, position) => errorGroup(group, newest.get(position) ?? []));
}

/** The newest events of each group, by its position. */
function newestEvents(
  connection: Connection,
  span: TimeSpan,
  groups: readonly FailureGroup[],
): ReadonlyMap<number, StoredError[]> {
  const parameters = {
    ...spanParameters(span),
    from: Math.min(span.to, ...groups.map(firstOf)),
    groups: JSON.stringify(
      groups.map((group) => [group.protocol, group.methodKey, group.endpoint, group.errorType]),
    ),
    newest: newestPerGroup,
  };
  const events = new Map<number, StoredError[]>();
  for (const row of connection.all(overFailed(newestOfGroupsSql), parameters)) {
    const position = row.number('position');
    const own = events.get(position) ?? [];
    events.set(position, own);
    own.push(storedError(row));
  }
  return events;
}

function errorGroup(group: FailureGroup, newest: readonly StoredError[]): ErrorGroup {
  const { protocol, endpoint, parts } = group;
  const [event] = newest;
  if (!event) throw new RangeError('A group has at least one event.');
  const statusCodes = distinct(parts.map(({ statuses, statusCode }) => statuses ?? statusCode))
    .map(Number)
    .sort((a, b) => a - b);
  const faults = distinct(parts.map(({ fault }) => fault)).sort();
  const [method = null, ...otherMethods] = new Set(parts.map((part) => part.method));
  return {
    protocol,
    method: otherMethods.length > 0 ? null : method,
    endpoint,
    statusCodes,
    errorType: event.errorType,
    errorMessage:
      faults.length > 0 ? `${faults.join(', ')} ${statusCodes.join(', ')}` : event.errorMessage,
    count: sumOf(parts),
    first: firstOf(group),
    last: lastOf(group),
    newest,
  };
}

/** The words of lists with spaces between them, each once; null is an empty list. */
function distinct(lists: readonly (string | number | null)[]): string[] {
  const words = lists.flatMap((list) => String(list ?? '').split(' '));
  return [...new Set(words.filter((word) => word !== ''))];
}
