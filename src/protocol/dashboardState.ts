import { isProtocol } from '../domain/protocol';
import { ranges } from '../domain/range';
import type { Compare, Period, Range } from '../domain/range';
import { endpointColumns } from './dashboardData';
import type { EndpointName, TrafficFilter } from './readModels';
import type { DashboardPlace, DashboardRequest, DashboardViewState } from './webviewMessages';

/** Rows of a page of the endpoints' table. */
export const endpointPageSize = 10;

/** Nothing is left out. */
export const wholeTraffic: TrafficFilter = {
  protocol: null,
  workspaceId: null,
  environment: null,
  endpoint: null,
};

/** What a dashboard begins with. */
export const initialState: DashboardViewState = {
  period: { kind: 'last', range: '15m' },
  range: '15m',
  compare: { kind: 'previous' },
  filter: wholeTraffic,
  search: '',
  live: true,
  sort: { column: 'requests', descending: true },
  scroll: 0,
};

/**
 * The state that an earlier life of this view left behind. It may be of another version, so whatever is not
 * as it should be becomes the default.
 */
export function restoredState(saved: unknown): DashboardViewState {
  if (!isRecord(saved)) return initialState;
  const { range, search, live, scroll } = saved;
  return {
    period: periodOf(saved['period']),
    range: isRange(range) ? range : initialState.range,
    compare: compareOf(saved['compare']),
    filter: filterOf(saved['filter']),
    search: typeof search === 'string' ? search : initialState.search,
    live: typeof live === 'boolean' ? live : initialState.live,
    sort: sortOf(saved['sort']),
    scroll: isTime(scroll) ? scroll : initialState.scroll,
  };
}

/** A state with a change. Only a range up to now is one to go back to. */
export function changedState(
  state: DashboardViewState,
  change: Partial<DashboardViewState>,
): DashboardViewState {
  const next = { ...state, ...change };
  return next.period.kind === 'last' ? { ...next, range: next.period.range } : next;
}

/** A state moved to a place that a link names. */
export function placedState(state: DashboardViewState, place: DashboardPlace): DashboardViewState {
  const { period, compare, endpoint } = place;
  return changedState(state, {
    ...(period && { period, compare: initialState.compare }),
    ...(compare && { compare }),
    ...(endpoint !== undefined && { filter: { ...wholeTraffic, endpoint }, scroll: 0 }),
  });
}

/** What a view asks for; `offset` rows of the endpoints' table are before its page. */
export function requestOf(state: DashboardViewState, offset = 0): DashboardRequest {
  const { period, compare, filter, search, sort, live } = state;
  const page = { search: search.trim().toLowerCase(), offset, limit: endpointPageSize };
  return { period, compare, filter, endpointPage: { ...sort, ...page }, live };
}

function periodOf(saved: unknown): Period {
  if (!isRecord(saved)) return initialState.period;
  const { kind, range, from, to } = saved;
  if (kind === 'between' && isTime(from) && isTime(to) && from < to) return { kind, from, to };
  return kind === 'last' && isRange(range) ? { kind, range } : initialState.period;
}

function compareOf(saved: unknown): Compare {
  if (!isRecord(saved)) return initialState.compare;
  const { kind, at, from, path } = saved;
  if (kind === 'since' && isTime(at)) return { kind, at };
  if (kind === 'file' && typeof path === 'string') return { kind, path };
  if (kind === 'earlier' && isTime(from)) return { kind, from };
  return kind === 'none' || kind === 'previous' ? { kind } : initialState.compare;
}

function filterOf(saved: unknown): TrafficFilter {
  if (!isRecord(saved)) return wholeTraffic;
  const { protocol, workspaceId, environment, endpoint } = saved;
  return {
    protocol: typeof protocol === 'string' && isProtocol(protocol) ? protocol : null,
    workspaceId: typeof workspaceId === 'string' ? workspaceId : null,
    environment: typeof environment === 'string' ? environment : null,
    endpoint: endpointOf(endpoint),
  };
}

function endpointOf(saved: unknown): EndpointName | null {
  if (!isRecord(saved)) return null;
  const { protocol, method, endpoint } = saved;
  if (typeof protocol !== 'string' || !isProtocol(protocol)) return null;
  if (typeof endpoint !== 'string' || !(method === null || typeof method === 'string')) return null;
  return { protocol, method, endpoint };
}

function sortOf(saved: unknown): DashboardViewState['sort'] {
  if (!isRecord(saved)) return initialState.sort;
  const column = endpointColumns.find((name) => name === saved['column']);
  if (!column) return initialState.sort;
  return { column, descending: saved['descending'] === true };
}

export function isRange(value: unknown): value is Range {
  return ranges.some((range) => range === value);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
