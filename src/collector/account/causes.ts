import type { RouteTable } from '../../domain/routeTable';
import type { Exchange } from '../../mockforge/exchange';
import type { LogRow } from '../../mockforge/logRow';

/** How far apart the log and the recorder may say that one request was answered, ms. */
const toleranceMs = 50;

/**
 * The exchange of each row that exactly one fits by method, status, route, user agent and time, and that fits
 * no other row: a wrong link is worse than none (design, collection, section 5). Exchanges' times are on the
 * server's clock, which is `clockOffset` ms ahead of ours.
 */
export function exchangesOf(
  rows: readonly LogRow[],
  exchanges: readonly Exchange[],
  { routes, clockOffset }: { readonly routes: RouteTable; readonly clockOffset: number },
): ReadonlyMap<LogRow, Exchange> {
  const byKind = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const kind = kindOf(exchange, routes);
    byKind.set(kind, [...(byKind.get(kind) ?? []), exchange]);
  }
  const rowsOfExchange = new Map<Exchange, LogRow[]>();
  for (const row of rows) {
    const fitting = (byKind.get(kindOf(row, routes)) ?? []).filter(
      ({ respondedAt }) => Math.abs(respondedAt - clockOffset - row.finishedAt) <= toleranceMs,
    );
    const [only] = fitting;
    if (only && fitting.length === 1) {
      rowsOfExchange.set(only, [...(rowsOfExchange.get(only) ?? []), row]);
    }
  }
  const found = new Map<LogRow, Exchange>();
  for (const [exchange, [row, ...others]] of rowsOfExchange) {
    if (row && others.length === 0) found.set(row, exchange);
  }
  return found;
}

function kindOf(
  request: Pick<Exchange, 'method' | 'status' | 'path' | 'userAgent'>,
  routes: RouteTable,
): string {
  const { method, status, path, userAgent } = request;
  return JSON.stringify([method, status, routes.nameOf(path), userAgent]);
}
