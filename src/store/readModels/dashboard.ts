import errorTotalsSql from '../../../sql/readModels/errorTotals.sql';
import statusCodesSql from '../../../sql/readModels/statusCodes.sql';
import type { DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../watermarks';
import { readClients } from './clients';
import { readComparison } from './comparison';
import { Coverage } from './coverage';
import { endpointRows } from './endpointRows';
import { readErrorGroups } from './errorGroups';
import { readDays, readDimensions, readEvents, readHours, readMarks, readSystem } from './history';
import { pointsOf, stepCount } from './points';
import { readLatencies } from './requestLatencies';
import { neverCalled, readNotDefined } from './routes';
import { segmentsOf } from './segments';
import { overFailed, overTraffic, spanParameters } from './span';
import { readNewestErrors } from './storedErrors';
import { topEndpoints } from './topEndpoints';
import { readProtocols, readTotals } from './totals';

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
  const top = topEndpoints(connection, query, segments, endpointLimit);
  return {
    query,
    summary: readTotals(connection, query, segments, { coverage, latencies }),
    comparison: compared?.comparison ?? null,
    points: pointsOf(connection, query, reach, coverage),
    protocols: readProtocols(connection, query, segments, { reach, latencies }),
    statusCodes: connection
      .all(overTraffic(statusCodesSql), spanParameters(query, segments))
      .map((row) => ({ code: row.number('code'), requests: row.number('requests') })),
    endpoints: endpointRows(connection, query, top, { reach, compared }),
    distribution: query.filter?.endpoint ? (latencies.ofAll(0) ?? null) : null,
    errorTotals: readErrorTotals(connection, query),
    errorGroups: readErrorGroups(connection, query, errorGroupLimit),
    newestErrors: readNewestErrors(connection, query, newestErrorLimit),
    clients: readClients(connection, query),
    hours: readHours(connection, query, reach),
    neverCalled: neverCalled(connection, query, top),
    notDefined: readNotDefined(connection, query),
    system: readSystem(connection, query),
    days: readDays(connection, query),
    marks: readMarks(connection, query),
    ...readDimensions(connection),
    events: readEvents(connection, query),
  };
}

function readErrorTotals(
  connection: Connection,
  query: DashboardQuery,
): DashboardData['errorTotals'] {
  const row = connection.first(overFailed(errorTotalsSql), spanParameters(query, []));
  return { count: row?.number('count') ?? 0, groups: row?.number('groups') ?? 0 };
}
