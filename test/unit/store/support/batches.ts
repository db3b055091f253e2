import type {
  ClientIncrement,
  CollectionEvent,
  CommitBatch,
  EndpointIncrement,
  ErrorEvent,
  MinuteContent,
  MinuteHistogram,
  MinuteRow,
  ScrapedGauges,
} from '../../../../src/domain/commitBatch';
import type { DashboardQuery } from '../../../../src/protocol/dashboardData';
import { sparse } from '../../../../src/domain/sparseHistogram';
import type { SparseHistogram } from '../../../../src/domain/sparseHistogram';
import { noSizes, noTraffic } from '../../../../src/domain/trafficColumns';

/** Monday, 6 January 2025, 00:00 UTC, in unix seconds: the start of a day, an hour and a minute. */
export const monday = Date.UTC(2025, 0, 6) / 1000;

/** Bounds as the server's latency histograms have them, milliseconds. */
export const serverBounds = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** A batch that writes nothing but its state, with what a test wants to be otherwise. */
export function batchOf(id: number, parts: Partial<CommitBatch> = {}): CommitBatch {
  return {
    id,
    finalBefore: 0,
    committedAt: monday * 1000,
    minutes: [],
    endpoints: [],
    clients: [],
    lastGauges: null,
    errors: [],
    moreErrors: [],
    causes: [],
    events: [],
    state: `state ${id}`,
    ...parts,
  };
}

export function minuteOf(minute: number, parts: Partial<MinuteContent> = {}): MinuteContent {
  return { minute, workspaceId: null, environment: null, rows: [], histograms: [], ...parts };
}

export function rowOf(parts: Partial<MinuteRow> = {}): MinuteRow {
  return {
    protocol: 'http',
    method: 'GET',
    endpoint: '/api/users',
    statusCode: 200,
    ...noTraffic,
    requestCount: 1,
    latencyP50: null,
    latencyP95: null,
    latencyP99: null,
    activeConnections: 0,
    ...parts,
  };
}

/** A distribution of the given latencies, milliseconds. */
export function histogramOf(latencies: readonly number[], bounds = serverBounds): SparseHistogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const latency of latencies) {
    const index = bounds.findIndex((bound) => latency <= bound);
    counts[index === -1 ? bounds.length : index]! += 1;
  }
  return sparse({ bounds, counts, sum: latencies.reduce((sum, latency) => sum + latency, 0) });
}

export function minuteHistogramOf(
  latencies: readonly number[],
  parts: Partial<MinuteHistogram> = {},
): MinuteHistogram {
  return {
    protocol: 'http',
    method: 'GET',
    endpoint: null,
    source: 'metrics',
    histogram: histogramOf(latencies),
    ...parts,
  };
}

export function incrementOf(parts: Partial<EndpointIncrement> = {}): EndpointIncrement {
  return {
    endpoint: '/api/users',
    protocol: 'http',
    method: 'GET',
    workspaceId: null,
    environment: null,
    statusCounts: { '200': 1 },
    errorCount: 0,
    handler: null,
    ...noSizes,
    firstSeen: monday,
    lastSeen: monday,
    ...parts,
  };
}

export function errorOf(parts: Partial<ErrorEvent> = {}): ErrorEvent {
  return {
    timestamp: monday,
    protocol: 'http',
    method: 'GET',
    endpoint: '/api/users',
    statusCode: 500,
    errorType: 'internal_error',
    errorMessage: null,
    errorCategory: 'server_error',
    requestId: null,
    traceId: null,
    spanId: null,
    clientIp: null,
    userAgent: null,
    workspaceId: null,
    environment: null,
    metadata: {},
    ...parts,
  };
}

export function clientOf(parts: Partial<ClientIncrement> = {}): ClientIncrement {
  return {
    workspaceId: null,
    environment: null,
    hour: monday,
    clientIp: '10.0.0.1',
    userAgent: 'curl/8.5.0',
    family: 'curl',
    version: '8.5.0',
    protocol: 'http',
    requests: 1,
    errors: 0,
    handler: { sum: 10, count: 1 },
    ...noSizes,
    endpointCounts: new Map([['GET /api/users', 1]]),
    ...parts,
  };
}

export function gaugesOf(parts: Partial<ScrapedGauges> = {}): ScrapedGauges {
  return {
    workspaceId: null,
    environment: null,
    minute: monday,
    activeConnections: 3,
    memoryUsageBytes: 1_000_000,
    cpuUsagePercent: 12.5,
    threadCount: 8,
    uptimeSeconds: 60,
    ...parts,
  };
}

export function coverageOf(from: number, to: number): CollectionEvent {
  return { kind: 'coverage', from, to, detail: {} };
}

/** A question of the dashboard's: a span in minutes, nothing compared, every endpoint. */
export function queryOf(parts: Partial<DashboardQuery> = {}): DashboardQuery {
  return {
    from: monday,
    to: monday + 3600,
    excludedEndpoints: [],
    bucketSeconds: 60,
    compareFrom: null,
    endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 1000 },
    routes: null,
    ...parts,
  };
}
