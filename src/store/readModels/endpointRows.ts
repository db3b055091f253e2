import endpointStepsSql from '../../../sql/readModels/endpointSteps.sql';
import type { DashboardQuery, EndpointRow } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { stepCount } from './points';
import type { Reach, Segment } from './segments';
import { coarsestFor, segmentsOf } from './segments';
import { overTraffic, spanParameters } from './span';
import { endpointKey, keyText, topEndpoints } from './topEndpoints';

/** Rows of the dashboard's table; collecting keeps at most 2000 names that are not templates. */
const endpointLimit = 5000;

/** The endpoints of a span with their requests in each step; what is not attributed is left out. */
export function readEndpointRows(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  reach: Reach,
): readonly EndpointRow[] {
  const { from, bucketSeconds: step } = query;
  const steps = stepCount(query);
  const stepSegments = segmentsOf(query, reach, coarsestFor(from, step));
  const parameters = { ...spanParameters(query, stepSegments), step };
  const perStep = new Map<string, number[]>();
  for (const row of connection.all(overTraffic(endpointStepsSql), parameters)) {
    const key = endpointKey(row);
    const counts = perStep.get(key) ?? new Array<number>(steps).fill(0);
    perStep.set(key, counts);
    counts[row.number('step')] = row.number('requests');
  }
  return topEndpoints(connection, query, segments, endpointLimit)
    .filter((top) => top.endpoint !== null)
    .map((top) => ({
      ...top,
      perStep:
        perStep.get(keyText(top.protocol, top.method, top.endpoint)) ??
        new Array<number>(steps).fill(0),
    }));
}
