import type { MinuteContent, MinuteHistogram, MinuteRow } from '../../domain/commitBatch';
import { histogramQuantile } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { isErrorStatus } from '../../domain/protocol';
import type { Protocol } from '../../domain/protocol';
import { latencyKeyText, parseLatencyKey, parseTrafficKey } from '../../domain/trafficKey';
import { handlerHistogram } from './handlerTimes';
import type { LedgerCell, LedgerMinute, OpenInterval } from './accountState';
import { remainderByMinute } from './openIntervals';

interface Row extends LedgerCell {
  readonly cellKey: string;
  readonly latencyKey: string;
  readonly endpoint: string;
}

/**
 * A minute as the tables hold it: what is entered for it and what the open intervals still hold of it. What
 * they hold of minutes before `floor`, which are final, is shown in that one.
 */
export function minuteContent(
  held: LedgerMinute,
  intervals: readonly OpenInterval[],
  floor: number,
): MinuteContent {
  const rows = rowsOf(held, intervals, floor);
  const histograms = histogramsOf(held, rows);
  const withTraffic = rows.map((row) => minuteRow(row, held, rows, histograms));
  const protocols = new Set(withTraffic.map((row) => row.protocol));
  const idle = Object.entries(held.activeConnections)
    .filter(([protocol, value]) => value > 0 && !protocols.has(protocol as Protocol))
    .map(([protocol, value]) => connectionsOnly(protocol as Protocol, value));
  return {
    minute: held.minute,
    workspaceId: held.workspaceId,
    environment: held.environment,
    rows: [...withTraffic, ...idle],
    histograms: [...histograms.values()],
  };
}

function rowsOf(held: LedgerMinute, intervals: readonly OpenInterval[], floor: number): Row[] {
  const cells = new Map<string, LedgerCell>(
    Object.entries(held.cells).map(([key, cell]) => [key, { ...cell }]),
  );
  for (const interval of intervals) {
    for (const key of Object.keys(interval.remaining)) {
      const count = remainderByMinute(interval, key)
        .filter(([minute]) => Math.max(minute, floor) === held.minute)
        .reduce((sum, [, part]) => sum + part, 0);
      if (count === 0) continue;
      const cellKey = `${key}\t`;
      const cell = cells.get(cellKey) ?? emptyCell();
      cells.set(cellKey, { ...cell, count: cell.count + count });
    }
  }
  return [...cells].map(([cellKey, cell]) => ({
    ...cell,
    cellKey,
    latencyKey: latencyKeyText(parseLatencyKey(cellKey)),
    endpoint: cellKey.slice(cellKey.lastIndexOf('\t') + 1),
  }));
}

function emptyCell(): LedgerCell {
  return { count: 0, handlerSum: 0, handlerMin: null, handlerMax: null, bytesReceived: 0 };
}

function minuteRow(
  row: Row,
  held: LedgerMinute,
  all: readonly Row[],
  histograms: ReadonlyMap<string, MinuteHistogram>,
): MinuteRow {
  const { protocol, method, status } = parseTrafficKey(row.cellKey);
  const distribution = histograms.get(`${row.latencyKey}\t${row.endpoint}`)?.histogram;
  const isError = method === 'ERROR' || isErrorStatus(protocol, status);
  return {
    protocol,
    method,
    endpoint: row.endpoint === '' ? null : row.endpoint,
    statusCode: status,
    requestCount: row.count,
    errorCount: isError ? row.count : 0,
    latencySum: latencySum(row, held, all),
    latencyMin: row.handlerMin,
    latencyMax: row.handlerMax,
    ...percentiles(distribution),
    bytesSent: 0,
    bytesReceived: row.bytesReceived,
    activeConnections: held.activeConnections[protocol] ?? 0,
  };
}

/**
 * A row's handler time, plus an equal share per request of what the histogram holds beyond all handler times;
 * handler times scaled down if they exceed it. So rows add up to the histogram (design, collection, "Latency").
 */
function latencySum(row: Row, held: LedgerMinute, all: readonly Row[]): number {
  const whole = wholeSum(held, row.latencyKey);
  if (whole === undefined) return row.handlerSum;
  const peers = all.filter((peer) => peer.latencyKey === row.latencyKey);
  const handler = peers.reduce((sum, peer) => sum + peer.handlerSum, 0);
  if (handler > whole) return (row.handlerSum * whole) / handler;
  const requests = peers.reduce((sum, peer) => sum + peer.count, 0);
  return row.handlerSum + ((whole - handler) * row.count) / requests;
}

/** A GraphQL call is timed inside an http POST too: http gives up as much time as it gave up requests. */
function wholeSum(held: LedgerMinute, latencyKey: string): number | undefined {
  const own = held.whole[latencyKey];
  if (!own) return undefined;
  if (latencyKey !== latencyKeyText({ protocol: 'http', method: 'POST' })) return own.sum;
  const doubled = Object.entries(held.whole)
    .filter(([key]) => parseLatencyKey(key).protocol === 'graphql')
    .reduce((sum, [, histogram]) => sum + histogram.sum, 0);
  return Math.max(0, own.sum - doubled);
}

function histogramsOf(held: LedgerMinute, rows: readonly Row[]): Map<string, MinuteHistogram> {
  const histograms = new Map<string, MinuteHistogram>();
  for (const [key, histogram] of Object.entries(held.whole)) {
    const { protocol, method } = parseLatencyKey(key);
    histograms.set(`${key}\t`, { protocol, method, endpoint: null, source: 'metrics', histogram });
  }
  for (const [key, counts] of Object.entries(held.handler)) {
    const { protocol, method } = parseLatencyKey(key);
    const endpoint = key.slice(key.lastIndexOf('\t') + 1);
    const sum = rows
      .filter((row) => `${row.latencyKey}\t${row.endpoint}` === key)
      .reduce((total, row) => total + row.handlerSum, 0);
    const histogram = handlerHistogram(counts, sum);
    histograms.set(key, { protocol, method, endpoint, source: 'log', histogram });
  }
  return histograms;
}

function percentiles(
  histogram: Histogram | undefined,
): Pick<MinuteRow, 'latencyP50' | 'latencyP95' | 'latencyP99'> {
  const at = (q: number): number | null => {
    const quantile = histogram && histogramQuantile(histogram, q);
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
    requestCount: 0,
    errorCount: 0,
    latencySum: 0,
    latencyMin: null,
    latencyMax: null,
    latencyP50: null,
    latencyP95: null,
    latencyP99: null,
    bytesSent: 0,
    bytesReceived: 0,
    activeConnections,
  };
}
