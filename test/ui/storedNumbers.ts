import { protocolTitle } from '../../src/domain/protocol';
import { statusCodesText } from '../../src/domain/statusCodes';
import { templateName } from '../../src/domain/endpointName';
import { numberFormat } from '../../src/domain/numberFormat';
import { StoredLatency } from './storedLatency';
import type { StoredHistogram } from './storedLatency';

interface TrafficSums {
  readonly requests: number;
  readonly errors: number;
}

interface Gauges {
  readonly memory: number;
  readonly cpu: number;
  readonly threads: number;
  readonly uptime: number;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly isCalled: boolean;
}

const requestsOnly = `FROM metrics_aggregates_minute WHERE protocol IN ('http', 'graphql', 'grpc')`;
/** Failed requests; one row of injected faults stands for several. */
const failed = `(
  SELECT *, json_extract(metadata, '$.fault') AS fault,
    COALESCE(json_extract(metadata, '$.count'), 1) AS failures
  FROM error_events)`;
/** Spans in which was collected, each beginning where all before it have ended. */
const coverage = `(
  SELECT MAX(from_timestamp, COALESCE(MAX(to_timestamp) OVER earlier, 0)) AS since, to_timestamp AS until
  FROM collection_events WHERE kind = 'coverage'
  WINDOW earlier AS (ORDER BY from_timestamp, to_timestamp ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))`;

/** The whole of a database by plain SQL: none of the product's, and on the finest rows alone. */
export class StoredNumbers {
  readonly #read: (sql: string) => unknown;

  constructor(read: (sql: string) => unknown) {
    this.#read = read;
  }

