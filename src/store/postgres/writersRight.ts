import leaveRightSql from '../../../sql/postgres/right/leaveRight.sql';
import readHolder from '../../../sql/postgres/right/readHolder.sql';
import takeRightSql from '../../../sql/postgres/right/takeRight.sql';
import { hostname } from 'node:os';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type { Connection } from '../database/connection';

/** What PostgreSQL keeps of a name, bytes. */
const longestName = 63;

/** How the connections of this process are called on the server: others read there who collects. */
export function applicationName(): string {
  const name = `MockForge Analytics ${process.pid}@${hostname()}`;
  return name.replaceAll(/[^ -~]/g, '?').slice(0, longestName);
}

/**
 * Takes the right to collect into the target of a connection. Its session has it until it ends, however that comes: nobody
 * has to look whether the process still lives.
 */
export function takeRight(connection: Connection): boolean {
  return connection.first(takeRightSql)?.number('taken') === 1;
}

export function leaveRight(connection: Connection): void {
  connection.all(leaveRightSql);
}

/** Who has the right; null where nobody has it. A client that does not say who it is is told by what serves it. */
export function holderOf(connection: Connection): OtherCollector | null {
  const row = connection.first(readHolder);
  if (!row) return null;
  const [, id, host] = /^MockForge Analytics (\d+)@(.*)$/.exec(row.text('application')) ?? [];
  return {
    process: id === undefined ? row.number('backend') : Number(id),
    host: host ?? row.textOrNull('address') ?? '?',
  };
}
