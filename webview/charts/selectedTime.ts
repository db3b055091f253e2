import type { TimeWindow } from '../../src/domain/range';
import { ceilTo, minuteSeconds } from '../../src/domain/time';
import type { DashboardCharts } from '../../src/protocol/dashboardData';

/** The steps that a chart shows now, and of which time. */
export type ShownSteps = Pick<DashboardCharts, 'points' | 'query'>;

/** All of a step, unix seconds. */
export function stepWindow({ points, query }: ShownSteps, step: number): TimeWindow {
  const from = points[step]?.at ?? query.from;
  return { from, to: Math.min(from + query.bucketSeconds, endOfMinutes(query)) };
}

/** Which step begins at a time; null where none of those shown does. */
export function stepBeginning(at: number | null, { points }: ShownSteps): number | null {
  const step = points.findIndex((point) => point.at === at);
  return step < 0 ? null : step;
}

/** Which step a time on the axis is in; null beside the shown time. */
export function stepAt(at: number, { points, query }: ShownSteps): number | null {
  if (at < query.from || at > query.to) return null;
  const step = points.findIndex((p) => at >= p.at && at < p.at + query.bucketSeconds);
  return step < 0 ? null : step;
}

/** As much of a selected time as is shown; null where nothing of it is. */
export function shownSelection(
  selection: TimeWindow | null,
  { points: [first], query }: ShownSteps,
): TimeWindow | null {
  if (!selection || !first) return null;
  const from = Math.max(selection.from, first.at);
  const to = Math.min(selection.to, endOfMinutes(query));
  return from < to ? { from, to } : null;
}

/** Minutes are read whole: the one that is under way is selected as all of it. */
function endOfMinutes({ to }: TimeWindow): number {
  return ceilTo(to, minuteSeconds);
}
