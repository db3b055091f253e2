import { barePath, otherEndpoints } from '../domain/endpointName';
import type { Histogram } from '../domain/histogram';
import type { RouteTable } from '../domain/routeTable';
import type { Protocol } from '../domain/protocol';
import { withEndpoint } from '../domain/trafficKey';
import type { EndpointLatencyKey, EndpointTrafficKey } from '../domain/trafficKey';
import { faultKeyOf } from './faultKey';
import type { FaultKey } from './faultKey';
import type {
  InjectedDelayMeaning,
  LatencyMeaning,
  MetricMeaning,
  ServerGauge,
} from './metricMeaning';
import { isReadByUs } from './paths';
import type { LatencySeries, TrafficSeries } from './seriesKey';

/** Counts and latency distributions that only grow while a process lives. */
export interface Readings<Counted = TrafficSeries, Timed = LatencySeries> {
  readonly counters: ReadonlyMap<Counted, number>;
  readonly latency: ReadonlyMap<Timed, Histogram>;
}

/** What one complete body of /metrics said. Keys are those of domain/trafficKey and domain/compositeKey. */
export interface MetricsReading extends Readings {
  /** Requests so far by series (seriesKey) of (protocol, method, status), or operations of (protocol, operation). */
  readonly counters: ReadonlyMap<TrafficSeries, number>;
  /** Whole-request latency so far by series of (protocol, method). */
  readonly latency: ReadonlyMap<LatencySeries, Histogram>;
  /** The same of http by key and endpoint, on a server whose metrics name endpoints; else empty. */
  readonly byPath: Readings<EndpointTrafficKey, EndpointLatencyKey>;
  readonly activeConnections: ReadonlyMap<Protocol, number>;
  /** Injected faults that ended a request, so far, by type and endpoint. */
  readonly faults: ReadonlyMap<FaultKey, number>;
  /** Delays injected into requests so far, by endpoint; summed for all paths that match no route, except the ones we read. */
  readonly injectedDelay: ReadonlyMap<string, Histogram>;
  /** Fingerprint of the routes that named the endpoints. */
  readonly routes: string;
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
  /** Samples left out because their series appeared in the body before. */
  readonly repeatedSamples: number;
  /** Histograms whose buckets do not add up to their count. */
  readonly unequalHistograms: number;
  /** Histograms left out, which lack their sum or the +Inf bucket, or whose buckets do not ascend. */
  readonly brokenHistograms: number;
  /** The wanted families that were there. */
  readonly families: ReadonlySet<string>;
}

interface OpenHistogram {
  readonly cumulative: Map<number, number>;
  /** Null where the server does not say. */
  sumMs: number | null;
  count: number | null;
  /** The bound that came last, and whether each was higher than the one before. */
  lastBound: number;
  isOrdered: boolean;
}

/** Series of a body that are told from one another; repetitions of the others are not seen. */
const mostIdentities = 131_072;

