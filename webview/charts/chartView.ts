import type { ChartDataset, Point } from 'chart.js';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { NumberFormat } from '../../src/domain/numberFormat';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { stepEdges } from '../../src/protocol/interruptions';
import type { ChartTheme } from './chartTheme';

/** All that a chart is made of. */
export interface ChartView {
  readonly data: DashboardCharts;
  readonly theme: ChartTheme;
  readonly numbers: NumberFormat;
  readonly times: TimeFormat;
  /** The error rate that counts as too high, a fraction. */
  readonly errorRateThreshold: number;
  readonly narrow: boolean;
}

/** The middle of what is known of a step on the time axis, where lines have their points. */
export function middle(view: ChartView, index: number): number {
  const { points, query } = view.data;
  const [from, to] = stepEdges(points, index, query.bucketSeconds);
  return (from + to) / 2;
}

/** The compared period's values, one a step, under the steps they stand for: dashed, in no colour of its own. */
export function comparedLine(
  view: ChartView,
  values: readonly (number | null)[],
): ChartDataset<'line', Point[]> {
  return {
    label: 'compared',
    data: values.map((value, i) => ({ x: middle(view, i), y: value ?? Number.NaN })),
    borderColor: view.theme.secondary,
    borderWidth: 1,
    borderDash: [4, 3],
    spanGaps: false,
    pointRadius: 0,
  };
}
