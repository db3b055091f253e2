import type { Chart, Plugin } from 'chart.js';
import { percentileShapes } from '../chartTheme';
import type { ChartTheme } from '../chartTheme';
import { barEnd, barName } from '../distributionChart';
import type { LatencyBar, QuantileMark } from '../distributionChart';

/** What is written over the bars of a distribution. */
export interface BarTexts {
  readonly bars: readonly LatencyBar[];
  readonly marks: readonly QuantileMark[];
  readonly theme: ChartTheme;
  readonly count: (value: number) => string;
  readonly plain: (value: number) => string;
}

/** Pixels between two names on the axis. */
const nameGap = 6;

/** Writes each bar's count over it and its name under it, and where the percentiles lie. */
export function distributionPlugin(texts: () => BarTexts): Plugin<'bar' | 'line'> {
  return {
    id: 'distribution',
    afterDatasetsDraw: (chart) => {
      const { ctx } = chart;
      ctx.save();
      drawMarks(chart, texts());
      drawCounts(chart, texts());
      drawNames(chart, texts());
      ctx.restore();
    },
  };
}

function drawCounts(chart: Chart, { bars, theme, count }: BarTexts): void {
  const { ctx } = chart;
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  for (const [i, bar] of bars.entries()) {
    for (const [dataset, value] of [bar.count, bar.delayed].entries()) {
      const drawn = chart.getDatasetMeta(dataset);
      const x = drawn.data[i]?.x;
      if (value > 0 && drawn.visible && x !== undefined) {
        ctx.fillText(count(value), x, yOf(chart, value) - 3);
      }
    }
  }
}

/** Names of all bars: from where to where each one reaches, or only to where when that is too long for one of them. */
function drawNames(chart: Chart, { bars, theme, plain }: BarTexts): void {
  const { ctx, chartArea } = chart;
  const room = xOf(chart, 1) - xOf(chart, 0) - nameGap;
  const names = bars.map((bar) => barName(bar, plain));
  const fits = names.every((name) => ctx.measureText(name).width <= room);
  const y = chartArea.bottom + 14;
  ctx.fillStyle = theme.secondary;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const [i, bar] of bars.entries()) {
    ctx.fillText(fits ? (names[i] ?? '') : barEnd(bar, plain), xOf(chart, i), y);
  }
  ctx.textAlign = 'right';
  ctx.fillText(fits ? 'ms' : '≤ ms', chartArea.left - 8, y);
}

/** Percentiles in the same bar stand beside each other. */
function drawMarks(chart: Chart, { bars, marks, theme }: BarTexts): void {
  const { ctx, chartArea } = chart;
  const top = chartArea.top - 22;
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const lines = new Set<number>();
  let taken = 0;
  for (const { percentile, bar } of marks) {
    const x = xOf(chart, bar);
    const width = ctx.measureText(percentile).width + 12;
    const left = Math.max(taken, x - width / 2);
    taken = left + width + 8;
    drawShape(ctx, percentileShapes[percentile], left + 4, top, theme.percentile[percentile]);
    ctx.fillStyle = theme.secondary;
    ctx.fillText(percentile, left + 12, top);
    if (lines.has(bar)) continue;
    lines.add(bar);
    ctx.strokeStyle = theme.secondary;
    ctx.setLineDash([1, 3]);
    ctx.beginPath();
    ctx.moveTo(x, top + 8);
    ctx.lineTo(x, Math.max(top + 8, yOf(chart, bars[bar]?.count ?? 0) - 16));
    ctx.stroke();
  }
}

function drawShape(
  ctx: CanvasRenderingContext2D,
  shape: 'circle' | 'rect' | 'triangle',
  x: number,
  y: number,
  color: string,
): void {
  ctx.fillStyle = color;
  ctx.beginPath();
  if (shape === 'circle') ctx.arc(x, y, 3, 0, 2 * Math.PI);
  else if (shape === 'rect') ctx.rect(x - 2.5, y - 2.5, 5, 5);
  else {
    ctx.moveTo(x, y - 3.5);
    ctx.lineTo(x + 3.5, y + 3);
    ctx.lineTo(x - 3.5, y + 3);
  }
  ctx.fill();
}

function xOf(chart: Chart, value: number): number {
  return chart.scales['x']?.getPixelForValue(value) ?? 0;
}

function yOf(chart: Chart, value: number): number {
  return chart.scales['y']?.getPixelForValue(value) ?? 0;
}
