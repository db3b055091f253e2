import { percentiles } from '../../src/protocol/chartValues';
import type { Percentile } from '../../src/protocol/chartValues';
import type { ChartConfiguration } from 'chart.js';
import type { Histogram } from '../../src/domain/histogram';
import { histogramQuantile } from '../../src/domain/histogram';
import type { ChartView } from './chartView';
import { linearTicks } from '../../src/domain/ticks';
import { layout } from './timeChartOptions';

/** Upper bounds of the bars, milliseconds; above the last one little is known and nothing is fast. */
const barBounds = [1, 2, 3, 4, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const;
/** Bars at least, so that a fast endpoint does not look like a slow one. */
const fewestBars = 8;

/** A bar of a latency distribution: requests whose handler took longer than `above` ms and at most `to` ms. */
export interface LatencyBar {
  readonly above: number;
  readonly to: number;
  readonly count: number;
  /** Requests that were held up for so long by an injected delay. */
  readonly delayed: number;
}

/** Where a quantile lies: the bar that holds it. */
export interface QuantileMark {
  readonly percentile: Percentile;
  readonly bar: number;
}

/**
 * Distributions in few bars, without empty ones at their slow end. The log's own buckets are at most 5 % wide; one
 * that reaches over a bar's bound counts where it ends.
 */
export function latencyBars(handler: Histogram | null, delay: Histogram | null): LatencyBar[] {
  const counts = countsOfBars(handler);
  const delayed = countsOfBars(delay);
  const bars = [...barBounds, Infinity].map((to, i) => ({
    above: barBounds[i - 1] ?? 0,
    to,
    count: counts[i] ?? 0,
    delayed: delayed[i] ?? 0,
  }));
  const last = bars.findLastIndex((bar) => bar.count > 0 || bar.delayed > 0);
  return bars.slice(0, Math.max(fewestBars, last + 2));
}

function countsOfBars(histogram: Histogram | null): number[] {
  const bars = new Array<number>(barBounds.length + 1).fill(0);
  for (const [i, count] of histogram?.counts.entries() ?? []) {
    const bound = histogram?.bounds[i] ?? Infinity;
    const found = barBounds.findIndex((to) => bound <= to);
    const bar = found < 0 ? barBounds.length : found;
    bars[bar] = (bars[bar] ?? 0) + count;
  }
  return bars;
}

/** The bars that hold the percentiles. */
export function quantileMarks(histogram: Histogram, bars: readonly LatencyBar[]): QuantileMark[] {
  const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 };
  return percentiles.flatMap((percentile) => {
    const quantile = histogramQuantile(histogram, quantiles[percentile]);
    if (!quantile) return [];
    const bar = quantile.above
      ? bars.length - 1
      : bars.findIndex(({ to }) => quantile.bucket[1] <= to);
    return bar < 0 ? [] : [{ percentile, bar }];
  });
}

/** A bar has the whole width where it has nothing beside it. */
const barShape = { categoryPercentage: 0.96, barPercentage: 1, skipNull: true } as const;

/** Requests of an endpoint by handler time, and beside them those that were held up, by the delay. */
export function distributionChart(
  view: ChartView,
  bars: readonly LatencyBar[],
): ChartConfiguration<'bar', { x: number; y: number | null }[]> {
  const { theme, numbers } = view;
  const values = linearTicks(
    Math.max(0, ...bars.flatMap(({ count, delayed }) => [count, delayed])),
    true,
  );
  const label = { color: theme.secondary, font: { family: theme.fontFamily, size: 11 } };
  return {
    type: 'bar',
    data: {
      datasets: [
        {
          label: 'Handler time',
          data: bars.map(({ count }, i) => ({ x: i, y: count || null })),
          backgroundColor: theme.requests,
          ...barShape,
        },
        {
          label: 'Injected delay',
          data: bars.map(({ delayed }, i) => ({ x: i, y: delayed || null })),
          backgroundColor: theme.delay,
          borderColor: theme.secondary,
          borderWidth: 1,
          ...barShape,
        },
      ],
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      layout: { autoPadding: false, padding: { top: 36, right: layout.right } },
      scales: {
        x: {
          type: 'linear',
          offset: false,
          min: -0.5,
          max: bars.length - 0.5,
          grid: { display: false },
          border: { display: true, color: theme.axis },
          // Written by the plugin, which knows how much room a bar has.
          ticks: { display: false },
          afterFit: (scale) => {
            scale.height = layout.axis;
          },
        },
        y: {
          type: 'linear',
          min: 0,
          max: values.max * 1.02,
          grid: { color: theme.grid, drawTicks: false },
          border: { display: false },
          ticks: { ...label, padding: 8, callback: (value) => numbers.shortCount(Number(value)) },
          afterBuildTicks: (scale) => {
            scale.ticks = values.ticks.map((value) => ({ value }));
          },
          afterFit: (scale) => {
            scale.width = layout.gutter;
          },
        },
      },
    },
  };
}

/** `3`, `5–10`, `2.5k–5k`: a bar's milliseconds without their unit, which the axis bears once. */
export function barName({ above, to }: LatencyBar, plain: (value: number) => string): string {
  if (to === Infinity) return `> ${shortBound(above, plain)}`;
  const end = shortBound(to, plain);
  return to - above === 1 ? end : `${shortBound(above, plain)}–${end}`;
}

/** `10`, `5k`: where a bar ends, for axes without room for both of its ends. */
export function barEnd({ above, to }: LatencyBar, plain: (value: number) => string): string {
  return to === Infinity ? `>${shortBound(above, plain)}` : shortBound(to, plain);
}

function shortBound(value: number, plain: (value: number) => string): string {
  return value < 1000 ? plain(value) : `${plain(value / 1000)}k`;
}
