import { countsFailures } from '../../domain/filterStanding';
import type {
  ChartsQuery,
  DashboardCharts,
  DashboardData,
  DashboardQuery,
  DashboardTables,
} from '../../protocol/dashboardData';
import type { TimeSpan } from '../../protocol/readModels';
import { comparisonSummary } from '../../protocol/spanComparison';
import { conditionsIn, ofHandlers } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { areOfFailed, readClients } from './clients';
import { readComparison } from './comparison';
import { Coverage } from './coverage';
import { endpointRows } from './endpointRows';
import { errorGroups } from './errorGroups';
import { Failures } from './failures';
import { readDays, readDimensions, readEvents, readHours, readMarks, readSystem } from './history';
import { readInjectedDelay } from './injectedDelays';
import { keptSteps } from './keptSteps';
import { pointsOf } from './points';
import type { StepLatencies } from './requestLatencies';
import { readLatencies } from './requestLatencies';
import { neverCalled, readNotFound } from './routes';
import type { Reach, Segment } from './segments';
import { trafficSegments } from './segments';
import { readSessions, shownSessions } from './sessions';
import { countsOfPaths, SpanCounts } from './spanCounts';
import { compareSides } from './spanComparison';
import { stepCount, StepCounts, stepSegments } from './stepCounts';
import { readNewestErrors } from './storedErrors';
import { readStoredSpan } from './storedSpan';
import { topEndpoints } from './topEndpoints';
import { protocolTotals, readTotals } from './totals';

const errorGroupLimit = 50;
const newestErrorLimit = 50;
/** Names of endpoints at most; collecting keeps 2000 that are not templates. */
const endpointLimit = 20_000;

/** Everything the dashboard draws, from one consistent read; parameters as for readTraffic. */
export function readDashboard(
  connection: Connection,
  asked: DashboardQuery,
  other = connection,
): DashboardData {
  const traffic = readTraffic(connection, asked, other);
  return { ...readCharts(connection, traffic), ...readTables(connection, asked, traffic) };
}

/** What charts and tables are both made from, read once. */
export interface Traffic {
  /** As it was asked, in steps that there are rows for. */
  readonly query: ChartsQuery;
  readonly reach: Reach;
  readonly segments: readonly Segment[];
  /** Those of the steps. */
  readonly stepped: readonly Segment[];
  readonly coverage: Coverage;
  readonly events: DashboardCharts['events'];
  readonly latencies: StepLatencies;
  readonly compared: ReturnType<typeof readComparison>;
  readonly counts: SpanCounts;
  readonly steps: StepCounts;
  /** What there is without conditions; null where there are none, or failed requests are counted. */
  readonly unfiltered: SpanCounts | null;
}

/** @param other the database that has the period to compare with; left out, the same */
export function readTraffic(
  connection: Connection,
  asked: ChartsQuery,
  other = connection,
): Traffic {
  const query = keptSteps(connection, asked, other);
  stepCount(query);
  const { from, to } = query;
  const reach = readWatermarks(connection);
  const segments = trafficSegments(query, reach, query);
  const stepped = stepSegments(query, reach);
  const coverage = new Coverage(connection, query, query.filter);
  const events = readEvents(connection, query);
  return {
    query,
    reach,
    segments,
    stepped,
    coverage,
    events,
    latencies: readLatencies(connection, query, segments, { from, step: to - from }),
    compared: readComparison(connection, query, { reach, coverage, events, other }),
    counts: new SpanCounts(connection, query, segments),
    steps: new StepCounts(connection, query, stepped),
    unfiltered: readUnfiltered(connection, query, reach),
  };
}

function readUnfiltered(
  connection: Connection,
  query: ChartsQuery,
  reach: Reach,
): SpanCounts | null {
  const conditions = conditionsIn(query.filter);
  if (conditions.length === 0 || countsFailures(conditions)) return null;
  const whole = unfilteredSpan(query);
  return new SpanCounts(connection, whole, trafficSegments(whole, reach, whole));
}

function unfilteredSpan<Span extends TimeSpan>(span: Span): Span {
  return span.filter ? { ...span, filter: { ...span.filter, conditions: [] } } : span;
}

/** What the tables show beside the charts of their traffic, which is of the same commit. */
export function readTables(
  connection: Connection,
  { endpointPage, routes }: Pick<DashboardQuery, 'endpointPage' | 'routes'>,
  traffic: Traffic,
): DashboardTables {
  const { segments, stepped, counts, compared, unfiltered } = traffic;
  const query = { ...traffic.query, endpointPage, routes };
  const top = topEndpoints(connection, query, segments, {
    counts,
    ofPaths: countsOfPaths(connection, query, segments, counts),
    limit: endpointLimit,
  });
  const failures = new Failures(connection, query, areOfFailed(query));
  const isOfAll = !countsFailures(conditionsIn(query.filter));
  const beside = compared && isOfAll ? compareSides(compared.sides.then, compared.sides.now) : null;
  return {
    query,
    endpoints: endpointRows(connection, query, top, {
      segments: stepped,
      failures,
      compared,
      differences: beside?.endpoints ?? [],
    }),
    changed: beside && comparisonSummary(beside),
    errorTotals: failures.totals,
    errorGroups: errorGroups(connection, query, failures, errorGroupLimit),
    // Where few were, they are not looked for beside the time in which they were.
    newestErrors: readNewestErrors(connection, { ...query, ...failures.extent }, newestErrorLimit),
    clients: readClients(connection, query, failures),
    unfilteredRows: unfilteredRows(connection, query, unfiltered),
    neverCalled: neverCalled(connection, query, top),
    notFound: readNotFound(connection, query, failures),
    notDefined: null,
  };
}

function unfilteredRows(
  connection: Connection,
  query: DashboardQuery,
  counts: SpanCounts | null,
): DashboardTables['unfilteredRows'] {
  const conditions = conditionsIn(query.filter);
  if (conditions.length === 0) return null;
  const whole = unfilteredSpan(query);
  const failures = new Failures(connection, whole, areOfFailed(whole));
  return {
    endpoints: counts?.namedEndpoints ?? null,
    errorGroups: failures.totals.groups,
    clients: readClients(connection, whole, failures).total,
  };
}

/** What the cards and charts draw. */
export function readCharts(connection: Connection, traffic: Traffic): DashboardCharts {
  const { query, reach, segments, stepped, events } = traffic;
  const { coverage, latencies, compared, counts, steps, unfiltered } = traffic;
  return {
    query,
    counted: countsFailures(conditionsIn(query.filter)) ? 'failed' : 'all',
    unfiltered: unfiltered && {
      requests: unfiltered.totals.requests,
      statusCodes: unfiltered.statusCodes.length,
    },
    summary: readTotals(connection, query, segments, { counts, coverage, latencies }),
    comparison: compared?.comparison ?? null,
    points: pointsOf(connection, query, stepped, { counts: steps, coverage }),
    protocols: protocolTotals(counts, steps, ofHandlers(query.filter) ? null : latencies),
    statusCodes: counts.statusCodes,
    distribution: query.filter?.endpoint ? (latencies.ofAll(0) ?? null) : null,
    injectedDelay: readInjectedDelay(connection, query, stepped),
    hours: readHours(connection, query, reach),
    system: readSystem(connection, query),
    days: readDays(connection, query),
    marks: readMarks(connection, query),
    sessions: readSessions(connection, shownSessions),
    stored: readStoredSpan(connection),
    ...readDimensions(connection),
    events,
  };
}
