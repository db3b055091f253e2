import type { MinuteContent, MinuteHistogram, MinuteRow } from '../../../../src/domain/commitBatch';
import type { Histogram, Quantile } from '../../../../src/domain/histogram';
import { histogramQuantile, mergeHistograms } from '../../../../src/domain/histogram';
import { requestProtocols } from '../../../../src/domain/protocol';
import { dense } from '../../../../src/domain/sparseHistogram';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import type { TimeSpan } from '../../../../src/protocol/readModels';
import type { Watermarks } from '../../../../src/store/state/watermarks';

export type PlainRow = MinuteRow & { readonly at: number };
type PlainHistogram = MinuteHistogram & { readonly at: number };

/** The traffic of a database once more, in memory, from the minutes that were committed. */
export class PlainTraffic {
  readonly rows: readonly PlainRow[];
  readonly histograms: readonly PlainHistogram[];

  private constructor(rows: readonly PlainRow[], histograms: readonly PlainHistogram[]) {
    this.rows = rows;
    this.histograms = histograms;
  }

  /** What a span's filter leaves of it; where minutes are gone, they count where their hour or day begins. */
  static of(
    minutes: readonly MinuteContent[],
    { filter, excludedEndpoints }: TimeSpan,
    marks: Watermarks,
  ): PlainTraffic {
    const chosen = minutes
      .filter(({ workspaceId }) => [null, workspaceId].includes(filter?.workspaceId ?? null))
      .filter(({ environment }) => [null, environment].includes(filter?.environment ?? null))
      .map((content) => ({ ...content, at: keptAt(content.minute, marks) }));
    const target = filter?.endpoint;
    const isWanted = ({ protocol, method, endpoint }: MinuteRow | MinuteHistogram): boolean =>
      (target
        ? protocol === target.protocol && method === target.method && endpoint === target.endpoint
        : true) && [null, protocol].includes(filter?.protocol ?? null);
    const isExcluded = ({ endpoint }: MinuteRow): boolean =>
      excludedEndpoints.some((pattern) => endpoint?.startsWith(pattern.replace('*', '')));
    const isMeasured = (histogram: MinuteHistogram): boolean =>
      target
        ? histogram.source === 'log' && isWanted(histogram)
        : [null, histogram.protocol].includes(filter?.protocol ?? null);
    return new PlainTraffic(
      chosen.flatMap(({ at, rows }) =>
        rows.filter((row) => isWanted(row) && !isExcluded(row)).map((row) => ({ ...row, at })),
      ),
      chosen.flatMap(({ at, histograms }) =>
        histograms.filter(isMeasured).map((histogram) => ({ ...histogram, at })),
      ),
    );
  }

  between(from: number, to: number): PlainTraffic {
    const isInside = ({ at }: { readonly at: number }): boolean => at >= from && at < to;
    return new PlainTraffic(this.rows.filter(isInside), this.histograms.filter(isInside));
  }

  /** The rows that are called requests. */
  requests(chosen: string | null): readonly PlainRow[] {
    return this.rows.filter(
      ({ protocol }) => protocol === chosen || requestProtocols.includes(protocol),
    );
  }

  quantile(q: number, of: (histogram: MinuteHistogram) => boolean): Quantile | null {
    const merged = this.merged(of);
    return (merged && histogramQuantile(merged, q)) ?? null;
  }

  merged(of: (histogram: MinuteHistogram) => boolean): Histogram | undefined {
    const [first, ...others] = this.histograms.filter(of).map(({ histogram }) => dense(histogram));
    return first && others.reduce(mergeHistograms, first);
  }
}

function keptAt(minute: number, { minutesFrom, hoursFrom }: Watermarks): number {
  const hour = floorTo(minute, hourSeconds);
  const day = floorTo(minute, daySeconds);
  if (day >= hoursFrom) return minute >= minutesFrom ? minute : hour;
  return day >= minutesFrom ? minute : day;
}

export function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** The items by a key of theirs. */
export function groupsOf<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const own = groups.get(key(item)) ?? [];
    groups.set(key(item), own);
    own.push(item);
  }
  return groups;
}
