import type { Chart, Plugin } from 'chart.js';
import type { ChartTheme } from '../chartTheme';
import { markOf } from './lineMarksPlugin';

/** Where the crosshair of a chart stands: the value on the time axis, and what is written under it. */
export interface CrosshairMark {
  readonly step: number;
  readonly at: number;
  readonly label: string;
}

/** Draws the crosshair of a chart, its points, and its time in a box on the axis. */
export function crosshairPlugin(
  mark: () => CrosshairMark | null,
  theme: () => ChartTheme,
): Plugin<'bar' | 'line'> {
  return {
    id: 'crosshair',
    afterDraw: (chart) => {
      const current = mark();
      if (current) draw(chart, current, theme());
    },
  };
}

function draw(chart: Chart, mark: CrosshairMark, theme: ChartTheme): void {
  const { ctx, chartArea, scales } = chart;
  const x = Math.round(scales['x']?.getPixelForValue(mark.at) ?? 0) + 0.5;
  ctx.save();
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  for (const [i, dataset] of chart.data.datasets.entries()) {
    const point = chart.getDatasetMeta(i).data[mark.step];
    const series = markOf(dataset);
    if (!series || !point || Number.isNaN(point.y)) continue;
    ctx.beginPath();
    ctx.arc(point.x, point.y, 4, 0, 2 * Math.PI);
    ctx.fillStyle = series.color;
    ctx.strokeStyle = theme.ground;
    ctx.lineWidth = 1.5;
    ctx.fill();
    ctx.stroke();
  }
  drawLabel(chart, mark.label, x, theme);
  ctx.restore();
}

/** In place of the axis' own labels, of which no half may stick out from under it. */
function drawLabel(chart: Chart, label: string, x: number, theme: ChartTheme): void {
  const { ctx, chartArea: area } = chart;
  ctx.font = `500 11px ${theme.fontFamily}`;
  const width = Math.ceil(ctx.measureText(label).width) + 10;
  const left = Math.min(Math.max(x - width / 2, area.left), area.right - width);
  ctx.fillStyle = theme.ground;
  for (const tick of chart.scales['x']?.ticks ?? []) {
    const middle = chart.scales['x']?.getPixelForValue(tick.value) ?? 0;
    const half = ctx.measureText(String(tick.label ?? '')).width / 2 + 2;
    if (middle + half > left && middle - half < left + width) {
      ctx.fillRect(middle - half, area.bottom + 2, 2 * half, 18);
    }
  }
  ctx.fillStyle = theme.text;
  ctx.fillRect(Math.round(left), area.bottom + 2, width, 16);
  ctx.fillStyle = theme.ground;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(label, Math.round(left) + 5, area.bottom + 10.5);
}