  /** `connections`: open ones at the last minute that was collected. */
  totals(): TrafficSums & { readonly bytes: number; readonly connections: number } {
    const [sums] = this.#read(
      `SELECT SUM(request_count) AS requests, SUM(error_count) AS errors, SUM(bytes_sent) AS bytes
       ${requestsOnly}`,
    ) as readonly (TrafficSums & { readonly bytes: number })[];
    const [gauge] = this.#read(
      `SELECT COALESCE(SUM(most), 0) AS connections FROM (
         SELECT MAX(active_connections) AS most FROM metrics_aggregates_minute
         WHERE timestamp = (SELECT (MAX(until) - 1) / 60 * 60 FROM ${coverage}) GROUP BY protocol)`,
    ) as readonly { readonly connections: number }[];
    if (!sums || !gauge) throw new Error('A sum has always a row.');
    return { ...sums, ...gauge };
  }

  coveredSeconds(): number {
    const sql = `SELECT SUM(until - since) FROM ${coverage} WHERE until > since`;
    return this.#number(sql);
  }

  /** Minutes with traffic, in their order. `byClass` has requests by the first digit of their status. */
  minutes(): readonly (TrafficSums & {
    readonly at: number;
    readonly byClass: readonly number[];
  })[] {
    const classes = [0, 1, 2, 3, 4, 5].map(
      (digit) =>
        `SUM(CASE WHEN COALESCE(status_code, 0) / 100 = ${digit} THEN request_count ELSE 0 END) AS c${digit}`,
    );
    const rows = this.#read(
      `SELECT timestamp AS at, SUM(request_count) AS requests, SUM(error_count) AS errors, ${classes.join()}
       ${requestsOnly} GROUP BY timestamp HAVING requests > 0 ORDER BY timestamp`,
    ) as readonly (TrafficSums & Readonly<Record<`c${number}` | 'at', number>>)[];
    return rows.map((row) => ({
      ...row,
      byClass: [0, 1, 2, 3, 4, 5].map((digit) => row[`c${digit}`] ?? 0),
    }));
  }

  /** Of whole requests, of all minutes or the one at `at`. What graphql took is inside http's. */
  latency(at?: number, protocol = 'http'): StoredLatency {
    const minute = at === undefined ? '' : `AND timestamp = ${at}`;
    return this.#latency(
      `source = 'metrics' AND endpoint IS NULL AND protocol = '${protocol}' ${minute}`,
    );
  }

  protocols(): readonly (TrafficSums & {
    readonly protocol: string;
    readonly title: string;
    readonly carries: 'requests' | 'messages';
    readonly text: string;
  })[] {
    const sums = this.#read(
      `SELECT protocol, SUM(request_count) AS requests, SUM(error_count) AS errors,
         SUM(CASE WHEN method = 'CONNECT' THEN request_count ELSE 0 END) AS sessions,
         SUM(CASE WHEN method IN ('CONNECT', 'DISCONNECT', 'ERROR') THEN 0 ELSE request_count END) AS messages
       FROM metrics_aggregates_minute GROUP BY protocol ORDER BY requests DESC`,
    ) as readonly (TrafficSums & {
      readonly protocol: string;
      readonly sessions: number;
      readonly messages: number;
    })[];
    const { count } = numberFormat('en');
    return sums
      .map(({ protocol, requests, errors, sessions, messages }) => ({
        protocol,
        title: protocolTitle(protocol),
        carries: isRequests(protocol) ? ('requests' as const) : ('messages' as const),
        requests,
        errors,
        text: `${count(sessions)} sessions, ${count(messages)} messages`,
      }))
      .sort((a, b) => Number(isRequests(b.protocol)) - Number(isRequests(a.protocol)));
  }

  endpoints(): readonly (TrafficSums & {
    readonly name: string;
    readonly path: string;
    readonly handler: StoredLatency;
    readonly averageMs: number | null;
    readonly faults: number | null;
    readonly delay: { readonly averageMs: number; readonly isShared: boolean } | null;
  })[] {
    const rows = this.#read(
      `SELECT protocol, method, endpoint AS path, SUM(request_count) AS requests, SUM(error_count) AS errors
       ${requestsOnly} AND endpoint IS NOT NULL GROUP BY protocol, method, endpoint HAVING requests > 0`,
    ) as readonly (TrafficSums & {
      readonly protocol: string;
      readonly method: string;
      readonly path: string;
    })[];
    const faults = this.#read(
      `SELECT endpoint AS path, method, SUM(failures) AS count FROM ${failed}
       WHERE fault IS NOT NULL GROUP BY endpoint, method`,
    ) as readonly { readonly path: string; method: string | null; count: number }[];
    return rows.map((row) => {
      const { method, path, requests } = row;
      const key = `endpoint = '${path}' AND method = '${method}' AND protocol = '${row.protocol}'`;
      const handler = this.#latency(`source = 'log' AND ${key}`);
      const samePath = rows.filter((other) => other.path === path);
      const ofPath = faults.filter((fault) => fault.path === path);
      const ofAny = sum(ofPath.filter((fault) => fault.method === null).map(({ count }) => count));
      const own = sum(ofPath.filter((fault) => fault.method === method).map(({ count }) => count));
      const delayed = this.#latency(`source = 'injected' AND endpoint = '${path}'`);
      const ofAllMethods = sum(samePath.map((other) => other.requests));
      return {
        name: method,
        path,
        requests,
        errors: row.errors,
        handler,
        averageMs: handler.count > 0 ? handler.sum / handler.count : null,
        faults: ofAny > 0 && samePath.length > 1 ? null : ofAny + own,
        delay:
          delayed.count > 0
            ? { averageMs: delayed.sum / ofAllMethods, isShared: samePath.length > 1 }
            : null,
      };
    });
  }

  failures(): number {
    return this.#number(`SELECT SUM(failures) FROM ${failed}`);
  }

  /** By endpoint and type; injected faults whatever their method. */
  errorGroups(): readonly {
    readonly status: string;
    readonly endpoint: string;
    readonly count: number;
    readonly first: number;
    readonly last: number;
  }[] {
    const groups = this.#read(
      `SELECT group_concat(COALESCE(json_extract(metadata, '$.statuses'), status_code), ' ') AS statuses,
         MIN(method) AS method, COUNT(DISTINCT COALESCE(method, '')) AS methods, endpoint AS path,
         SUM(failures) AS count, MIN(timestamp) AS first, MAX(timestamp) AS last
       FROM ${failed} GROUP BY protocol, endpoint, error_type, CASE WHEN fault IS NULL THEN method END`,
    ) as readonly {
      readonly statuses: string;
      readonly method: string | null;
      readonly methods: number;
      readonly path: string;
      readonly count: number;
      readonly first: number;
      readonly last: number;
    }[];
    return groups.map(({ statuses, method, methods, path, count, first, last }) => ({
      status: statusCodesText([...new Set(statuses.split(' ').map(Number))].sort((a, b) => a - b)),
      endpoint: `${methods === 1 ? (method ?? '') : ''}${path}`,
      count,
      first,
      last,
    }));
  }

  newestErrors(limit: number): readonly {
    readonly atMs: number;
    readonly status: number;
    readonly method: string;
    readonly path: string;
  }[] {
    return this.#read(
      `SELECT json_extract(metadata, '$.timestampMs') AS atMs, status_code AS status, method,
         json_extract(metadata, '$.path') AS path
       FROM ${failed} WHERE fault IS NULL ORDER BY timestamp DESC, id DESC LIMIT ${limit}`,
    ) as ReturnType<StoredNumbers['newestErrors']>;
  }

  clients(): readonly (TrafficSums & { readonly userAgent: string | null })[] {
    return this.#read(
      `SELECT user_agent AS userAgent, SUM(request_count) AS requests, SUM(error_count) AS errors
       FROM client_analytics GROUP BY user_agent`,
    ) as ReturnType<StoredNumbers['clients']>;
  }

  statusCodes(): readonly { readonly code: number; readonly count: number }[] {
    return this.#read(
      `SELECT status_code AS code, SUM(request_count) AS count ${requestsOnly}
       AND protocol <> 'grpc' GROUP BY status_code HAVING count > 0 ORDER BY status_code`,
    ) as ReturnType<StoredNumbers['statusCodes']>;
  }

  /** Hours of UTC in which was collected. */
  hours(): readonly { readonly requests: number; readonly seconds: number }[] {
    return this.#read(
      `WITH RECURSIVE hour(at) AS (
         SELECT MIN(since) / 3600 * 3600 FROM ${coverage}
         UNION ALL SELECT at + 3600 FROM hour WHERE at + 3600 < (SELECT MAX(until) FROM ${coverage}))
       SELECT
         (SELECT COALESCE(SUM(request_count), 0) ${requestsOnly} AND timestamp / 3600 * 3600 = at) AS requests,
         (SELECT SUM(MAX(0, MIN(until, at + 3600) - MAX(since, at))) FROM ${coverage}) AS seconds
       FROM hour WHERE seconds > 0 ORDER BY at`,
    ) as ReturnType<StoredNumbers['hours']>;
  }

  /** The routes that a server tells, and whether the database has requests of each. */
  async routes(adminUrl: string): Promise<readonly Route[]> {
    const answer = await fetch(`${adminUrl}/__mockforge/routes`);
    const { routes } = (await answer.json()) as { routes: { method: string; path: string }[] };
    const called = new Set(this.endpoints().map(({ name, path }) => `${name} ${path}`));
    const names = routes.map(({ method, path }) => `${method} ${templateName(path)}`);
    return [...new Set(names)].map((name) => {
      const [method = '', path = ''] = name.split(' ');
      return { method, path, isCalled: called.has(name) };
    });
  }

  /** What ended with 404 and has no route, most first; `paths`: different ones. */
  notFound(
    routes: readonly Route[],
  ): readonly { method: string; path: string; count: number; paths: number }[] {
    const defined = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    return (
      this.#read(
        `SELECT method, endpoint AS path, SUM(failures) AS count,
         COUNT(DISTINCT json_extract(metadata, '$.path')) AS paths
       FROM ${failed} WHERE status_code = 404 AND fault IS NULL GROUP BY method, endpoint
       ORDER BY count DESC, endpoint, method`,
      ) as readonly { method: string; path: string; count: number; paths: number }[]
    ).filter(({ method, path }) => !defined.has(`${method} ${path}`));
  }

  /** What the server said of itself: at last, and at most. */
  gauges(): Readonly<Record<'last' | 'highest', Gauges>> {
    const told = `(SELECT * FROM (
      SELECT timestamp, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds FROM server_gauges
      UNION SELECT timestamp, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds
      FROM analytics_snapshots WHERE snapshot_type = 'hourly'))`;
    const [last, highest] = this.#read(
      `SELECT * FROM (SELECT ${gauges('')} FROM ${told} ORDER BY timestamp DESC LIMIT 1)
       UNION ALL SELECT ${gauges('MAX')} FROM ${told}`,
    ) as readonly Gauges[];
    if (!last || !highest) throw new Error('The server was never scraped.');
    return { last, highest };
  }

  #latency(where: string): StoredLatency {
    return new StoredLatency(
      this.#read(
        `SELECT bounds, counts, sum FROM latency_histograms
         JOIN bucket_bounds ON bucket_bounds.id = bounds_id WHERE resolution = 'minute' AND ${where}`,
      ) as readonly StoredHistogram[],
    );
  }

  #number(sql: string): number {
    const [row = {}] = this.#read(sql) as readonly Readonly<Record<string, number>>[];
    return Object.values(row)[0] ?? 0;
  }
}

function gauges(of: string): string {
  return `${of}(memory_usage_bytes) AS memory, ${of}(cpu_usage_percent) AS cpu,
    ${of}(thread_count) AS threads, ${of}(uptime_seconds) AS uptime`;
}

function isRequests(protocol: string): boolean {
  return ['http', 'graphql', 'grpc'].includes(protocol);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
