import { RouteTable } from '../../src/domain/routeTable';
import { parseRequestLog } from '../../src/mockforge/logRow';
import type { LogRow } from '../../src/mockforge/logRow';
import { metricMeaning } from '../../src/mockforge/metricMeaning';
import { ReadingBuilder } from '../../src/mockforge/metricsReading';
import type { MetricsReading } from '../../src/mockforge/metricsReading';
import { logRingSize } from '../../src/mockforge/paths';
import { RecordedStream } from '../../src/replay/recordedStream';

/** A request that a MockForgeModel served. */
export interface Served {
  /** Unix ms, when its response was finished. */
  readonly at: number;
  readonly method?: string;
  /** As the log has it: a template in braces, or a raw path. */
  readonly path?: string;
  readonly status?: number;
  /** Milliseconds in the handler, whole; the histogram sees half a millisecond more, and `injectedMs`. */
  readonly handlerMs?: number;
  readonly injectedMs?: number;
  readonly clientIp?: string;
  readonly userAgent?: string | undefined;
  /** What the recorder keeps besides: the path as it was asked for, the request's headers and body, the answer. */
  readonly rawPath?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer?: string;
  readonly traceId?: string;
}

type Labels = Readonly<Record<string, string>>;

interface Series {
  readonly name: string;
  readonly labels: Labels;
  value: number;
}

const bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The counters and the request log of a MockForge server, as the reference describes them, for traffic that
 * a test makes up: what it counts and logs is known exactly.
 */
export class MockForgeModel {
  /** Off: the platform does not expose process_start_time_seconds. */
  exposesProcessStart = true;
  /** Whether it was started with a recorder; ids of the messages in its SMTP mailbox, null without SMTP. */
  hasRecorder = false;
  mailbox: string[] | null = null;
  /** Milliseconds by which its clock is ahead of ours. */
  clockAhead = 0;
  #startedAt: number;
  #series = new Map<string, Series>();
  #log: object[] = [];
  #exchanges: object[] = [];
  #lastId = 0;

  /** @param startedAt unix ms */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Unix ms. */
  get startedAt(): number {
    return this.#startedAt;
  }

  /** The process ends and another one starts: nothing is kept. Log ids go on, since they are unique for ever. */
  restart(at: number): void {
    this.#startedAt = at;
    this.#series = new Map();
    this.#log = [];
    this.#exchanges = [];
  }

  /** Counts and logs requests. */
  serve(...requests: readonly Served[]): void {
    for (const request of requests) {
      this.count(request);
      this.logOnly(request);
      this.#record(request);
    }
  }

  /** Counts a request that never reaches the log, as an injected fault does not. */
  count({ method = 'GET', status = 200, handlerMs = 3, injectedMs = 0 }: Served): void {
    this.#request({ protocol: 'http', method, pillar: 'unknown' }, status, handlerMs + injectedMs);
  }

