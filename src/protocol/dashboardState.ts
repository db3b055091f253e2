import { withCondition } from '../domain/condition';
import { isRecord } from '../domain/isRecord';
import { endpointColumns } from './dashboardData';
import {
  compareOf,
  knownConditions,
  endpointNameOf,
  isRange,
  isTime,
  periodOf,
} from './dashboardShapes';
import type { TrafficFilter } from './readModels';
import type { DashboardPlace, DashboardRequest, DashboardViewState } from './webviewMessages';

/** Rows of a page of the endpoints' table. */
export const endpointPageSize = 10;

/** Nothing is left out. */
export const wholeTraffic: TrafficFilter = {
  conditions: [],
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
    period: periodOf(saved['period']) ?? initialState.period,
    range: isRange(range) ? range : initialState.range,
    compare: compareOf(saved['compare']) ?? initialState.compare,
    filter: filterOf(saved['filter']),
    search: typeof search === 'string' ? search : initialState.search,
    live: typeof live === 'boolean' ? live : initialState.live,
    sort: sortOf(saved['sort']),
    scroll: isTime(scroll) ? scroll : initialState.scroll,
  };
}

/** What a view shows the traffic of. */
export interface ShownSource {
  /** The path of a file, instead of collected data. */
  readonly shownFile?: string | undefined;
  /** The id of a target. */
  readonly shownTarget?: string | undefined;
}

/** A state as it is kept, with what the view shows the traffic of. */
export function keptState(state: DashboardViewState, source: ShownSource): unknown {
  return { ...state, ...source };
}

/** What a kept state is of, as far as it says. */
export function shownSourceOf(saved: unknown): ShownSource {
  if (!isRecord(saved)) return {};
  const { shownFile, shownTarget } = saved;
  return {
    ...(typeof shownFile === 'string' && { shownFile }),
    ...(typeof shownTarget === 'string' && { shownTarget }),
  };
}

/** A state with a change. Only a range is one to go back to. */
export function changedState(
  state: DashboardViewState,
  change: Partial<DashboardViewState>,
): DashboardViewState {
  const next = { ...state, ...change };
  return next.period.kind === 'last' ? { ...next, range: next.period.range } : next;
}

/** A state moved to a place that a link names. */
export function placedState(state: DashboardViewState, place: DashboardPlace): DashboardViewState {
  const { period, compare, endpoint, only, without } = place;
  const afresh = endpoint !== undefined || only !== undefined;
  const start = afresh ? { ...wholeTraffic, endpoint: endpoint ?? null } : state.filter;
  const conditions = [...(only ?? []), ...(without ?? [])].reduce(withCondition, start.conditions);
  return changedState(state, {
    ...(period && { period, compare: initialState.compare }),
    ...(compare && { compare }),
    ...((afresh || without) && { filter: { ...start, conditions }, scroll: 0 }),
  });
}

/** Whether new numbers are shown as they arrive: a past window stays as it is. */
export function isFollowing({ live, period }: DashboardViewState): boolean {
  return live && period.kind !== 'between';
}

/** What a view asks for; `offset` rows of the endpoints' table are before its page. */
export function requestOf(state: DashboardViewState, offset = 0): DashboardRequest {
  const { period, compare, filter, search, sort } = state;
  const page = { search: search.trim(), offset, limit: endpointPageSize };
  const endpointPage = { ...sort, ...page };
  return { period, compare, filter, endpointPage, live: isFollowing(state) };
}

function filterOf(saved: unknown): TrafficFilter {
  if (!isRecord(saved)) return wholeTraffic;
  const { conditions, workspaceId, environment, endpoint } = saved;
  return {
    conditions: knownConditions(conditions) ?? [],
    workspaceId: typeof workspaceId === 'string' ? workspaceId : null,
    environment: typeof environment === 'string' ? environment : null,
    endpoint: endpointNameOf(endpoint) ?? null,
  };
}

function sortOf(saved: unknown): DashboardViewState['sort'] {
  if (!isRecord(saved)) return initialState.sort;
  const column = endpointColumns.find((name) => name === saved['column']);
  if (!column) return initialState.sort;
  return { column, descending: saved['descending'] === true };
}
