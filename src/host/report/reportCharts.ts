import type { TrafficPoint } from '../../protocol/dashboardData';
import { escapeHtml } from './html';

/** Pixels of a chart's drawing; it grows with the page. */
const size = { width: 900, height: 200, left: 64, right: 8, top: 12, bottom: 26 } as const;
const plot = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
} as const;
const bottom = size.top + plot.height;

/** Parts of the value axis at most, and labels of the time axis. */
const mostParts = 4;
const timeLabels = 5;

/** A line of a chart: one value a step, null where nothing is known. */
export interface ChartLine {
  readonly className: string;
  readonly values: readonly (number | null)[];
}

/** How the axes of a chart are labelled. */
export interface ChartLabels {
  readonly title: string;
  readonly time: (at: number) => string;
  readonly value: (value: number) => string;
}

/** Requests a step, stacked by status class. */
export function barChart(points: readonly TrafficPoint[], labels: ChartLabels): string {
  const highest = Math.max(1, ...points.map(({ requests }) => requests));
  const ticks = axisTicks(highest, 1);
  const step = stepWidth(points);
  const bars = points.flatMap((point, i) => {
    let below = 0;
    const parts = [2, 3, 4, 5, 0].map((status) => {
      const count = point.byClass[status] ?? 0;
      const height = (count / topOf(ticks)) * plot.height;
      below += height;
      const at = box(size.left + i * step, bottom - below, Math.max(1, step - 1), height);
      return { status, count, at };
    });
    return parts
      .filter(({ count }) => count > 0)
      .map((part) => `<rect class="s${part.status}" ${part.at}/>`);
  });
  return svg(points, ticks, labels, bars.join(''));
}

/** Lines over the steps; they break where nothing is known. */
export function lineChart(
  points: readonly TrafficPoint[],
  lines: readonly ChartLine[],
  labels: ChartLabels,
): string {
  const values = lines.flatMap((line) => line.values).filter((value) => value !== null);
  const ticks = axisTicks(Math.max(0, ...values), 0);
  const step = stepWidth(points);
  const drawn = lines.flatMap((line) =>
    runsOf(line.values).map((run) => {
      const path = run.map(({ index, value }) => {
        const x = size.left + (index + 0.5) * step;
        return `${x.toFixed(1)},${yOf(value, ticks).toFixed(1)}`;
      });
      // A line of one point would not be seen.
      const [first] = path;
      if (path.length === 1 && first) path.push(first);
      return `<polyline class="${line.className}" points="${path.join(' ')}"/>`;
    }),
  );
  return svg(points, ticks, labels, drawn.join(''));
}

/**
 * From 0 on at 1, 2 or 5 times a power of ten, up to the highest value or just above it; `finest` apart at least. Only
 * 0 where nothing is higher.
 */
function axisTicks(highest: number, finest: number): number[] {
  if (highest === 0) return [0];
  const least = Math.max(highest / mostParts, finest);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, i) => i * step);
}

function topOf(ticks: readonly number[]): number {
  return ticks.at(-1) || 1;
}

function yOf(value: number, ticks: readonly number[]): number {
  return bottom - plot.height * (value / topOf(ticks));
}

function stepWidth(points: readonly TrafficPoint[]): number {
  return plot.width / Math.max(1, points.length);
}

function runsOf(
  values: readonly (number | null)[],
): { readonly index: number; readonly value: number }[][] {
  const runs: { index: number; value: number }[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  }
  return runs.filter((run) => run.length > 0);
}

function svg(
  points: readonly TrafficPoint[],
  ticks: readonly number[],
  labels: ChartLabels,
  content: string,
): string {
  const { title, value } = labels;
  const end = size.width - size.right;
  const unknown = runsOf(points.map(({ coveredSeconds }) => (coveredSeconds > 0 ? null : 0)));
  const step = stepWidth(points);
  const bands = unknown.map((run) => {
    const left = size.left + (run[0]?.index ?? 0) * step;
    return `<rect class="unknown" ${box(left, size.top, run.length * step, plot.height)}/>`;
  });
  const values = ticks.map((tick) => {
    const y = yOf(tick, ticks).toFixed(1);
    const line = tick === 0 ? '' : `<path class="grid" d="M${size.left} ${y}H${end}"/>`;
    return line + text(size.left - 8, Number(y) + 4, value(tick), 'end');
  });
  const axis = `<path class="axis" d="M${size.left} ${bottom}H${end}"/>`;
  return (
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">` +
    `${values.join('')}${bands.join('')}${content}${axis}${times(points, labels)}</svg>`
  );
}

/** Labels at even distances, the first and the last one at the ends. */
function times(points: readonly TrafficPoint[], { time }: ChartLabels): string {
  const count = Math.min(timeLabels, points.length);
  return Array.from({ length: count }, (_, i) => {
    const index = count === 1 ? 0 : Math.round((i * (points.length - 1)) / (count - 1));
    const x = size.left + (index + 0.5) * stepWidth(points);
    const anchor = i === 0 ? 'start' : i === count - 1 ? 'end' : 'middle';
    const at = i === 0 ? size.left : i === count - 1 ? size.width - size.right : x;
    return text(at, bottom + 18, time(points[index]?.at ?? 0), anchor);
  }).join('');
}

function box(x: number, y: number, width: number, height: number): string {
  const [left, top, wide, high] = [x, y, width, height].map((value) => value.toFixed(1));
  return `x="${left}" y="${top}" width="${wide}" height="${high}"`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}