  /** Logs a request that no counter has counted yet. */
  logOnly({ at, method = 'GET', path = '/api/users', status = 200, ...request }: Served): void {
    const userAgent = request.userAgent ?? 'curl/8.5.0';
    this.#log.push({
      id: `row-${++this.#lastId}`,
      timestamp: new Date(at + this.clockAhead).toISOString(),
      method,
      path,
      status_code: status,
      response_time_ms: request.handlerMs ?? 3,
      client_ip: request.clientIp ?? '127.0.0.1',
      user_agent: userAgent,
      headers: { accept: 'application/json', 'user-agent': userAgent, host: '127.0.0.1:3000' },
      response_size_bytes: 0,
      error_message: status >= 400 ? `HTTP ${status}` : null,
    });
    if (this.#log.length > logRingSize) this.#log.shift();
  }

  /** Logs a row whose parts are others than any request has. */
  logOdd(at: number, parts: object): void {
    this.logOnly({ at });
    Object.assign(this.#log.at(-1) ?? {}, parts);
  }

  /** Messages in the SMTP mailbox, as the server gives them. */
  get mailboxBody(): string {
    const messages = this.mailbox?.map((id) => ({ id, from: 'a@x', body: 'hush', raw: [104] }));
    return JSON.stringify(messages ?? { error: 'SMTP mailbox management not available' });
  }

  /** The recorder's answer to a question with this limit and offset. */
  recorderBody(limit: number, offset: number): string {
    const newest = this.#exchanges.toReversed().slice(offset, offset + limit);
    return JSON.stringify({ total: this.#exchanges.length, offset, limit, exchanges: newest });
  }

  #record(request: Served): void {
    const { at, method = 'GET', path = '/api/users', rawPath = path, status = 200 } = request;
    const timestamp = new Date(at + this.clockAhead).toISOString();
    const id = `exchange-${this.#exchanges.length + 1}`;
    const userAgent = request.userAgent ?? 'curl/8.5.0';
    const headers = JSON.stringify({ 'user-agent': userAgent, ...request.headers });
    const { body = null, answer = null, traceId = null } = request;
    const trace = { trace_id: traceId, span_id: traceId && `span-${traceId}` };
    this.#exchanges.push({
      request: {
        id,
        method,
        path: rawPath,
        query_params: null,
        headers,
        body,
        timestamp,
        ...trace,
      },
      response: {
        request_id: id,
        status_code: status,
        headers: '{}',
        body: answer,
        size_bytes: answer?.length ?? 0,
        timestamp,
      },
    });
  }

  /** Keeps exchanges whose parts are others than any request has, the newest last. */
  recordOdd(...exchanges: readonly object[]): void {
    this.#exchanges.push(...exchanges);
  }

  /** A GraphQL call as its executor counts it; MockForge counts it as http POST 200 too, a moment later. */
  countGraphql(status = 200): void {
    this.#request({ protocol: 'graphql', method: 'query', pillar: 'contracts' }, status, 1);
  }

  serveGraphql(): void {
    this.countGraphql();
    this.count({ at: 0, method: 'POST', handlerMs: 2 });
  }

  /** Moves any series, or sets it anew when `to` is given. */
  move(name: string, labels: Labels, by: number, to?: number): void {
    const key = `${name}${JSON.stringify(labels)}`;
    const series = this.#series.get(key) ?? { name, labels, value: 0 };
    series.value = to ?? series.value + by;
    this.#series.set(key, series);
  }

  /** @param told what the server says of a series, its value when left out */
  /** A request to `endpoint`, a raw path, is held up for so many ms. */
  injectDelay(endpoint: string, ms: number): void {
    const family = 'mockforge_chaos_latency_ms';
    for (const le of ['10', '50', '100', '250', '+Inf']) {
      this.move(`${family}_bucket`, { endpoint, le }, le === '+Inf' || ms <= Number(le) ? 1 : 0);
    }
    this.move(`${family}_sum`, { endpoint }, ms);
    this.move(`${family}_count`, { endpoint }, 1);
  }

  /** Faults end requests to `endpoint`, a raw path; the requests are counted apart. */
  injectFault(endpoint: string, fault_type = 'http_error', by = 1): void {
    this.move('mockforge_chaos_faults_total', { fault_type, endpoint }, by);
  }

  reading(
    now: number,
    routes = new RouteTable([]),
    told: (series: Readonly<Series>) => number = ({ value }) => value,
  ): MetricsReading {
    const builder = new ReadingBuilder(routes);
    for (const series of this.#all(now)) {
      const meaning = metricMeaning(series.name, new Map(Object.entries(series.labels)));
      if (meaning) builder.add(meaning, told(series));
    }
    return builder.finish();
  }

  metricsBody(now: number): string {
    return this.#all(now)
      .map(({ name, labels, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
        return `${name}${pairs.length > 0 ? `{${pairs.join()}}` : ''} ${value}\n`;
      })
      .join('');
  }

  /** A new connection to the log's live stream. */
  stream(): RecordedStream {
    return new RecordedStream({
      ring: () => ({ begin: this.#lastId - this.#log.length, end: this.#lastId }),
      row: (index) => JSON.stringify(this.#log[index - this.#lastId + this.#log.length]),
    });
  }

  /** The log's ring, oldest row first. */
  rows(now: number): readonly LogRow[] {
    return parseRequestLog(this.logBody(now)).rows;
  }

  logBody(now: number, limit = logRingSize): string {
    const timestamp = new Date(now + this.clockAhead).toISOString();
    const data = this.#log.slice(-limit).toReversed();
    return JSON.stringify({ success: true, data, timestamp });
  }

  #request(labels: Labels, status: number, milliseconds: number): void {
    this.move('mockforge_requests_total', { ...labels, status: String(status) }, 1);
    const duration = 'mockforge_request_duration_seconds';
    const seconds = (milliseconds + 0.5) / 1000;
    for (const bound of [...bounds, Infinity]) {
      const le = bound === Infinity ? '+Inf' : String(bound);
      this.move(`${duration}_bucket`, { ...labels, le }, seconds <= bound ? 1 : 0);
    }
    this.move(`${duration}_sum`, labels, seconds);
    this.move(`${duration}_count`, labels, 1);
  }

  #all(now: number): Series[] {
    const seconds = (now - this.#startedAt) / 1000;
    const own = [
      { name: 'mockforge_uptime_seconds', labels: {}, value: Math.floor(seconds / 15) * 15 },
      { name: 'mockforge_ws_connections_total', labels: {}, value: 0 },
    ];
    const start = Math.floor((this.#startedAt + this.clockAhead) / 1000);
    if (this.exposesProcessStart) {
      own.push({ name: 'process_start_time_seconds', labels: {}, value: start });
    }
    const moved = [...this.#series.values()];
    return [...own.filter(({ name }) => !moved.some((series) => series.name === name)), ...moved];
  }
}
