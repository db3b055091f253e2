import type { TrafficPoint } from '../../protocol/dashboardData';
import { escapeHtml } from './html';

/** Pixels of a chart's drawing; it grows with the page. */
const size = { width: 900, height: 180, left: 64, right: 8, top: 8, bottom: 22 } as const;
const plot = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
} as const;

/** A line of a chart: one value a step, null where nothing is known. */
export interface ChartLine {
  readonly name: string;
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
  const step = plot.width / Math.max(1, points.length);
  const bars = points.flatMap((point, i) => {
    let below = 0;
    const parts = [2, 3, 4, 5, 0].map((status) => {
      const count = point.byClass[status] ?? 0;
      const height = (count / highest) * plot.height;
      below += height;
      const y = size.top + plot.height - below;
      const x = size.left + i * step;
      return { status, count, box: box(x, y, Math.max(1, step - 1), height) };
    });
    return parts
      .filter(({ count }) => count > 0)
      .map((part) => `<rect class="s${part.status}" ${part.box}/>`);
  });
  return svg(points, highest, labels, bars.join(''));
}

/** Lines over the steps; they break where nothing is known. */
export function lineChart(
  points: readonly TrafficPoint[],
  lines: readonly ChartLine[],
  labels: ChartLabels,
): string {
  const values = lines.flatMap((line) => line.values).filter((value) => value !== null);
  const highest = Math.max(Number.MIN_VALUE, ...values);
  const step = plot.width / Math.max(1, points.length);
  const drawn = lines.flatMap((line) =>
    runsOf(line.values).map((run) => {
      const path = run.map(({ index, value }) => {
        const x = size.left + (index + 0.5) * step;
        return `${x.toFixed(1)},${(size.top + plot.height * (1 - value / highest)).toFixed(1)}`;
      });
      // A line of one point would not be seen.
      const [first] = path;
      if (path.length === 1 && first) path.push(first);
      return `<polyline class="${line.className}" points="${path.join(' ')}"/>`;
    }),
  );
  return svg(points, values.length === 0 ? 0 : highest, labels, drawn.join(''));
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
  highest: number,
  { title, time, value }: ChartLabels,
  content: string,
): string {
  const bottom = size.top + plot.height;
  const [first, last] = [points[0], points.at(-1)];
  const texts = [
    text(size.left - 6, size.top + 9, value(highest), 'end'),
    text(size.left - 6, bottom, value(0), 'end'),
    first ? text(size.left, bottom + 16, time(first.at), 'start') : '',
    last ? text(size.width - size.right, bottom + 16, time(last.at), 'end') : '',
  ];
  const axis = `<path class="axis" d="M${size.left} ${bottom}H${size.width - size.right}"/>`;
  return (
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">` +
    `${axis}${content}${texts.join('')}</svg>`
  );
}

function box(x: number, y: number, width: number, height: number): string {
  const [left, top, wide, high] = [x, y, width, height].map((value) => value.toFixed(1));
  return `x="${left}" y="${top}" width="${wide}" height="${high}"`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}
