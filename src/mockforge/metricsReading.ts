import type { Histogram } from '../domain/histogram';
import type { RouteTable } from '../domain/routeTable';
import type { Protocol } from '../domain/protocol';
import type { MetricMeaning, ServerGauge } from './metricMeaning';

/** What one complete body of /metrics said. Keys are those of domain/trafficKey. */
export interface MetricsReading {
  /** Requests so far by (protocol, method, status), or operations by (protocol, operation). */
  readonly counters: ReadonlyMap<string, number>;
  /** Whole-request latency so far by (protocol, method). */
  readonly latency: ReadonlyMap<string, Histogram>;
  readonly activeConnections: ReadonlyMap<Protocol, number>;
  /** Injected faults that ended a request, so far, by type + tab + endpoint. */
  readonly faults: ReadonlyMap<string, number>;
  /** Fingerprint of the routes that named these endpoints. */
  readonly faultRoutes: string;
  /** Unix seconds; null where the server's platform does not say. */
  readonly processStart: number | null;
  /** Seconds, up to 15 s old. */
  readonly uptime: number | null;
  /** Of the whole host. */
  readonly memoryUsageBytes: number | null;
  readonly cpuUsagePercent: number | null;
  readonly threadCount: number | null;
  /** Samples left out because a counter was NaN, infinite or negative. */
  readonly droppedSamples: number;
  /** The wanted families that were there. */
  readonly families: ReadonlySet<string>;
}

interface OpenHistogram {
  readonly cumulative: Map<number, number>;
  sumMs: number;
}

/** Gathers a reading sample by sample. Series that differ only in what is not shown (pillar) add up. */
export class ReadingBuilder {
  readonly #counters = new Map<string, number>();
  readonly #latency = new Map<string, OpenHistogram>();
  readonly #activeConnections = new Map<Protocol, number>();
  readonly #faults = new Map<string, number>();
  readonly #routes: RouteTable;
  readonly #server = new Map<ServerGauge, number>();
  #droppedSamples = 0;
  readonly #families = new Set<string>();

  /** @param routes name the endpoints of faults, which are summed by endpoint so that they stay few */
  constructor(routes: RouteTable) {
    this.#routes = routes;
  }

  add(meaning: MetricMeaning, value: number): void {
    this.#families.add(meaning.family);
    if (!Number.isFinite(value) || value < 0) {
      this.#droppedSamples++;
      return;
    }
    switch (meaning.kind) {
      case 'requests':
        increase(this.#counters, meaning.key, value);
        break;
      case 'latencyBucket':
        increase(this.#histogram(meaning.key).cumulative, meaning.boundMs, value);
        break;
      case 'latencySum':
        this.#histogram(meaning.key).sumMs += value * 1000;
        break;
      case 'activeConnections':
        increase(this.#activeConnections, meaning.protocol, value);
        break;
      case 'fault':
        increase(this.#faults, `${meaning.type}\t${this.#routes.nameOf(meaning.path)}`, value);
        break;
      default:
        this.#server.set(meaning.kind, value);
    }
  }

  finish(): MetricsReading {
    return {
      counters: this.#counters,
      latency: new Map([...this.#latency].map(([key, open]) => [key, closeHistogram(open)])),
      activeConnections: this.#activeConnections,
      faults: this.#faults,
      faultRoutes: this.#routes.fingerprint,
      processStart: this.#server.get('processStart') ?? null,
      uptime: this.#server.get('uptime') ?? null,
      memoryUsageBytes: this.#server.get('memoryUsage') ?? null,
      cpuUsagePercent: this.#server.get('cpuUsage') ?? null,
      threadCount: this.#server.get('threadCount') ?? null,
      droppedSamples: this.#droppedSamples,
      families: this.#families,
    };
  }

  #histogram(key: string): OpenHistogram {
    let histogram = this.#latency.get(key);
    if (!histogram) {
      histogram = { cumulative: new Map(), sumMs: 0 };
      this.#latency.set(key, histogram);
    }
    return histogram;
  }
}

function increase<Key>(map: Map<Key, number>, key: Key, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function closeHistogram({ cumulative, sumMs }: OpenHistogram): Histogram {
  const steps = [...cumulative].sort(([a], [b]) => a - b);
  const counts = steps.map(([, count], i) => count - (steps[i - 1]?.[1] ?? 0));
  return { bounds: steps.map(([bound]) => bound).filter(Number.isFinite), counts, sum: sumMs };
}
