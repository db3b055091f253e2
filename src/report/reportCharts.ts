import { joinedMoments } from '../domain/joinedMoments';
import type { AxisTicks } from '../domain/ticks';
import { requestsOfClass, statusClasses } from '../protocol/chartValues';
import type { Interruptions } from '../protocol/interruptions';
import { stepEdges } from '../protocol/interruptions';
import type { TrafficPoint } from '../protocol/dashboardData';
import { escapeHtml } from '../domain/html';

/** Pixels of a chart's drawing; it grows with the page. The lane above the plot has what interrupted collecting. */
const size = { width: 900, height: 224, left: 64, right: 8, lane: 20, bottom: 26 } as const;
const end = size.width - size.right;
const top = size.lane;
const bottom = size.height - size.bottom;
/** Pixels that a letter of a label takes at most, on average: nothing is measured here. */
const letterWidth = 6.2;
/** Pixels between the lines of two restarts that are told apart. */
const apart = 16;

/** A line of a chart: one value a step, null where nothing is known. */
export interface ChartLine {
  readonly className: string;
  readonly values: readonly (number | null)[];
}

/** The value axis of a chart. */
export interface ValueAxis extends AxisTicks {
  readonly type: 'linear' | 'logarithmic';
  readonly label: (value: number) => string;
  /** A value that a line marks all the way. */
  readonly threshold?: number;
}

/** A span of which nothing or nothing exact is known. Unix seconds. */
interface ReportBand {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Nobody collected, which is no event. */
  readonly isQuiet: boolean;
}

/** What all charts over the time of a report share. Unix seconds. */
export interface TimeFrame {
  readonly from: number;
  readonly to: number;
  readonly bucketSeconds: number;
  readonly points: readonly TrafficPoint[];
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly bands: readonly ReportBand[];
  readonly restarts: readonly number[];
  /** The label of so many restarts that are drawn as one. */
  readonly restartLabel: (count: number) => string;
  readonly marks: Interruptions['marks'];
}

/** Requests a step, stacked by status class. */
export function barChart(title: string, frame: TimeFrame, axis: ValueAxis): string {
  const { points, bucketSeconds } = frame;
  const bars = points.flatMap((point, i) => {
    const [from, to] = stepEdges(points, i, bucketSeconds).map((at) => xOf(at, frame));
    let below = 0;
    return statusClasses.map((status) => {
      const count = requestsOfClass(point, status);
      if (count === 0) return '';
      const base = yOf(below, axis);
      below += count;
      const y = yOf(below, axis);
      const width = Math.max(1, (to ?? 0) - (from ?? 0) - 1);
      return `<rect class="s${status}" ${box(from ?? 0, y, width, base - y)}/>`;
    });
  });
  return svg(title, frame, axis, bars.join(''));
}

/** Lines over the steps; they break where nothing is known. */
export function lineChart(
  title: string,
  frame: TimeFrame,
  lines: readonly ChartLine[],
  axis: ValueAxis,
): string {
  const { points, bucketSeconds } = frame;
  const drawn = lines.flatMap((line) =>
    runsOf(line.values).map((run) => {
      const path = run.map(({ index, value }) => {
        const [from, to] = stepEdges(points, index, bucketSeconds);
        return `${xOf((from + to) / 2, frame).toFixed(1)},${yOf(value, axis).toFixed(1)}`;
      });
      // A line of one point would not be seen.
      const [first] = path;
      if (path.length === 1 && first) path.push(first);
      return `<polyline class="${line.className}" points="${path.join(' ')}"/>`;
    }),
  );
  return svg(title, frame, axis, drawn.join(''));
}

function xOf(at: number, { from, to }: TimeFrame): number {
  return size.left + ((end - size.left) * (at - from)) / Math.max(1, to - from);
}

/** What lies below a logarithmic axis, such as 0, stands at its foot. */
function yOf(value: number, { type, min, max }: ValueAxis): number {
  const place = (one: number): number =>
    type === 'linear' ? one : Math.log(Math.max(one, Number.MIN_VALUE));
  const share = (place(value) - place(min)) / (place(max) - place(min));
  return bottom - (bottom - top) * Math.min(1, Math.max(0, share));
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

function svg(title: string, frame: TimeFrame, axis: ValueAxis, content: string): string {
  const values = axis.ticks.map((tick) => {
    const y = yOf(tick, axis);
    return (
      (y >= bottom ? '' : `<path class="grid" d="M${size.left} ${y.toFixed(1)}H${end}"/>`) +
      text(size.left - 8, y + 4, axis.label(tick), 'end')
    );
  });
  const times = frame.ticks.map(({ at, label }) => {
    const x = xOf(at, frame);
    // What would reach beyond the drawing begins or ends with it.
    const half = (label.length * letterWidth) / 2;
    const anchor = x + half > size.width ? 'end' : 'middle';
    const line = `<path class="grid" d="M${x.toFixed(1)} ${bottom}v4"/>`;
    return line + text(anchor === 'end' ? size.width : x, bottom + 18, label, anchor);
  });
  const line = `<path class="axis" d="M${size.left} ${bottom}H${end}"/>`;
  return (
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">` +
    `${values.join('')}${threshold(axis)}${content}${bands(frame)}${line}${times.join('')}${lane(frame)}</svg>`
  );
}

function threshold(axis: ValueAxis): string {
  if (axis.threshold === undefined) return '';
  const y = yOf(axis.threshold, axis).toFixed(1);
  return `<path class="threshold" d="M${size.left} ${y}H${end}"/>`;
}

function bands(frame: TimeFrame): string {
  return frame.bands
    .map(({ from, to, isQuiet }) => {
      const left = xOf(from, frame);
      const width = Math.max(1, xOf(to, frame) - left);
      return `<rect class="${isQuiet ? 'uncollected' : 'unknown'}" ${box(left, top, width, bottom - top)}/>`;
    })
    .join('');
}

/** Restarts, marks and bands by name, from the left; what would meet the name before it has none. */
function lane(frame: TimeFrame): string {
  const restarts = frame.restarts.map((at) => xOf(at, frame)).sort((a, b) => a - b);
  const moments = [
    ...joinedMoments(restarts, apart).map(({ x, count }) => ({
      x,
      label: frame.restartLabel(count),
      isMoment: true,
    })),
    ...frame.marks.map(({ at, name }) => ({ x: xOf(at, frame), label: name, isMoment: true })),
    ...frame.bands.map(({ from, label }) => ({ x: xOf(from, frame), label, isMoment: false })),
  ].sort((a, b) => a.x - b.x);
  const sessions = frame.marks.map(({ at, to }) =>
    to === null
      ? ''
      : `<path class="session" d="M${xOf(at, frame).toFixed(1)} ${top - 2}H${xOf(to, frame).toFixed(1)}"/>`,
  );
  let taken = 0;
  const named = moments
    .map(({ x, label, isMoment }) => {
      const line = isMoment
        ? `<path class="moment" d="M${x.toFixed(1)} ${size.lane - 6}V${bottom}"/>`
        : '';
      const start = Math.min(x + 3, end - label.length * letterWidth);
      if (start < taken) return line;
      taken = start + label.length * letterWidth + 8;
      return line + text(start, size.lane - 7, label, 'start');
    })
    .join('');
  return sessions.join('') + named;
}

function box(x: number, y: number, width: number, height: number): string {
  const [left, above, wide, high] = [x, y, width, height].map((value) => value.toFixed(1));
  return `x="${left}" y="${above}" width="${wide}" height="${high}"`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  const [left, base] = [x, y].map((value) => value.toFixed(1));
  return `<text x="${left}" y="${base}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}
