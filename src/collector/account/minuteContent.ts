import { joinKey } from '../../domain/compositeKey';
import type { MinuteContent, MinuteHistogram, MinuteRow } from '../../domain/commitBatch';
import { commonHistogram } from '../../domain/commonHistogram';
import type { Histogram } from '../../domain/histogram';
import { isErrorStatus } from '../../domain/protocol';
import type { Protocol } from '../../domain/protocol';
import { sparse, sparseQuantile } from '../../domain/sparseHistogram';
import type { SparseHistogram } from '../../domain/sparseHistogram';
import { noTraffic, sizesOf } from '../../domain/trafficColumns';
import {
  endpointOf,
  latencyKeyOf,
  parseLatencyKey,
  parseTrafficKey,
  withEndpoint,
  withoutEndpoint,
  withoutStatus,
} from '../../domain/trafficKey';
import type { EndpointLatencyKey, EndpointTrafficKey, LatencyKey } from '../../domain/trafficKey';
import { latencyByMinute } from './gapLatency';
import { handlerHistogram } from './handlerTimes';
import type { OpenInterval } from './accountState';
import { newCell } from './accumulatorState';
import type { MinuteCell, OpenMinute } from './accumulatorState';
import { remainderByMinute } from './openIntervals';

interface Row extends MinuteCell {
  readonly cellKey: EndpointTrafficKey;
  readonly latencyKey: LatencyKey;
  readonly endpointKey: EndpointLatencyKey;
  readonly endpoint: string;
}

/** All requests of one (protocol, method), or of one endpoint of it, in a minute. */
interface Group {
  requests: number;
  handlerSum: number;
}

/**
 * A minute as the tables hold it: what is entered for it and what the open intervals still hold of it. What
 * they hold of minutes before `floor`, which are final, is shown in that one.
 */
export function minuteContent(
  held: OpenMinute,
  intervals: readonly OpenInterval[],
  floor: number,
): MinuteContent {
  const isShownHere = (minute: number): boolean => Math.max(minute, floor) === held.minute;
  const whole = wholeLatency(held, intervals, isShownHere);
  const rows = timedByMetrics(rowsOf(held, intervals, isShownHere), held);
  const histograms = histogramsOf(held, whole, rows);
  const sums = new LatencySums(rows, whole);
  const quantiles = quantilesOf(histograms);
  const withTraffic = rows.map((row) => minuteRow(row, held, sums, quantiles));
  const protocols = new Set(withTraffic.map((row) => row.protocol));
  const idle = Object.entries(held.activeConnections)
    .filter(([protocol, value]) => value > 0 && !protocols.has(protocol as Protocol))
    .map(([protocol, value]) => connectionsOnly(protocol as Protocol, value));
  return {
    minute: held.minute,
    ...(held.joins !== undefined && { joins: held.joins }),
    workspaceId: held.workspaceId,
    environment: held.environment,
    rows: [...withTraffic, ...idle],
    histograms: [...histograms.values()],
  };
}

/** Whole-request latency of the minute by (protocol, method). */
function wholeLatency(
  held: OpenMinute,
  intervals: readonly OpenInterval[],
  isShownHere: (minute: number) => boolean,
): ReadonlyMap<LatencyKey, Histogram> {
  const parts = [...held.whole];
  for (const interval of intervals) {
    for (const key of interval.latency.keys()) {
      for (const [minute, part] of latencyByMinute(interval, key)) {
        if (isShownHere(minute)) parts.push([key, part]);
      }
    }
  }
  const whole = new Map<LatencyKey, Histogram>();
  for (const [key, part] of parts) {
    const known = whole.get(key);
    whole.set(key, (known && commonHistogram([known, part])) ?? part);
  }
  return whole;
}

function rowsOf(
  held: OpenMinute,
  intervals: readonly OpenInterval[],
  isShownHere: (minute: number) => boolean,
): Row[] {
  const cells = new Map(held.cells);
  for (const interval of intervals) {
    for (const key of interval.remaining.keys()) {
      const count = remainderByMinute(interval, key)
        .filter(([minute]) => isShownHere(minute))
        .reduce((sum, [, part]) => sum + part, 0);
      if (count === 0) continue;
      const cellKey = withEndpoint(key, '');
      const cell = cells.get(cellKey) ?? newCell();
      cells.set(cellKey, { ...cell, count: cell.count + count });
    }
  }
  return [...cells].map(([cellKey, cell]) => {
    const latencyKey = withoutStatus(withoutEndpoint(cellKey));
    const endpoint = endpointOf(cellKey);
    return {
      ...cell,
      cellKey,
      latencyKey,
      endpointKey: withEndpoint(latencyKey, endpoint),
      endpoint,
    };
  });
}

/** Where the metrics time an endpoint, its rows share that time by their numbers of requests. */
function timedByMetrics(rows: readonly Row[], { named }: OpenMinute): readonly Row[] {
  if (named.size === 0) return rows;
  const groups = grouped(rows, ({ endpointKey }) => endpointKey);
  return rows.map((row) => {
    const timed = named.get(row.endpointKey);
    const requests = groups.get(row.endpointKey)?.requests ?? 0;
    return timed ? { ...row, handlerSum: (timed.sum * row.count) / requests } : row;
  });
}

function grouped<Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Group> {
  const groups = new Map<Key, Group>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key) ?? { requests: 0, handlerSum: 0 };
    group.requests += row.count;
    group.handlerSum += row.handlerSum;
    groups.set(key, group);
  }
  return groups;
}

