import clientsSql from '../../../sql/readModels/clients.sql';
import knownSpanSql from '../../../sql/readModels/knownSpan.sql';
import failingClientsSql from '../../../sql/readModels/failingClients.sql';
import { standOfPanel } from '../../domain/filterStanding';
import { compareText } from '../../domain/sorting';
import { floorTo, hourSeconds } from '../../domain/time';
import type { Clients, DashboardQuery } from '../../protocol/dashboardData';
import type { TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { overFailures } from './failures';
import { spanParameters } from './span';

const clientLimit = 50;

/**
 * The programs that requests came from, counted in whole hours, as they are stored; the hour in which the span ends only
 * if it has nothing later. Which of an endpoint's requests were whose is stored of failed ones only, and so it is by
 * status or error: there the clients are those that failed, within the span.
 */
export function readClients(connection: Connection, query: DashboardQuery): Clients {
  const { conditions = [], endpoint } = query.filter ?? {};
  const ofFailed = Boolean(endpoint) || standOfPanel('clients', conditions).standing === 'failed';
  return ofFailed ? failingClients(connection, query) : clientsOfHours(connection, query);
}

function failingClients(connection: Connection, query: DashboardQuery): Clients {
  const { from, to } = query;
  const clients = [...readFailingClients(connection, query)].sort(
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

/** Failed requests of a span by the program that sent them, as far as it is known; null: it named none. */
export function readFailingClients(
  connection: Connection,
  span: TimeSpan,
): ReadonlyMap<string | null, number> {
  const clients = new Map<string | null, number>();
  const rows = overFailures(connection, span, failingClientsSql, { isOfClients: true });
  for (const row of rows) {
    const userAgent = row.text('sender') || null;
    clients.set(userAgent, (clients.get(userAgent) ?? 0) + row.number('errors'));
  }
  return clients;
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
