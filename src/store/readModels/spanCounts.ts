import spanCountsSql from '../../../sql/readModels/spanCounts.sql';
import { conditionsOf, withoutKind } from '../../domain/condition';
import { timesHandlers } from '../../domain/filterStanding';
import type { Protocol } from '../../domain/protocol';
import { requestProtocols } from '../../domain/protocol';
import { compareText } from '../../domain/sorting';
import type { DashboardData, ProtocolTotals } from '../../protocol/dashboardData';
import type { TimeSpan, TopEndpoint, TrafficFilter } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { endpointKey } from './endpointKey';
import type { Segment } from './segments';
import { rowsOverTraffic, spanParameters } from './span';

/** The traffic of one endpoint; `endpoint` null: what is not attributed, by method. */
export interface EndpointCounts extends Pick<TopEndpoint, 'protocol' | 'method' | 'endpoint'> {
  requests: number;
  errors: number;
  bytesSent: number;
  readonly byStatus: Map<number | null, number>;
}

/** The traffic of some parts of a span, read once for all that is shown of it. */
export class SpanCounts {
  readonly #all = new Map<string, EndpointCounts>();
  readonly #filter: TrafficFilter | undefined;

  constructor(connection: Connection, span: TimeSpan, segments: readonly Segment[]) {
    this.#filter = span.filter;
    const parameters = spanParameters(span);
    for (const row of rowsOverTraffic(connection, spanCountsSql, segments, parameters)) {
      this.#add(row);
    }
  }

  /** Over all requests; `unattributed` those without an endpoint, `bytesSent` as far as sources know sizes. */
  get totals(): Pick<TopEndpoint, 'requests' | 'errors'> & {
    readonly unattributed: number;
    readonly bytesSent: number;
  } {
    const sum = { requests: 0, errors: 0, unattributed: 0, bytesSent: 0 };
    for (const { endpoint, requests, errors, bytesSent } of this.#requests()) {
      sum.requests += requests;
      sum.errors += errors;
      sum.bytesSent += bytesSent;
      if (endpoint === null) sum.unattributed += requests;
    }
    return sum;
  }

  /** The endpoints with requests, most first, by their key; what is not attributed is one of them for each method. */
  endpoints(limit: number): ReadonlyMap<string, EndpointCounts> {
    const called = [...this.#all].filter(
      ([, counts]) => this.#isRequest(counts) && counts.requests > 0,
    );
    return new Map(called.sort(([, a], [, b]) => byRequests(a, b)).slice(0, limit));
  }

  /** How many endpoints have requests; what is not attributed is none. */
  get namedEndpoints(): number {
    return this.#requests().filter(({ endpoint, requests }) => endpoint !== null && requests > 0)
      .length;
  }

  /** Requests by path, whatever their method, and how many methods they have. */
  get ofPaths(): ReadonlyMap<string, { readonly requests: number; readonly methods: number }> {
    const paths = new Map<string, { requests: number; methods: number }>();
    for (const { endpoint, requests } of this.#requests()) {
      if (endpoint === null || requests === 0) continue;
      const path = paths.get(endpoint) ?? { requests: 0, methods: 0 };
      paths.set(endpoint, path);
      path.requests += requests;
      path.methods += 1;
    }
    return paths;
  }

  /** Requests by the key of their endpoint. */
  requestsOf(key: string): number {
    return this.#all.get(key)?.requests ?? 0;
  }

  /** Requests of each HTTP status, most first. */
  get statusCodes(): DashboardData['statusCodes'] {
    const byCode = new Map<number, number>();
    for (const { protocol, byStatus } of this.#requests()) {
      if (protocol === 'grpc') continue;
      for (const [code, requests] of byStatus) {
        if (code !== null && requests > 0) byCode.set(code, (byCode.get(code) ?? 0) + requests);
      }
    }
    return [...byCode]
      .map(([code, requests]) => ({ code, requests }))
      .sort((a, b) => b.requests - a.requests || a.code - b.code);
  }

