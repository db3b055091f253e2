import type { MinuteContent, MinuteHistogram, MinuteRow } from '../../../../src/domain/commitBatch';
import type { Histogram, Quantile } from '../../../../src/domain/histogram';
import { histogramQuantile, mergeHistograms } from '../../../../src/domain/histogram';
import { requestProtocols } from '../../../../src/domain/protocol';
import { dense } from '../../../../src/domain/sparseHistogram';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import type { Condition } from '../../../../src/domain/condition';
import type { TimeSpan, TrafficFilter } from '../../../../src/protocol/readModels';
import type { Watermarks } from '../../../../src/store/state/watermarks';
import { isInHour, meets } from './conditions';

export type PlainRow = MinuteRow & { readonly at: number };
export type PlainHistogram = MinuteHistogram & { readonly at: number };

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
    const conditions = filter?.conditions ?? [];
    const isTarget = ({ protocol, method, endpoint }: MinuteRow | MinuteHistogram): boolean =>
      !target ||
      (protocol === target.protocol && method === target.method && endpoint === target.endpoint);
    const isExcluded = ({ endpoint }: MinuteRow | MinuteHistogram): boolean =>
      excludedEndpoints.some((pattern) => endpoint?.startsWith(pattern.replace('*', '')));
    const byHour = conditions.some(({ kind }) => kind === 'hour');
    const byEndpoint = Boolean(target) || conditions.some(({ kind }) => kind === 'endpoint');
    const isMeasured = (histogram: PlainHistogram): boolean =>
      byEndpoint
        ? histogram.source === 'log' &&
          isTarget(histogram) &&
          !isExcluded(histogram) &&
          meets(conditions, (one) => has(histogram, null, one))
        : meets(conditions, (one) => has(histogram, null, one));
    // Days cannot be told apart by their hours.
    const told = chosen.filter(({ minute, at }) => !byHour || !isOfDay(minute, at, marks));
    return new PlainTraffic(
      told.flatMap(({ at, rows }) =>
        rows
          .filter((row) => isTarget(row) && !isExcluded(row))
          .filter((row) => meets(conditions, (one) => has({ ...row, at }, row.statusCode, one)))
          .map((row) => ({ ...row, at })),
      ),
      conditions.some(({ kind }) => kind === 'status')
        ? []
        : told.flatMap(({ at, histograms }) =>
            histograms.map((histogram) => ({ ...histogram, at })).filter(isMeasured),
          ),
    );
  }

  between(from: number, to: number): PlainTraffic {
    const isInside = ({ at }: { readonly at: number }): boolean => at >= from && at < to;
    return new PlainTraffic(this.rows.filter(isInside), this.histograms.filter(isInside));
  }

  /** The rows that are called requests: also those of other protocols that a filter asks for. */
  requests(filter: TrafficFilter | undefined): readonly PlainRow[] {
    const wanted = filter?.conditions.filter(({ isExcluded }) => !isExcluded) ?? [];
    return this.rows.filter(
      ({ protocol }) =>
        requestProtocols.includes(protocol) ||
        wanted.some((one) => one.kind === 'protocol' && one.protocol === protocol),
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

function has(
  {
    at,
    protocol,
    method,
    endpoint,
  }: Pick<PlainRow, 'at' | 'protocol' | 'method'> & { readonly endpoint: string | null },
  status: number | null,
  condition: Condition,
): boolean {
  switch (condition.kind) {
    case 'protocol':
      return condition.protocol === protocol;
    case 'status':
      return condition.code === status;
    case 'endpoint':
      return (
        condition.protocol === protocol &&
        condition.method === method &&
        condition.endpoint === endpoint
      );
    case 'hour':
      return isInHour(at, condition);
    default:
      throw new RangeError('Traffic is not told by it.');
  }
}

/** Whether only the row of its day is left of a minute. */
function isOfDay(minute: number, at: number, { hoursFrom }: Watermarks): boolean {
  return at === floorTo(minute, daySeconds) && floorTo(minute, daySeconds) < hoursFrom;
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
