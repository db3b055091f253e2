import { RouteTable } from '../../domain/routeTable';
import { ReadingBuilder } from '../../mockforge/metricsReading';
import type { MetricsReading } from '../../mockforge/metricsReading';
import type { ProcessCopies } from './processCopies';
import type { ProcessRun } from './processRuns';
import type { SeriesPart } from './serverHistory';

/** Series of one process that the same copies show: they are known at the points at which one of these is. */
export interface CopiedSeries {
  readonly copies: ProcessCopies;
  /** Of each series the same parts, as each of the copies shows them. */
  readonly series: ReadonlyMap<ProcessRun, readonly SeriesPart[]>[];
}

const noRoutes = new RouteTable([]);

/**
 * All series of a process, by the copies that show them. A job may leave out some, or some buckets of a histogram: such
 * a copy says nothing of these, not that they stood still.
 */
export function copiedSeries(copies: ProcessCopies): readonly CopiedSeries[] {
  // Without any counts, the points are still known.
  const groups: CopiedSeries[] = [{ copies, series: [] }];
  for (const name of new Set(copies.flatMap(({ counted }) => [...counted.keys()]))) {
    const most = Math.max(...copies.map(({ counted }) => counted.get(name)?.size ?? 0));
    const fullest = copies.find(({ counted }) => counted.get(name)?.size === most);
    const parts = [...(fullest?.counted.get(name)?.keys() ?? [])];
    const byCopy = new Map<ProcessRun, readonly SeriesPart[]>();
    for (const copy of copies) {
      const shown = parts.flatMap((part) => copy.counted.get(name)?.get(part) ?? []);
      if (shown.length === most) byCopy.set(copy, shown);
    }
    const showing = [...byCopy.keys()];
    const group = groups.find((other) => isEqual(other.copies, showing));
    if (group) group.series.push(byCopy);
    else groups.push({ copies: showing, series: [byCopy] });
  }
  return groups;
}

/** The values of the series at a point, each from the one of some copies that was furthest. */
export function readingOf(
  { series }: CopiedSeries,
  sampled: ProcessCopies,
  index: number,
): MetricsReading {
  const builder = new ReadingBuilder(noRoutes);
  for (const byCopy of series) {
    let furthest: readonly SeriesPart[] = [];
    let most = -1;
    for (const copy of sampled) {
      const parts = byCopy.get(copy) ?? [];
      const sum = sumAt(parts, index);
      if (sum > most) [furthest, most] = [parts, sum];
    }
    for (const { meaning, values } of furthest) builder.add(meaning, values[index] ?? NaN);
  }
  return builder.finish();
}

/** How far a series has come; NaN where it says nothing. */
function sumAt(parts: readonly SeriesPart[], index: number): number {
  let sum = 0;
  for (const { values } of parts) sum += values[index] ?? NaN;
  return sum;
}

function isEqual(one: ProcessCopies, other: ProcessCopies): boolean {
  return one.length === other.length && one.every((copy, i) => copy === other[i]);
}
