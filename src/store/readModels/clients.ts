import clientsSql from '../../../sql/readModels/clients.sql';
import knownSpanSql from '../../../sql/readModels/knownSpan.sql';
import failingClientsSql from '../../../sql/readModels/failingClients.sql';
import { standOfPanel } from '../../domain/filterStanding';
import { floorTo, hourSeconds } from '../../domain/time';
import type { Clients, DashboardQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import type { Failures } from './failures';
import { overFailed, spanParameters } from './span';

const clientLimit = 50;
/** Failed requests under a filter of which it is read whose they were, at most; a thousand take some ms. */
const readSendersOf = 20_000;

/**
 * The programs that requests came from, counted in whole hours, as they are stored; the hour in which the span ends only
 * if it has nothing later. Which of an endpoint's requests were whose is stored of failed ones only, and so it is by
 * status or error: there the clients are those that failed, within the span.
 */
export function readClients(
  connection: Connection,
  query: DashboardQuery,
  failures: Failures,
): Clients {
  const { conditions = [], endpoint } = query.filter ?? {};
  const ofFailed = Boolean(endpoint) || standOfPanel('clients', conditions).standing === 'failed';
  const { from, to } = ofFailed
    ? query
    : {
        from: floorTo(query.from, hourSeconds),
        to: isOver(connection, query.to)
          ? floorTo(query.to, hourSeconds)
          : floorTo(query.to + hourSeconds - 1, hourSeconds),
      };
  if (ofFailed && conditions.length > 0 && failures.totals.count > readSendersOf) {
    return { from, to, total: 0, rows: [], areTooMany: true };
  }
  const sql = ofFailed ? overFailed(failingClientsSql) : clientsSql;
  const rows = connection.all(sql, spanParameters({ ...query, from, to }));
  return {
    from,
    to: Math.min(to, query.to),
    total: rows.length,
    rows: rows.slice(0, clientLimit).map((row) => ({
      userAgent: row.textOrNull('user_agent'),
      requests: ofFailed ? null : row.number('requests'),
      errors: row.number('errors'),
      addresses: row.number('addresses'),
    })),
  };
}

/** Whether the hour that a moment lies in has more than what was before it. */
function isOver(connection: Connection, at: number): boolean {
  const hour = { from: at, to: floorTo(at, hourSeconds) + hourSeconds };
  return connection.first(knownSpanSql, hour)?.number('known') === 1;
}