  /**
   * Each protocol that carried anything. Of those without requests, CONNECT rows are sessions, ERROR rows failures,
   * all others messages.
   */
  get protocols(): readonly Omit<ProtocolTotals, 'p95' | 'perStep'>[] {
    const byProtocol = new Map<string, { sums: ProtocolSums; carried: number }>();
    for (const { protocol, method, requests, errors } of this.#all.values()) {
      const found = byProtocol.get(protocol) ?? { sums: noSums(protocol), carried: 0 };
      byProtocol.set(protocol, found);
      found.carried += requests;
      found.sums.errors += errors;
      if (requestProtocols.includes(protocol)) found.sums.requests += requests;
      else if (method === 'CONNECT') found.sums.sessions += requests;
      else if (isMessage(method)) found.sums.messages += requests;
    }
    return [...byProtocol.values()]
      .filter(({ carried }) => carried > 0)
      .sort(
        (a, b) =>
          b.sums.requests - a.sums.requests ||
          b.carried - a.carried ||
          compareText(a.sums.protocol, b.sums.protocol),
      )
      .map(({ sums }) => sums);
  }

  #add(row: Row): void {
    const key = endpointKey(row);
    const counts = this.#all.get(key) ?? noCounts(row);
    this.#all.set(key, counts);
    const requests = row.number('requests');
    const status = row.numberOrNull('status_code');
    counts.requests += requests;
    counts.errors += row.number('errors');
    counts.bytesSent += row.number('bytes_sent');
    counts.byStatus.set(status, (counts.byStatus.get(status) ?? 0) + requests);
  }

  #requests(): EndpointCounts[] {
    return [...this.#all.values()].filter((counts) => this.#isRequest(counts));
  }

  #isRequest({ protocol }: EndpointCounts): boolean {
    return countsAsRequests(protocol, this.#filter);
  }
}

/**
 * Those of every method of the paths: delays are told by path, and shared by all that came to it, also by what
 * conditions leave out. As `counts` where these have no such, or nothing is timed.
 */
export function countsOfPaths(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  counts: SpanCounts,
): SpanCounts {
  const { filter } = span;
  const conditions = conditionsIn(filter);
  if (!filter || !timesHandlers(conditions)) return counts;
  const whole = { ...filter, conditions: withoutKind(conditions, 'endpoint') };
  return new SpanCounts(connection, { ...span, filter: whole }, segments);
}

/** Whether rows of a protocol are called requests: http, graphql and grpc, or those that are asked for. */
export function countsAsRequests(protocol: Protocol, filter: TrafficFilter | undefined): boolean {
  const wanted = conditionsOf(conditionsIn(filter), 'protocol', false);
  return requestProtocols.includes(protocol) || wanted.some((own) => own.protocol === protocol);
}

type ProtocolSums = {
  -readonly [
    Key in 'protocol' | 'requests' | 'errors' | 'sessions' | 'messages'
  ]: ProtocolTotals[Key];
};

function noSums(protocol: string): ProtocolSums {
  return { protocol, requests: 0, errors: 0, sessions: 0, messages: 0 };
}

function noCounts(row: Row): EndpointCounts {
  return {
    protocol: row.text('protocol') as Protocol,
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
    requests: 0,
    errors: 0,
    bytesSent: 0,
    byStatus: new Map(),
  };
}

function isMessage(method: string | null): boolean {
  return method !== null && !['CONNECT', 'DISCONNECT', 'ERROR'].includes(method);
}

function byRequests(a: EndpointCounts, b: EndpointCounts): number {
  return (
    b.requests - a.requests ||
    compareText(a.protocol, b.protocol) ||
    compareText(a.endpoint ?? '', b.endpoint ?? '') ||
    compareText(a.method ?? '', b.method ?? '')
  );
}
