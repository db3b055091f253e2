import type { Chart, ChartDataset, Plugin, PointStyle } from 'chart.js';
import { drawPoint } from 'chart.js/helpers';

/**
 * Marks lines with the shapes of their series. Chart.js would mark them too, but then works out the options of every
 * point of its own, which takes most of the time of a line's update.
 */
export const lineMarksPlugin: Plugin<'bar' | 'line'> = {
  id: 'lineMarks',
  afterDatasetsDraw: (chart) => {
    for (const [i, dataset] of chart.data.datasets.entries()) {
      if (chart.isDatasetVisible(i)) drawMarks(chart, i, dataset);
    }
  },
};

/** Radii that mark the last known point of a line, and every one that has no neighbour to be joined to. */
export function markRadii(known: readonly boolean[]): number[] {
  const last = known.lastIndexOf(true);
  return known.map((isKnown, i) => {
    if (!isKnown) return 0;
    if (i === last) return 3.5;
    return known[i - 1] !== true && known[i + 1] !== true ? 2 : 0;
  });
}

/** Shape and colour of a series; null for what it is held against, which has no shape. */
export function markOf(
  dataset: ChartDataset,
): { readonly pointStyle: PointStyle; readonly color: string } | null {
  if (!('pointStyle' in dataset)) return null;
  const { pointStyle, borderColor } = dataset;
  return typeof pointStyle === 'string' && typeof borderColor === 'string'
    ? { pointStyle, color: borderColor }
    : null;
}

function drawMarks(chart: Chart, index: number, dataset: ChartDataset): void {
  const mark = markOf(dataset);
  if (!mark) return;
  const { pointStyle, color } = mark;
  const { ctx } = chart;
  const points = chart.getDatasetMeta(index).data;
  ctx.save();
  ctx.fillStyle = color;
  for (const [i, radius] of markRadii(points.map(({ y }) => !Number.isNaN(y))).entries()) {
    const point = points[i];
    if (!point || radius === 0) continue;
    drawPoint(ctx, { pointStyle, radius, rotation: 0, borderWidth: 0 }, point.x, point.y);
  }
  ctx.restore();
}
