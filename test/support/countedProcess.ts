import type { ModelScrape } from './prometheusModel';

type Sample = ModelScrape['samples'][number];

/** One run of a MockForge server as Prometheus sees it: counters and the latency histogram. Unix seconds. */
export class CountedProcess {
  readonly #instance: string;
  readonly #startedAt: number;
  readonly #tellsStart: boolean;
  readonly #counts = new Map<string, number>();
  /** Seconds that all requests of a series took. */
  readonly #durations = new Map<string, number>();

  constructor(instance: string, startedAt: number, tellsStart = true) {
    this.#instance = instance;
    this.#startedAt = startedAt;
    this.#tellsStart = tellsStart;
  }

  /** Serves requests, each in 4 ms, say. GraphQL is counted as an http POST as well, as MockForge does. */
  serve(method: string, status: number, count: number, pillar = 'unknown', seconds = 0.004): void {
    this.#add(['http', method, status, pillar].join(), count, seconds);
  }

  serveGraphql(count: number): void {
    this.serve('POST', 200, count);
    this.#add(['graphql', 'query', 200, 'contracts'].join(), count, 0.004);
  }

  scrape(at: number): ModelScrape {
    const samples: Sample[] = [
      [{ __name__: 'mockforge_uptime_seconds' }, at - this.#startedAt],
      [{ __name__: 'mockforge_ws_connections_total' }, 0],
    ];
    if (this.#tellsStart)
      samples.push([{ __name__: 'process_start_time_seconds' }, this.#startedAt]);
    const latency = new Map<string, { count: number; sum: number }>();
    for (const [key, count] of this.#counts) {
      const [protocol = '', method = '', status = '', pillar = ''] = key.split(',');
      const family = { protocol, method, pillar };
      samples.push([{ __name__: 'mockforge_requests_total', ...family, status }, count]);
      const text = JSON.stringify(family);
      const held = latency.get(text) ?? { count: 0, sum: 0 };
      latency.set(text, {
        count: held.count + count,
        sum: held.sum + (this.#durations.get(key) ?? 0),
      });
    }
    for (const [text, { count, sum }] of latency) {
      const family = JSON.parse(text) as Record<string, string>;
      const name = 'mockforge_request_duration_seconds';
      for (const [le, within] of [
        ['0.001', 0],
        ['0.005', count],
        ['+Inf', count],
      ] as const) {
        samples.push([{ __name__: `${name}_bucket`, ...family, le }, within]);
      }
      samples.push([{ __name__: `${name}_sum`, ...family }, sum]);
      samples.push([{ __name__: `${name}_count`, ...family }, count]);
    }
    return { instance: this.#instance, at, samples };
  }

  #add(key: string, count: number, seconds: number): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    this.#durations.set(key, (this.#durations.get(key) ?? 0) + count * seconds);
  }
}
