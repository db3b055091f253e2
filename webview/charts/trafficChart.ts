import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { perStep, requestsOfClass, statusClasses } from '../../src/protocol/chartValues';
import type { StatusClass } from '../../src/protocol/chartValues';
import { middle } from './chartView';
import type { ChartView } from './chartView';
import { stepEdges } from '../../src/protocol/interruptions';
import { linearTicks } from '../../src/domain/ticks';
import { timeChartOptions } from './timeChartOptions';

/** A bar of the traffic chart: its height and, on the time axis, where it begins and ends. */
export interface StepBar {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** Requests a step, stacked by status class. */
export function trafficChart(view: ChartView): ChartConfiguration<'bar', StepBar[]> {
  const { points, query } = view.data;
  const highest = Math.max(0, ...points.map((point) => point.requests));
  const options = timeChartOptions(view, {
    ...linearTicks(highest, true),
    type: 'linear',
    label: (value, isTop) =>
      view.numbers.shortCount(value) + (isTop ? axisUnit(query.bucketSeconds) : ''),
  });
  return {
    type: 'bar',
    data: { datasets: statusClasses.map((status) => dataset(view, status)) },
    options: {
      ...options,
      scales: {
        x: { ...options.scales?.['x'], stacked: true },
        y: { ...options.scales?.['y'], stacked: true },
      },
    },
  };
}

/** The unit beside numbers where there is little room: `/min`; none for `/20 min`, which the title then says. */
export function axisUnit(seconds: number): string {
  const unit = perStep(seconds);
  return unit.includes(' ') ? '' : unit;
}

function dataset(view: ChartView, status: StatusClass): ChartDataset<'bar', StepBar[]> {
  return {
    label: status,
    data: bars(view, status),
    backgroundColor: view.theme.status[status],
    borderColor: view.theme.statusEdge[status],
    borderWidth: view.theme.highContrast ? 1 : 0,
    borderSkipped: false,
    // Each reaches over its own step, whatever room others would leave it.
    grouped: false,
  };
}

/** None where all would be empty: they would cost as much as others. */
function bars(view: ChartView, status: StatusClass): StepBar[] {
  const { points, query } = view.data;
  if (points.every((point) => requestsOfClass(point, status) === 0)) return [];
  return points.map((point, i) => {
    const [from, to] = stepEdges(points, i, query.bucketSeconds);
    return { x: middle(view, i), y: requestsOfClass(point, status), from, to };
  });
}
