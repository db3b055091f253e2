import type { CollectionEvent } from '../../src/domain/commitBatch';
import type { Quantile } from '../../src/domain/histogram';
import type { DashboardData, TrafficPoint } from '../../src/protocol/dashboardData';

/** A whole hour, UTC. */
export const start = Date.UTC(2026, 10, 23, 22) / 1000;

export function quantileOf(value: number): Quantile {
  return { value, bucket: [value / 2, value * 2], above: false };
}

/** A covered minute: `requests` of which `errors` failed with 4xx. */
export function point(index: number, requests: number, errors = 0, p50 = 10): TrafficPoint {
  return {
    at: start + index * 60,
    coveredSeconds: 60,
    requests,
    errors,
    byClass: [0, 0, requests - errors, 0, errors, 0],
    p50: requests === 0 ? null : quantileOf(p50),
    p95: requests === 0 ? null : quantileOf(p50 * 2),
    p99: requests === 0 ? null : quantileOf(p50 * 3),
    bytesSent: 0,
    connections: null,
  };
}

/** A minute of which only `seconds` are known. */
export function partly(whole: TrafficPoint, seconds: number): TrafficPoint {
  return { ...whole, coveredSeconds: seconds };
}

export function dashboard(
  points: readonly TrafficPoint[],
  events: readonly CollectionEvent[] = [],
): DashboardData {
  const requests = points.reduce((sum, { requests: count }) => sum + count, 0);
  const errors = points.reduce((sum, { errors: count }) => sum + count, 0);
  const coveredSeconds = points.reduce((sum, { coveredSeconds: count }) => sum + count, 0);
  return {
    query: {
      from: start,
      to: start + points.length * 60,
      bucketSeconds: 60,
      excludedEndpoints: [],
      compareFrom: null,
      endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 10 },
      routes: null,
    },
    counted: 'all',
    unfiltered: null,
    summary: {
      askedSeconds: points.length * 60,
      requests,
      errors,
      coveredSeconds,
      p50: null,
      p95: null,
      p99: null,
      unattributed: 0,
      activeConnections: null,
      bytesSent: null,
    },
    comparison: null,
    points,
    protocols: [],
    statusCodes: [],
    endpoints: { total: 0, found: 0, rows: [], mostRequests: 0, greatestImpact: 0 },
    changed: null,
    injectedDelay: null,
    distribution: null,
    errorTotals: { count: 0, groups: 0 },
    errorGroups: [],
    newestErrors: [],
    clients: { from: start, to: start, total: 0, rows: [] },
    unfilteredRows: null,
    hours: [],
    neverCalled: null,
    notFound: [],
    notDefined: null,
    system: [],
    days: [],
    marks: [],
    sessions: [],
    stored: null,
    workspaces: [],
    environments: [],
    events,
  };
}

export function event(
  kind: CollectionEvent['kind'],
  from: number,
  to = from,
  detail: CollectionEvent['detail'] = {},
): CollectionEvent {
  return { kind, from: start + from, to: start + to, detail };
}
