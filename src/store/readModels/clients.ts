import clientsSql from '../../../sql/readModels/clients.sql';
import knownSpanSql from '../../../sql/readModels/knownSpan.sql';
import { standOfPanel } from '../../domain/filterStanding';
import { compareText } from '../../domain/sorting';
import { floorTo, hourSeconds } from '../../domain/time';
import type { Clients, DashboardQuery } from '../../protocol/dashboardData';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import type { Failures } from './failures';
import { clientsOf } from './failures';
import { spanParameters } from './span';

const clientLimit = 50;

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
  return areOfFailed(query) ? failingClients(query, failures) : clientsOfHours(connection, query);
}

/** Whether the clients are those of failed requests, which must be told by who sent them then. */
export function areOfFailed({ filter }: TimeSpan): boolean {
  const { standing } = standOfPanel('clients', conditionsIn(filter));
  return Boolean(filter?.endpoint) || standing === 'failed';
}

function failingClients({ from, to }: DashboardQuery, failures: Failures): Clients {
  const clients = [...clientsOf(failures.counts)].sort(
    ([a, some], [b, others]) => others - some || compareText(a ?? '', b ?? ''),
  );
  return {
    ...{ from, to, total: clients.length },
    rows: clients.slice(0, clientLimit).map(([userAgent, errors]) => ({
      ...{ userAgent, errors },
      requests: null,
      addresses: null,
    })),
  };
}

function clientsOfHours(connection: Connection, query: DashboardQuery): Clients {
  const from = floorTo(query.from, hourSeconds);
  const to = isOver(connection, query.to)
    ? floorTo(query.to, hourSeconds)
    : floorTo(query.to + hourSeconds - 1, hourSeconds);
  const rows = connection.all(clientsSql, spanParameters({ ...query, from, to }));
  return {
    from,
    to: Math.min(to, query.to),
    total: rows.length,
    rows: rows.slice(0, clientLimit).map((row) => ({
      userAgent: row.textOrNull('user_agent'),
      requests: row.number('requests'),
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
