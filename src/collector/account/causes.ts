import type { RouteTable } from '../../domain/routeTable';
import type { Exchange } from '../../mockforge/exchange';
import type { LogRow } from '../../mockforge/logRow';

/** How far apart the log and the recorder may say that one request was answered, ms. */
export const toleranceMs = 50;
/** How far apart they say so on a server that is short of processor time, ms. */
export const longestDriftMs = 2000;

/** What finds the exchanges of a request. */
export type Sought = Pick<LogRow, 'method' | 'status' | 'path' | 'userAgent' | 'finishedAt'>;

/** What the recorder says of a request. */
export interface Cause {
  /** The request's own exchange; null where it may be one of several, or another request's. */
  readonly exchange: Exchange | null;
  /** Why the server refused it, and the size of its answer, bytes: null unless all that fit it say the same. */
  readonly validation: string | null;
  readonly bytesSent: number | null;
}

/**
 * What the exchanges say of each request that they fit by method, status, route, user agent and time, up to `withinMs`
 * apart. A link is given where exactly one fits, and is the only one of no other request: a wrong one is worse than
 * none (docs/collection.md#failed-requests). Exchanges' times are on the server's clock, which is `clockOffset` ms
 * ahead of ours.
 */
export function causesOf<Request extends Sought>(
  requests: readonly Request[],
  exchanges: readonly Exchange[],
  {
    routes,
    clockOffset,
    withinMs = toleranceMs,
  }: { readonly routes: RouteTable; readonly clockOffset: number; readonly withinMs?: number },
): ReadonlyMap<Request, Cause> {
  const inOrder = [...exchanges].sort((a, b) => a.respondedAt - b.respondedAt);
  const nameOf = remembered((path: string) => routes.nameOf(path));
  const fits = ({ method, status, userAgent, path }: Sought, exchange: Exchange): boolean =>
    method === exchange.method &&
    status === exchange.status &&
    userAgent === exchange.userAgent &&
    nameOf(path) === nameOf(exchange.path);
  const fitting = new Map<Request, readonly Exchange[]>();
  const onlyFitOf = new Map<Exchange, number>();
  for (const request of requests) {
    const at = request.finishedAt + clockOffset;
    const found = between(inOrder, at - withinMs, at + withinMs).filter((exchange) =>
      fits(request, exchange),
    );
    const [first, ...others] = found;
    if (!first) continue;
    fitting.set(request, found);
    if (others.length === 0) onlyFitOf.set(first, (onlyFitOf.get(first) ?? 0) + 1);
  }
  const causes = new Map<Request, Cause>();
  for (const [request, found] of fitting) {
    const [first = null, ...others] = found;
    const isItsOwn = first !== null && others.length === 0 && onlyFitOf.get(first) === 1;
    causes.set(request, {
      exchange: isItsOwn ? first : null,
      validation: agreed(found.map(({ validation }) => validation)),
      bytesSent: agreed(found.map(({ bytesSent }) => bytesSent)),
    });
  }
  return causes;
}

/** The value that all have; null where they differ. */
function agreed<Value>([first = null, ...others]: readonly (Value | null)[]): Value | null {
  return others.every((other) => other === first) ? first : null;
}

/** The exchanges from `from` to `to`, unix ms, of those in the order of their times. */
function between(exchanges: readonly Exchange[], from: number, to: number): readonly Exchange[] {
  const begin = countBefore(exchanges, from);
  let end = begin;
  while ((exchanges[end]?.respondedAt ?? Infinity) <= to) end++;
  return exchanges.slice(begin, end);
}

function countBefore(exchanges: readonly Exchange[], time: number): number {
  let low = 0;
  let high = exchanges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((exchanges[middle]?.respondedAt ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remembered(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const result = known.get(text) ?? work(text);
    known.set(text, result);
    return result;
  };
}
