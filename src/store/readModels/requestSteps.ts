import requestStepsSql from '../../../sql/readModels/requestSteps.sql';
import type { Connection } from '../database/connection';
import type { Reach } from './segments';
import { rowsOverTraffic, spanParameters } from './span';
import type { StepSums, SteppedQuery } from './stepCounts';
import { stepCount, stepSegments } from './stepCounts';

/** The part of StepCounts that hours and compared periods need, read in half the time. */
export type RequestSums = Pick<StepSums, 'requests' | 'errors'>;

/** Requests and errors of each step of a query. */
export function requestSteps(
  connection: Connection,
  query: SteppedQuery,
  reach: Reach,
): readonly RequestSums[] {
  const steps = Array.from({ length: stepCount(query) }, () => ({ requests: 0, errors: 0 }));
  const parameters = { ...spanParameters(query), step: query.bucketSeconds };
  const segments = stepSegments(query, reach);
  for (const row of rowsOverTraffic(connection, requestStepsSql, segments, parameters)) {
    const sums = steps[row.number('step')];
    if (!sums) continue;
    sums.requests += row.number('requests');
    sums.errors += row.number('errors');
  }
  return steps;
}
