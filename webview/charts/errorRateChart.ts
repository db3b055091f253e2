import { errorRate, errorRateAxis } from '../../src/protocol/chartValues';
import type { ChartConfiguration, ChartDataset, Point } from 'chart.js';
import { joined } from '../../src/domain/numberFormat';
import { comparedLine, middle } from './chartView';
import type { ChartView } from './chartView';
import { timeChartOptions } from './timeChartOptions';

/** The share of requests that failed, and the threshold above which that is too many. */
export function errorRateChart(view: ChartView): ChartConfiguration<'line', Point[]> {
  const { points } = view.data;
  const rates = points.map(errorRate);
  const compared = view.data.comparison?.points.map(errorRate) ?? [];
  return {
    type: 'line',
    data: { datasets: [rateLine(view, rates), comparedLine(view, compared), thresholdLine(view)] },
    options: timeChartOptions(view, {
      ...errorRateAxis(view.data, view.errorRateThreshold),
      label: (value) => `${view.numbers.plain(value * 100)}%`,
    }),
  };
}

/** The threshold as the legend names it: `5%`. */
export function thresholdText({ errorRateThreshold, numbers }: ChartView): string {
  return joined({ value: numbers.plain(errorRateThreshold * 100), unit: '%' });
}

function rateLine(
  view: ChartView,
  rates: readonly (number | null)[],
): ChartDataset<'line', Point[]> {
  const { theme } = view;
  return {
    label: 'Error rate',
    data: rates.map((rate, i) => ({ x: middle(view, i), y: rate ?? Number.NaN })),
    borderColor: theme.error,
    backgroundColor: theme.errorArea,
    fill: theme.highContrast ? false : 'origin',
    borderWidth: 1.75,
    spanGaps: false,
    pointStyle: 'circle',
    pointRadius: 0,
  };
}

function thresholdLine(view: ChartView): ChartDataset<'line', Point[]> {
  const { from, to } = view.data.query;
  return {
    label: 'Threshold',
    data: [from, to].map((x) => ({ x, y: view.errorRateThreshold })),
    borderColor: view.theme.secondary,
    borderWidth: 1,
    borderDash: [1, 3],
    pointRadius: 0,
  };
}