function minuteRow(
  row: Row,
  held: OpenMinute,
  sums: LatencySums,
  quantiles: (endpointKey: string) => Quantiles,
): MinuteRow {
  const { protocol, method, status } = parseTrafficKey(row.cellKey);
  const { latencyP50, latencyP95, latencyP99 } = quantiles(row.endpointKey);
  const isError = method === 'ERROR' || isErrorStatus(protocol, status);
  return {
    protocol,
    method,
    endpoint: row.endpoint === '' ? null : row.endpoint,
    statusCode: status,
    requestCount: row.count,
    errorCount: isError ? row.count : 0,
    latencySum: sums.of(row),
    latencyMin: row.handlerMin,
    latencyMax: row.handlerMax,
    latencyP50,
    latencyP95,
    latencyP99,
    activeConnections: held.activeConnections[protocol] ?? 0,
    ...sizesOf(row),
  };
}

/** The latency of each row of a minute, ms. */
class LatencySums {
  readonly #groups: ReadonlyMap<LatencyKey, Group>;
  readonly #whole: ReadonlyMap<LatencyKey, Histogram>;

  constructor(rows: readonly Row[], whole: ReadonlyMap<LatencyKey, Histogram>) {
    this.#groups = grouped(rows, ({ latencyKey }) => latencyKey);
    this.#whole = whole;
  }

  /**
   * A row's handler time, plus an equal share per request of what the histogram holds beyond all handler
   * times; handler times scaled down if they exceed it. So rows add up to the histogram (docs/collection.md#latency).
   */
  of({ latencyKey, handlerSum, count }: Row): number {
    const whole = this.#wholeSum(latencyKey);
    const group = this.#groups.get(latencyKey);
    if (whole === undefined || !group) return handlerSum;
    if (group.handlerSum > whole) return (handlerSum * whole) / group.handlerSum;
    return handlerSum + ((whole - group.handlerSum) * count) / group.requests;
  }

  /** A GraphQL call is timed inside an http POST too: http gives up as much time as it gave up requests. */
  #wholeSum(latencyKey: LatencyKey): number | undefined {
    const own = this.#whole.get(latencyKey);
    if (!own) return undefined;
    if (latencyKey !== latencyKeyOf({ protocol: 'http', method: 'POST' })) return own.sum;
    const doubled = [...this.#whole]
      .filter(([key]) => parseLatencyKey(key).protocol === 'graphql')
      .reduce((sum, [, histogram]) => sum + histogram.sum, 0);
    return Math.max(0, own.sum - doubled);
  }
}

function histogramsOf(
  held: OpenMinute,
  whole: ReadonlyMap<LatencyKey, Histogram>,
  rows: readonly Row[],
): Map<string, MinuteHistogram> {
  const histograms = new Map<string, MinuteHistogram>();
  for (const [key, histogram] of whole) {
    const { protocol, method } = parseLatencyKey(key);
    histograms.set(withEndpoint(key, ''), {
      protocol,
      method,
      endpoint: null,
      source: 'metrics',
      histogram: sparse(histogram),
    });
  }
  const groups = grouped(rows, ({ endpointKey }) => endpointKey);
  for (const [key, counts] of held.handler) {
    const histogram = handlerHistogram(counts, groups.get(key)?.handlerSum ?? 0);
    histograms.set(key, { ...groupOf(key), source: 'log', histogram });
  }
  for (const [key, histogram] of held.named) {
    histograms.set(key, { ...groupOf(key), source: 'metrics', histogram: sparse(histogram) });
  }
  for (const [endpoint, histogram] of held.injectedDelay) {
    const ofEndpoint = { protocol: 'http', method: null, endpoint } as const;
    histograms.set(joinKey('injected', endpoint), {
      ...ofEndpoint,
      source: 'injected',
      histogram: sparse(histogram),
    });
  }
  return histograms;
}

function groupOf(
  key: EndpointLatencyKey,
): Pick<MinuteHistogram, 'protocol' | 'method' | 'endpoint'> {
  const { protocol, method } = parseLatencyKey(key);
  return { protocol, method, endpoint: endpointOf(key) };
}

type Quantiles = Pick<MinuteRow, 'latencyP50' | 'latencyP95' | 'latencyP99'>;

const unknownQuantiles: Quantiles = { latencyP50: null, latencyP95: null, latencyP99: null };

/** Rows of one endpoint differ in status alone and have one distribution, whose quantiles are computed once. */
function quantilesOf(
  histograms: ReadonlyMap<string, MinuteHistogram>,
): (endpointKey: string) => Quantiles {
  const known = new Map([...histograms].map(([key, { histogram }]) => [key, quantiles(histogram)]));
  return (key) => known.get(key) ?? unknownQuantiles;
}

function quantiles(histogram: SparseHistogram): Quantiles {
  const at = (q: number): number | null => {
    const quantile = sparseQuantile(histogram, q);
    return quantile && !quantile.above ? quantile.value : null;
  };
  return { latencyP50: at(0.5), latencyP95: at(0.95), latencyP99: at(0.99) };
}

function connectionsOnly(protocol: Protocol, activeConnections: number): MinuteRow {
  return {
    protocol,
    method: null,
    endpoint: null,
    statusCode: null,
    ...noTraffic,
    ...unknownQuantiles,
    activeConnections,
  };
}
