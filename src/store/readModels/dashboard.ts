import type {
  ChartsQuery,
  DashboardCharts,
  DashboardData,
  DashboardQuery,
  DashboardTables,
} from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { readClients } from './clients';
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
import { neverCalled, readNotDefined } from './routes';
import type { Reach, Segment } from './segments';
import { segmentsOf } from './segments';
import { SpanCounts } from './spanCounts';
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
  readonly latencies: StepLatencies;
  readonly compared: ReturnType<typeof readComparison>;
  readonly counts: SpanCounts;
  readonly steps: StepCounts;
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
  const segments = segmentsOf(query, reach);
  const stepped = stepSegments(query, reach);
  const coverage = new Coverage(connection, query);
  return {
    query,
    reach,
    segments,
    stepped,
    coverage,
    latencies: readLatencies(connection, query, segments, { from, step: to - from }),
    compared: readComparison(connection, query, { reach, coverage, other }),
    counts: new SpanCounts(connection, query, segments),
    steps: new StepCounts(connection, query, stepped),
  };
}

/** What the tables show beside the charts of their traffic, which is of the same commit. */
export function readTables(
  connection: Connection,
  { endpointPage, routes }: Pick<DashboardQuery, 'endpointPage' | 'routes'>,
  traffic: Traffic,
): DashboardTables {
  const { segments, stepped, counts, compared } = traffic;
  const query = { ...traffic.query, endpointPage, routes };
  const top = topEndpoints(connection, query, segments, { counts, limit: endpointLimit });
  const failures = new Failures(connection, query);
  return {
    query,
    endpoints: endpointRows(connection, query, top, { segments: stepped, failures, compared }),
    errorTotals: failures.totals,
    errorGroups: errorGroups(connection, query, failures, errorGroupLimit),
    newestErrors: readNewestErrors(connection, query, newestErrorLimit),
    clients: readClients(connection, query),
    neverCalled: neverCalled(connection, query, top),
    notDefined: readNotDefined(connection, query, failures),
  };
}

/** What the cards and charts draw. */
export function readCharts(connection: Connection, traffic: Traffic): DashboardCharts {
  const { query, reach, segments, stepped } = traffic;
  const { coverage, latencies, compared, counts, steps } = traffic;
  return {
    query,
    summary: readTotals(connection, query, segments, { counts, coverage, latencies }),
    comparison: compared?.comparison ?? null,
    points: pointsOf(connection, query, stepped, { counts: steps, coverage }),
    protocols: protocolTotals(counts, steps, latencies),
    statusCodes: counts.statusCodes,
    distribution: query.filter?.endpoint ? (latencies.ofAll(0) ?? null) : null,
    injectedDelay: readInjectedDelay(connection, query, stepped),
    hours: readHours(connection, query, reach),
    system: readSystem(connection, query),
    days: readDays(connection, query),
    marks: readMarks(connection, query),
    stored: readStoredSpan(connection),
    ...readDimensions(connection),
    events: readEvents(connection, query),
  };
}
