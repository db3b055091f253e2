import type { Condition } from '../domain/condition';
import { timesHandlers } from '../domain/filterStanding';
import type { TrafficFilter } from './readModels';

/** The conditions of a filter; none where there is no filter. */
export function conditionsIn(filter: TrafficFilter | undefined): readonly Condition[] {
  return filter?.conditions ?? [];
}

/** Whether latencies of what is asked for are those of handlers: whole requests are not told apart by endpoint. */
export function ofHandlers(filter: TrafficFilter | undefined): boolean {
  return Boolean(filter?.endpoint) || timesHandlers(conditionsIn(filter));
}
