import type { ChartConfiguration, ChartDataset, Point } from 'chart.js';
import { joined } from '../../src/domain/numberFormat';
import { percentiles } from '../../src/protocol/chartValues';
import type { Percentile } from '../../src/protocol/chartValues';
import { percentileDashes, percentileShapes } from './chartTheme';
import { latencyAxis, latencyValue } from '../../src/protocol/chartValues';
import { comparedLine, middle } from './chartView';
import type { ChartView } from './chartView';
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

function valueAxis(view: ChartView): ValueAxis {
  const label = (value: number): string => joined(view.numbers.bound(value));
  return { ...latencyAxis(view.data), label };
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
