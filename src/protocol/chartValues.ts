import type { Quantile } from '../domain/histogram';
import { isWide, linearTicks, logTicks } from '../domain/ticks';
import type { AxisTicks } from '../domain/ticks';
import { daySeconds, hourSeconds, minuteSeconds, weekSeconds } from '../domain/time';
import type { DashboardCharts, TrafficPoint } from './dashboardData';
import { ofHandlers } from './trafficFilter';

/** The classes of status codes, as the traffic chart stacks them; `other` is 1xx and unknown. */
export const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'other'] as const;
export type StatusClass = (typeof statusClasses)[number];

export const percentiles = ['p50', 'p95', 'p99'] as const;
export type Percentile = (typeof percentiles)[number];

/** Requests of a step by status class. */
export function requestsOfClass(point: TrafficPoint, status: StatusClass): number {
  const { byClass } = point;
  return status === 'other'
    ? (byClass[0] ?? 0) + (byClass[1] ?? 0)
    : (byClass[Number(status[0])] ?? 0);
}

/** The unit of a step's requests: `/min`, `/5 min`, `/h`, `/day`. */
export function perStep(seconds: number): string {
  const units = [
    [weekSeconds, 'week'],
    [daySeconds, 'day'],
    [hourSeconds, 'h'],
    [minuteSeconds, 'min'],
  ] as const;
  const [size, unit] = units.find(([length]) => seconds >= length) ?? [minuteSeconds, 'min'];
  const count = Math.round(seconds / size);
  if (count === 1) return `/${unit}`;
  return `/${count.toString()} ${unit}${size === weekSeconds ? 's' : ''}`;
}

/** What a latency chart shows of a quantile, ms: handler times are whole milliseconds. */
export function latencyValue({ query }: DashboardCharts, quantile: Quantile): number {
  return ofHandlers(query.filter) ? Math.ceil(quantile.value) : quantile.value;
}

/** Whether a range is so long that a time of day alone would be ambiguous. */
export function spansDays({ query }: DashboardCharts): boolean {
  return query.to - query.from >= daySeconds;
}

/** Errors by requests; null without requests, which is not the same as no errors. */
export function errorRate(part: { requests: number; errors: number }): number | null {
  return part.requests === 0 ? null : part.errors / part.requests;
}

/** The value axis of a chart of error rates: up to the highest of those that are drawn, and to the threshold. */
export function errorRateAxis(
  { points, comparison }: DashboardCharts,
  threshold: number,
): AxisTicks & { readonly type: 'linear' } {
  const highest = [...points, ...(comparison?.points ?? [])].reduce(
    (most, point) => Math.max(most, errorRate(point) ?? 0),
    threshold,
  );
  const percent = linearTicks(highest * 100, false);
  const ticks = percent.ticks.map((tick) => tick / 100);
  return { min: 0, max: percent.max / 100, ticks, type: 'linear' };
}

/** Whether the chart of these points is logarithmic, which its title says. */
export function isLogarithmic(data: DashboardCharts): boolean {
  return isWide(...drawnReach(data));
}

/** The value axis of a chart of latencies: logarithmic where these are far apart, and without ticks where there are none. */
export function latencyAxis(
  data: DashboardCharts,
): AxisTicks & { readonly type: 'linear' | 'logarithmic' } {
  const [lowest, highest] = drawnReach(data);
  if (isWide(lowest, highest)) return { ...logTicks(lowest, highest), type: 'logarithmic' };
  const axis = { ...linearTicks(highest, false), type: 'linear' as const };
  return highest > 0 ? axis : { ...axis, ticks: [] };
}

/** The least value above 0 and the greatest that are drawn, the compared ones too; both 0 without any. */
function drawnReach(data: DashboardCharts): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [Infinity, 0];
  const include = (quantile: Quantile | null): void => {
    const value = quantile ? latencyValue(data, quantile) : 0;
    if (value <= 0) return;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  };
  for (const point of data.points) {
    for (const percentile of percentiles) include(point[percentile]);
  }
  for (const { p95 } of data.comparison?.points ?? []) include(p95);
  return highest > 0 ? [lowest, highest] : [0, 0];
}
