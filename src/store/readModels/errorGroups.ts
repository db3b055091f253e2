import errorGroupsSql from '../../../sql/readModels/errorGroups.sql';
import type { ErrorGroup, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
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
  const parameters = { ...spanParameters(span, []), limit, newest: newestPerGroup };
  const groups = new Map<number, Row[]>();
  for (const row of connection.all(overFailed(errorGroupsSql), parameters)) {
    const id = row.number('group_id');
    const rows = groups.get(id) ?? [];
    groups.set(id, rows);
    rows.push(row);
  }
  return [...groups.values()].map(errorGroup);
}

function errorGroup(rows: readonly Row[]): ErrorGroup {
  const newest = rows.map(storedError);
  const [row] = rows;
  const [event] = newest;
  if (!row || !event) throw new RangeError('A group has at least one event.');
  const { protocol, endpoint, errorType } = event;
  const statusCodes = distinct(row.textOrNull('group_statuses'))
    .map(Number)
    .sort((a, b) => a - b);
  const faults = distinct(row.textOrNull('group_faults')).sort();
  return {
    protocol,
    method: row.textOrNull('group_method'),
    endpoint,
    statusCodes,
    errorType,
    errorMessage:
      faults.length > 0 ? `${faults.join(', ')} ${statusCodes.join(', ')}` : event.errorMessage,
    count: row.number('group_count'),
    first: row.number('group_first'),
    last: row.number('group_last'),
    newest,
  };
}

/** The words of a list, each once. */
function distinct(list: string | null): string[] {
  return [...new Set((list ?? '').split(/[ ,]/).filter((word) => word !== ''))];
}
