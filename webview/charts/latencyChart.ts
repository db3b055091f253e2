import type { ChartConfiguration, ChartDataset, Point } from 'chart.js';
import type { Quantile } from '../../src/domain/histogram';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { joined } from '../../src/domain/numberFormat';
import { percentileDashes, percentileShapes, percentiles } from './chartTheme';
import type { Percentile } from './chartTheme';
import { comparedLine, latencyValue, middle } from './chartView';
import type { ChartView } from './chartView';
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
  return isWide(...drawnReach(data));
}

function valueAxis(view: ChartView): ValueAxis {
  const [lowest, highest] = drawnReach(view.data);
  const label = (value: number): string => joined(view.numbers.bound(value));
  return isWide(lowest, highest)
    ? { ...logTicks(lowest, highest), type: 'logarithmic', label }
    : {
        ...linearTicks(highest, false),
        ...(highest > 0 ? {} : { ticks: [] }),
        type: 'linear',
        label,
      };
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
    borderWidth: 1.75,
    borderDash: theme.highContrast ? [...percentileDashes[percentile]] : [],
    spanGaps: false,
    pointStyle: percentileShapes[percentile],
    pointRadius: 0,
  };
}
