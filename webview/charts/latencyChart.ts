import type { ChartConfiguration, ChartDataset, Point } from 'chart.js';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { joined } from '../format';
import { percentileDashes, percentileShapes, percentiles } from './chartTheme';
import type { Percentile } from './chartTheme';
import { comparedLine, latencyValue, middle } from './chartView';
import type { ChartView } from './chartView';
import { lastPointOnly } from './lineMarks';
import { isWide, linearTicks, logTicks } from './ticks';
import { timeChartOptions } from './timeChartOptions';
import type { ValueAxis } from './timeChartOptions';

/** p50, p95 and p99 of whole requests, milliseconds. */
export function latencyChart(view: ChartView): ChartConfiguration<'line', Point[]> {
  return {
    type: 'line',
    data: {
      datasets: [
        ...percentiles.map((percentile) => dataset(view, percentile)),
        comparedLine(
          view,
          view.data.comparison?.points.map(({ p95 }) => p95 && latencyValue(view.data, p95)) ?? [],
        ),
      ],
    },
    options: timeChartOptions(view, valueAxis(view)),
  };
}

/** Whether the chart of these points is logarithmic, which its title says. */
export function isLogarithmic(data: DashboardCharts): boolean {
  const values = latencies(data);
  return values.length > 0 && isWide(Math.min(...values), Math.max(...values));
}

function valueAxis(view: ChartView): ValueAxis {
  const values = latencies(view.data);
  const label = (value: number): string => joined(view.numbers.bound(value));
  const highest = Math.max(0, ...values);
  return isLogarithmic(view.data)
    ? { ...logTicks(Math.min(...values), highest), type: 'logarithmic', label }
    : {
        ...linearTicks(highest, false),
        ...(highest > 0 ? {} : { ticks: [] }),
        type: 'linear',
        label,
      };
}

/** Every value that is drawn, the compared ones too. */
function latencies(data: DashboardCharts): number[] {
  const own = data.points.flatMap((point) => percentiles.map((percentile) => point[percentile]));
  const compared = data.comparison?.points.map(({ p95 }) => p95) ?? [];
  return [...own, ...compared]
    .filter((quantile) => quantile !== null)
    .map((quantile) => latencyValue(data, quantile))
    .filter((value) => value > 0);
}

function dataset(view: ChartView, percentile: Percentile): ChartDataset<'line', Point[]> {
  const { theme, data } = view;
  const color = theme.percentile[percentile];
  return {
    label: percentile,
    // NaN breaks the line where nothing was measured.
    data: data.points.map((point, i) => {
      const quantile = point[percentile];
      return { x: middle(view, i), y: quantile ? latencyValue(data, quantile) : Number.NaN };
    }),
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
