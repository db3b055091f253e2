import type { DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../watermarks';
import { readClients } from './clients';
import { readComparison } from './comparison';
import { Coverage } from './coverage';
import { endpointRows } from './endpointRows';
import { errorGroups } from './errorGroups';
import { Failures } from './failures';
import { readDays, readDimensions, readEvents, readHours, readMarks, readSystem } from './history';
import { pointsOf } from './points';
import { readLatencies } from './requestLatencies';
import { neverCalled, readNotDefined } from './routes';
import { segmentsOf } from './segments';
import { SpanCounts } from './spanCounts';
import { stepCount, StepCounts, stepSegments } from './stepCounts';
import { readNewestErrors } from './storedErrors';
import { topEndpoints } from './topEndpoints';
import { protocolTotals, readTotals } from './totals';

const errorGroupLimit = 50;
const newestErrorLimit = 50;
/** Names of endpoints at most; collecting keeps 2000 that are not templates. */
const endpointLimit = 20_000;

/**
 * Everything the dashboard draws, from one consistent read.
 * @param other the database that has the period to compare with; left out, the same
 */
export function readDashboard(
  connection: Connection,
  query: DashboardQuery,
  other = connection,
): DashboardData {
  stepCount(query);
  const { from, to } = query;
  const reach = readWatermarks(connection);
  const segments = segmentsOf(query, reach);
  const coverage = new Coverage(connection, query);
  const latencies = readLatencies(connection, query, segments, { from, step: to - from });
  const compared = readComparison(connection, query, { reach, coverage, other });
  const counts = new SpanCounts(connection, query, segments);
  const top = topEndpoints(connection, query, segments, { counts, limit: endpointLimit });
  const stepped = stepSegments(query, reach);
  const steps = new StepCounts(connection, query, stepped);
  const failures = new Failures(connection, query);
  return {
    query,
    summary: readTotals(connection, query, segments, { counts, coverage, latencies }),
    comparison: compared?.comparison ?? null,
    points: pointsOf(connection, query, stepped, { counts: steps, coverage }),
    protocols: protocolTotals(counts, steps, latencies),
    statusCodes: counts.statusCodes,
    endpoints: endpointRows(connection, query, top, { segments: stepped, failures, compared }),
    distribution: query.filter?.endpoint ? (latencies.ofAll(0) ?? null) : null,
    errorTotals: failures.totals,
    errorGroups: errorGroups(connection, query, failures, errorGroupLimit),
    newestErrors: readNewestErrors(connection, query, newestErrorLimit),
    clients: readClients(connection, query),
    hours: readHours(connection, query, reach),
    neverCalled: neverCalled(connection, query, top),
    notDefined: readNotDefined(connection, query, failures),
    system: readSystem(connection, query),
    days: readDays(connection, query),
    marks: readMarks(connection, query),
    ...readDimensions(connection),
    events: readEvents(connection, query),
  };
}
