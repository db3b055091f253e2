import { minuteSeconds } from '../../domain/time';
import { ownLabelsOf, serverLabelsOf } from '../../mockforge/historyQueries';
import type { HistoryQueries } from '../../mockforge/historyQueries';
import { metricMeaning } from '../../mockforge/metricMeaning';
import type { MetricMeaning } from '../../mockforge/metricMeaning';
import type { PointGrid, PrometheusApi, RangeSeries } from '../../prometheus/queryRange';
import type { Labels } from '../../prometheus/seriesTable';

/** A counter, or a histogram with all its parts: a unit of counting. */
export type CountedSeries = ReadonlyMap<string, SeriesPart>;

/** One series at the points of the grid; NaN where it has no value that a counter can have. */
export interface SeriesPart {
  readonly meaning: MetricMeaning;
  readonly values: Float64Array;
}

/** What Prometheus holds of one server under one set of labels, minute by minute. */
export class ServerHistory {
  /** The labels by which Prometheus knows the server. */
  readonly labels: Labels;
  readonly grid: PointGrid;
  /**
   * When the sample behind a point was taken, unix seconds; NaN where it is not one of the point's own minute.
   * Prometheus repeats the last sample for up to five minutes: that is no point, since what came in these
   * minutes is not known.
   */
  readonly sampledAt: Float64Array;
  /** As exposed, in seconds; NaN where they were not. */
  readonly processStart: Float64Array;
  readonly uptime: Float64Array;
  readonly #counted = new Map<string, Map<string, SeriesPart>>();

  constructor(labels: Labels, grid: PointGrid) {
    this.labels = labels;
    this.grid = grid;
    this.sampledAt = empty(grid);
    this.processStart = empty(grid);
    this.uptime = empty(grid);
  }

  /** By what the series of a server are told apart, whichever labels Prometheus knows the server by. */
  get counted(): ReadonlyMap<string, CountedSeries> {
    return this.#counted;
  }

  /** The time of a point, unix seconds. */
  timeOf(index: number): number {
    return this.grid.from + index * this.grid.step;
  }

  /** Takes in when the samples behind the points were taken. */
  addSampleTimes(times: RangeSeries): void {
    const points = times.points.filter(([at, sampledAt]) => sampledAt > at - minuteSeconds);
    raise(this.sampledAt, this.grid, { ...times, points });
  }

  /** Takes in a series of this server; one that is known already is the same one, listed twice. */
  add(sample: string, series: RangeSeries): void {
    const labels = ownLabelsOf(series.labels);
    const meaning = metricMeaning(sample, labels);
    if (meaning === undefined) return;
    if (meaning.kind === 'processStart') raise(this.processStart, this.grid, series);
    else if (meaning.kind === 'uptime') raise(this.uptime, this.grid, series);
    else raise(this.#part(sample, labels, meaning).values, this.grid, series);
  }

  #part(sample: string, labels: Labels, meaning: MetricMeaning): SeriesPart {
    const whole = [...labels].filter(([label]) => label !== 'le').sort();
    const name = JSON.stringify([meaning.family, ...whole]);
    const parts = this.#counted.get(name) ?? new Map<string, SeriesPart>();
    this.#counted.set(name, parts);
    const partName = 'boundMs' in meaning ? String(meaning.boundMs) : sample;
    const part = parts.get(partName) ?? { meaning, values: empty(this.grid) };
    parts.set(partName, part);
    return part;
  }
}

/** Asks for the history of every server in [from, to], unix seconds, of these counted samples. */
export async function readHistories(
  api: PrometheusApi,
  queries: HistoryQueries,
  { from, to }: { readonly from: number; readonly to: number },
  samples: Iterable<string>,
): Promise<readonly ServerHistory[]> {
  const grid = { from, to, step: minuteSeconds };
  const histories = new Map<string, ServerHistory>();
  const nameOf = (labels: Labels): string => JSON.stringify([...serverLabelsOf(labels)]);
  for (const times of await api.queryRange(queries.sampleTimes, grid)) {
    const labels = serverLabelsOf(times.labels);
    const history = histories.get(nameOf(labels)) ?? new ServerHistory(labels, grid);
    histories.set(nameOf(labels), history);
    history.addSampleTimes(times);
  }
  for (const sample of [...queries.ofServer, ...samples]) {
    for (const series of await api.queryRange(queries.series(sample), grid)) {
      histories.get(nameOf(series.labels))?.add(sample, series);
    }
  }
  return [...histories.values()];
}

function empty({ from, to, step }: PointGrid): Float64Array {
  return new Float64Array((to - from) / step + 1).fill(NaN);
}

/**
 * Enters the points of a series; of two at one moment the higher one holds. So a bound that a newer Prometheus writes
 * as `1.0` continues one that lingers as `1`.
 */
function raise(values: Float64Array, { from, step }: PointGrid, { points }: RangeSeries): void {
  for (const [at, value] of points) {
    if (!Number.isFinite(value) || value < 0) continue;
    const index = Math.round((at - from) / step);
    if (!((values[index] ?? NaN) >= value)) values[index] = value;
  }
}
