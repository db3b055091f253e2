import { RouteTable } from '../../domain/routeTable';
import { minuteSeconds } from '../../domain/time';
import { historyQueries, instanceOf } from '../../mockforge/historyQueries';
import { metricMeaning } from '../../mockforge/metricMeaning';
import type { MetricMeaning } from '../../mockforge/metricMeaning';
import { ReadingBuilder } from '../../mockforge/metricsReading';
import type { MetricsReading } from '../../mockforge/metricsReading';
import type { PointGrid, PrometheusApi, RangeSeries } from '../../prometheus/queryRange';

/** What a server said of itself at one minute's start, by the last sample before it; unix seconds. */
export interface HistoryPoint {
  readonly at: number;
  readonly sampledAt: number;
  readonly reading: MetricsReading;
}

/** What Prometheus holds of one server, minute by minute; NaN where it holds nothing. */
export class InstanceHistory {
  readonly #grid: PointGrid;
  readonly #sampleTimes: Float64Array;
  readonly #series: { readonly meaning: MetricMeaning; readonly values: Float64Array }[] = [];

  constructor(grid: PointGrid, sampleTimes: RangeSeries) {
    this.#grid = grid;
    this.#sampleTimes = this.#onGrid(sampleTimes);
  }

  add(meaning: MetricMeaning, series: RangeSeries): void {
    this.#series.push({ meaning, values: this.#onGrid(series) });
  }

  /**
   * The points with a sample of their own minute, in order. Prometheus repeats the last sample for up to five
   * minutes: that is no point, since what came in these minutes is not known.
   */
  *points(): Generator<HistoryPoint> {
    for (const [index, sampledAt] of this.#sampleTimes.entries()) {
      const at = this.#grid.from + index * this.#grid.step;
      if (sampledAt > at - minuteSeconds) yield { at, sampledAt, reading: this.#reading(index) };
    }
  }

  #reading(index: number): MetricsReading {
    const builder = new ReadingBuilder(new RouteTable([]));
    for (const { meaning, values } of this.#series) {
      const value = values[index] ?? NaN;
      if (!Number.isNaN(value)) builder.add(meaning, value);
    }
    return builder.finish();
  }

  #onGrid({ points }: RangeSeries): Float64Array {
    const { from, to, step } = this.#grid;
    const values = new Float64Array((to - from) / step + 1).fill(NaN);
    for (const [at, value] of points) values[Math.round((at - from) / step)] = value;
    return values;
  }
}

/** Asks for the history of every MockForge server in [from, to], unix seconds, of these counted samples. */
export async function readHistories(
  api: PrometheusApi,
  { from, to }: { readonly from: number; readonly to: number },
  samples: Iterable<string>,
): Promise<readonly InstanceHistory[]> {
  const grid = { from, to, step: minuteSeconds };
  const histories = new Map<string, InstanceHistory>();
  for (const times of await api.queryRange(historyQueries.sampleTimes, grid)) {
    histories.set(instanceOf(times.labels), new InstanceHistory(grid, times));
  }
  for (const query of [historyQueries.processStart, historyQueries.uptime, ...samples]) {
    for (const series of await api.queryRange(query, grid)) {
      const meaning = metricMeaning(series.labels.get('__name__') ?? query, series.labels);
      if (meaning) histories.get(instanceOf(series.labels))?.add(meaning, series);
    }
  }
  return [...histories.values()];
}
