import type { CartesianScaleOptions, ChartOptions, Scale } from 'chart.js';
import type { ChartTheme } from './chartTheme';
import type { ChartView } from './chartView';
import { timeLabel, timeTicks } from '../../src/domain/ticks';
import type { AxisTicks } from '../../src/domain/ticks';

/** Pixels that every time chart shares, so that equal times stand under each other. */
export const layout = { gutter: 80, right: 16, lane: 20, axis: 30 } as const;

/** The value axis of a chart: its end and labels, and what it writes beside a tick. */
export interface ValueAxis extends AxisTicks {
  readonly type: 'linear' | 'logarithmic';
  readonly label: (value: number, isTop: boolean) => string;
}

/**
 * Options of a time chart over the range of the view. The pointer is handled by the crosshair, which spans
 * all charts, so Chart.js listens to nothing.
 */
export function timeChartOptions(
  view: ChartView,
  value: ValueAxis,
): ChartOptions<'bar'> & ChartOptions<'line'> {
  const { data, theme, times, narrow } = view;
  const { from, to } = data.query;
  const { step, ticks } = timeTicks(from, to, narrow ? 4 : 8);
  const top = value.ticks.at(-1);
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { autoPadding: false, padding: { top: layout.lane, right: layout.right } },
    scales: {
      x: {
        ...axis(theme, ticks, 6, (at, scale) => {
          const label = timeLabel(at, step, times);
          const stride = Math.ceil(widthOf(label) / pixels(step, scale));
          const isWritten = ticks.indexOf(at) % stride === 0;
          return isWritten && hasRoom(label, at, scale) ? label : '';
        }),
        type: 'linear',
        // Charts of bars would leave half a bar's room at both ends, and times would not stand under each other.
        offset: false,
        min: from,
        max: to,
        border: { display: true, color: theme.axis, width: 1 },
        afterFit: (scale: Scale) => {
          scale.height = layout.axis;
        },
      },
      y: {
        ...axis(theme, value.ticks, 8, (at) => value.label(at, at === top)),
        type: value.type,
        min: value.min,
        max: value.max,
        border: { display: false },
        afterFit: (scale: Scale) => {
          scale.width = layout.gutter;
        },
      },
    },
  };
}

/** Pixels of a letter of an axis, on average. */
const letterWidth = 6;

/** Between two labels. */
const labelGap = 8;

/** Pixels that a label takes, with what keeps it apart from the next. */
function widthOf(label: string): number {
  return label.length * letterWidth + labelGap;
}

/** The length of a time on the axis. */
function pixels(seconds: number, { min, max, width }: Scale): number {
  return (seconds / (max - min)) * width;
}

/** Whether a label under its tick ends within the chart. */
function hasRoom(label: string, at: number, scale: Scale): boolean {
  const behind = pixels(scale.max - at, scale) + layout.right;
  return behind >= (label.length * letterWidth) / 2;
}

function axis(
  theme: ChartTheme,
  ticks: readonly number[],
  padding: number,
  label: (value: number, scale: Scale) => string,
): Pick<CartesianScaleOptions, 'afterBuildTicks'> & {
  grid: Partial<CartesianScaleOptions['grid']>;
  ticks: object;
} {
  return {
    grid: { color: theme.grid, tickLength: 0, drawTicks: false, offset: false, lineWidth: 1 },
    ticks: {
      color: theme.secondary,
      font: { family: theme.fontFamily, size: 11 },
      padding,
      autoSkip: false,
      maxRotation: 0,
      callback(this: Scale, value: number | string): string {
        return label(Number(value), this);
      },
    },
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = ticks.map((value) => ({ value }));
    },
  };
}
