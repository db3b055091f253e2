import type { Histogram } from '../domain/histogram';
import type { Protocol } from '../domain/protocol';
import type { MetricMeaning } from './metricMeaning';

/** What one complete body of /metrics said. Keys are those of domain/trafficKey. */
export interface MetricsReading {
  /** Requests so far by (protocol, method, status), or operations by (protocol, operation). */
  readonly counters: ReadonlyMap<string, number>;
  /** Whole-request latency so far by (protocol, method). */
  readonly latency: ReadonlyMap<string, Histogram>;
  readonly activeConnections: ReadonlyMap<Protocol, number>;
  /** Unix seconds; null where the server's platform does not say. */
  readonly processStart: number | null;
  /** Seconds, up to 15 s old. */
  readonly uptime: number | null;
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
  #processStart: number | null = null;
  #uptime: number | null = null;
  #droppedSamples = 0;
  readonly #families = new Set<string>();

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
      case 'processStart':
        this.#processStart = value;
        break;
      case 'uptime':
        this.#uptime = value;
        break;
    }
  }

  finish(): MetricsReading {
    return {
      counters: this.#counters,
      latency: new Map([...this.#latency].map(([key, open]) => [key, closeHistogram(open)])),
      activeConnections: this.#activeConnections,
      processStart: this.#processStart,
      uptime: this.#uptime,
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
