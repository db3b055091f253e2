import type { ChartConfiguration, ChartDataset, Point } from 'chart.js';
import type { TrafficPoint } from '../../src/protocol/dashboardData';
import { joined } from '../format';
import { percentileDashes, percentileShapes, percentiles } from './chartTheme';
import type { Percentile } from './chartTheme';
import { middle } from './chartView';
import type { ChartView } from './chartView';
import { lastPointOnly } from './lineMarks';
import { isWide, linearTicks, logTicks } from './ticks';
import { timeChartOptions } from './timeChartOptions';
import type { ValueAxis } from './timeChartOptions';

/** p50, p95 and p99 of whole requests, milliseconds. */
export function latencyChart(view: ChartView): ChartConfiguration<'line', Point[]> {
  return {
    type: 'line',
    data: { datasets: percentiles.map((percentile) => dataset(view, percentile)) },
    options: timeChartOptions(view, valueAxis(view)),
  };
}

/** Whether the chart of these points is logarithmic, which its title says. */
export function isLogarithmic(points: readonly TrafficPoint[]): boolean {
  const values = latencies(points);
  return values.length > 0 && isWide(Math.min(...values), Math.max(...values));
}

function valueAxis(view: ChartView): ValueAxis {
  const { points } = view.data;
  const values = latencies(points);
  const label = (value: number): string => joined(view.numbers.bound(value));
  const highest = Math.max(0, ...values);
  return isLogarithmic(points)
    ? { ...logTicks(Math.min(...values), highest), type: 'logarithmic', label }
    : { ...linearTicks(highest, false), type: 'linear', label };
}

function latencies(points: readonly TrafficPoint[]): number[] {
  return points
    .flatMap((point) => percentiles.map((percentile) => point[percentile]?.value))
    .filter((value) => value !== undefined && value > 0)
    .map(Number);
}

function dataset(view: ChartView, percentile: Percentile): ChartDataset<'line', Point[]> {
  const { theme, data } = view;
  const color = theme.percentile[percentile];
  return {
    label: percentile,
    // NaN breaks the line where nothing was measured.
    data: data.points.map((point, i) => ({
      x: middle(view, i),
      y: point[percentile]?.value ?? Number.NaN,
    })),
    borderColor: color,
    backgroundColor: color,
    borderWidth: 1.75,
    borderDash: theme.highContrast ? [...percentileDashes[percentile]] : [],
    spanGaps: false,
    pointStyle: percentileShapes[percentile],
    pointRadius: lastPointOnly(data.points.map((point) => point[percentile] !== null)),
    pointBorderWidth: 0,
  };
}
