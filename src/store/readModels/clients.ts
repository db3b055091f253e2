import clientsSql from '../../../sql/readModels/clients.sql';
import knownSpanSql from '../../../sql/readModels/knownSpan.sql';
import failingClientsSql from '../../../sql/readModels/failingClients.sql';
import { standOfPanel } from '../../domain/filterStanding';
import { floorTo, hourSeconds } from '../../domain/time';
import type { Clients, DashboardQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { overFailed, spanParameters } from './span';

const clientLimit = 50;

/**
 * The programs that requests came from, counted in whole hours, as they are stored; the hour in which the span ends only
 * if it has nothing later. Which of an endpoint's requests were whose is stored of failed ones only, and so it is by
 * status or error: there the clients are those that failed, within the span.
 */
export function readClients(connection: Connection, query: DashboardQuery): Clients {
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