/** Gathers a reading sample by sample. A series that appears twice counts once, as it appeared first. */
export class ReadingBuilder {
  readonly #counters = new Map<TrafficSeries, number>();
  readonly #latency = new Map<LatencySeries, OpenHistogram>();
  readonly #byPath = {
    counters: new Map<EndpointTrafficKey, number>(),
    latency: new Map<EndpointLatencyKey, OpenHistogram>(),
  };
  readonly #activeConnections = new Map<Protocol, number>();
  readonly #faults = new Map<FaultKey, number>();
  readonly #injectedDelay = new Map<string, OpenHistogram>();
  readonly #routes: RouteTable;
  readonly #order: 'ascending' | 'any';
  #lastNamed: { readonly path: string; readonly name: string } | undefined;
  readonly #server = new Map<ServerGauge, number>();
  #droppedSamples = 0;
  #repeatedSamples = 0;
  readonly #identities = new Set<number>();
  readonly #families = new Set<string>();

  /**
   * @param routes name the endpoints of raw paths, whose series are summed by endpoint so that they stay few
   * @param order how the buckets of a series come: in a body they have to ascend (exposition formats, "Histograms
   *   and summaries"), Prometheus gives them in any order
   */
  constructor(routes: RouteTable, order: 'ascending' | 'any' = 'any') {
    this.#routes = routes;
    this.#order = order;
  }

  /** The most names that numbers are kept for; a server can make up ever more. */
  get size(): number {
    const byPath = this.#byPath.counters.size + this.#byPath.latency.size;
    const injected = this.#faults.size + this.#injectedDelay.size;
    return this.#counters.size + this.#latency.size + byPath + injected;
  }

  add(meaning: MetricMeaning, value: number): void {
    this.#families.add(meaning.family);
    if (this.#isRepeated(meaning.identity)) {
      this.#repeatedSamples++;
      return;
    }
    if (!Number.isFinite(value) || value < 0) {
      this.#droppedSamples++;
      return;
    }
    switch (meaning.kind) {
      case 'requests':
        this.#counters.set(meaning.series, value);
        break;
      case 'latencyBucket':
      case 'latencySum':
      case 'latencyCount':
        addTo(this.#histogram(meaning), meaning, value);
        break;
      case 'requestsByPath':
        increase(
          this.#byPath.counters,
          withEndpoint(meaning.key, this.#nameOf(meaning.path)),
          value,
        );
        break;
      case 'activeConnections':
        increase(this.#activeConnections, meaning.protocol, value);
        break;
      case 'fault':
        increase(this.#faults, faultKeyOf(meaning.type, this.#nameOf(meaning.path)), value);
        break;
      case 'delayBucket':
      case 'delaySum':
      case 'delayCount':
        this.#addDelay(meaning, value);
        break;
      default:
        this.#server.set(meaning.kind, value);
    }
  }

  finish(): MetricsReading {
    const open = [this.#latency, this.#byPath.latency, this.#injectedDelay];
    const histograms = open.flatMap((byName) => [...byName.values()]);
    return {
      counters: this.#counters,
      latency: closed(this.#latency),
      byPath: { counters: this.#byPath.counters, latency: closed(this.#byPath.latency) },
      activeConnections: this.#activeConnections,
      faults: this.#faults,
      injectedDelay: closed(this.#injectedDelay),
      routes: this.#routes.fingerprint,
      processStart: this.#server.get('processStart') ?? null,
      uptime: this.#server.get('uptime') ?? null,
      memoryUsageBytes: this.#server.get('memoryUsage') ?? null,
      cpuUsagePercent: this.#server.get('cpuUsage') ?? null,
      threadCount: this.#server.get('threadCount') ?? null,
      unequalHistograms: [...this.#latency.values()].filter(isUnequal).length,
      brokenHistograms: histograms.filter((histogram) => !isWhole(histogram)).length,
      droppedSamples: this.#droppedSamples,
      repeatedSamples: this.#repeatedSamples,
      families: this.#families,
    };
  }

  #isRepeated(identity: number): boolean {
    if (this.#identities.has(identity)) return true;
    if (this.#identities.size < mostIdentities) this.#identities.add(identity);
    return false;
  }

  #histogram(meaning: LatencyMeaning): OpenHistogram {
    if (meaning.path !== null) {
      const key = withEndpoint(meaning.key, this.#nameOf(meaning.path));
      return openHistogram(this.#byPath.latency, key);
    }
    const histogram = openHistogram(this.#latency, meaning.series);
    if (meaning.kind === 'latencyBucket') {
      histogram.isOrdered &&= this.#order === 'any' || meaning.boundMs > histogram.lastBound;
      histogram.lastBound = meaning.boundMs;
    }
    return histogram;
  }

  #addDelay(meaning: InjectedDelayMeaning, value: number): void {
    const name = this.#nameOf(meaning.path);
    const endpoint = this.#routes.has(name) || isReadByUs(name) ? name : otherEndpoints;
    const histogram = openHistogram(this.#injectedDelay, endpoint);
    if (meaning.kind === 'delayBucket') increase(histogram.cumulative, meaning.boundMs, value);
    else if (meaning.kind === 'delaySum') histogram.sumMs = (histogram.sumMs ?? 0) + value;
    else histogram.count = (histogram.count ?? 0) + value;
  }

  /**
   * A histogram's lines follow one another and have the same path, which is compared with every route but once. The
   * paths that we read keep to themselves.
   */
  #nameOf(path: string): string {
    if (this.#lastNamed?.path !== path) {
      const own = barePath(path);
      this.#lastNamed = { path, name: isReadByUs(own) ? own : this.#routes.nameOf(path) };
    }
    return this.#lastNamed.name;
  }
}

function openHistogram<Key>(histograms: Map<Key, OpenHistogram>, key: Key): OpenHistogram {
  let histogram = histograms.get(key);
  if (!histogram) {
    const order = { lastBound: -Infinity, isOrdered: true };
    histogram = { cumulative: new Map(), sumMs: null, count: null, ...order };
    histograms.set(key, histogram);
  }
  return histogram;
}

function addTo(histogram: OpenHistogram, meaning: LatencyMeaning, value: number): void {
  if (meaning.kind === 'latencyBucket') increase(histogram.cumulative, meaning.boundMs, value);
  else if (meaning.kind === 'latencySum') histogram.sumMs = (histogram.sumMs ?? 0) + value * 1000;
  else histogram.count = (histogram.count ?? 0) + value;
}

function isUnequal({ cumulative, count }: OpenHistogram): boolean {
  return count !== null && count !== cumulative.get(Infinity);
}

/** Prometheus reads quantiles only of buckets that reach +Inf and hold ever more. */
function isWhole({ cumulative, sumMs, isOrdered }: OpenHistogram): boolean {
  const counts = ascending(cumulative).map(([, count]) => count);
  const ascends = counts.every((count, i) => count >= (counts[i - 1] ?? 0));
  return isOrdered && ascends && cumulative.has(Infinity) && sumMs !== null;
}

function closed<Key>(histograms: ReadonlyMap<Key, OpenHistogram>): Map<Key, Histogram> {
  return new Map(
    [...histograms]
      .filter(([, open]) => isWhole(open))
      .map(([name, open]) => [name, closeHistogram(open)]),
  );
}

function increase<Key>(map: Map<Key, number>, key: Key, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function closeHistogram({ cumulative, sumMs }: OpenHistogram): Histogram {
  const steps = ascending(cumulative);
  const counts = steps.map(([, count], i) => count - (steps[i - 1]?.[1] ?? 0));
  const bounds = steps.map(([bound]) => bound).filter(Number.isFinite);
  return { bounds, counts, sum: sumMs ?? 0 };
}

function ascending(
  cumulative: ReadonlyMap<number, number>,
): readonly (readonly [bound: number, count: number])[] {
  return [...cumulative].sort(([a], [b]) => a - b);
}
