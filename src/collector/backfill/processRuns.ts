import type { ProcessIdentity } from '../account/accountState';
import { continuityOf, isSameRun } from '../account/processIdentity';
import type { Continuity } from '../account/processIdentity';
import { growingPoints } from './growingPoints';
import type { CountedSeries, ServerHistory } from './serverHistory';

/** A run of a server as one history shows it. */
export interface ProcessRun {
  readonly history: ServerHistory;
  /** As it was last stated. */
  readonly identity: ProcessIdentity;
  /** The points of the history that show it, in order. */
  readonly points: readonly number[];
  /** The last point before them; null where there is none. */
  readonly before: number | null;
  /** It may have counted before that point: nobody knows when it counted what it had. */
  readonly isOlder: boolean;
  /** What it shows, where it is whole and no lower than before: a counter cannot fall while its process lives. */
  readonly counted: ReadonlyMap<string, CountedSeries>;
}

/** A run while we go through the points of its history. */
interface OpenRun extends Pick<ProcessRun, 'before' | 'isOlder'> {
  identity: ProcessIdentity;
  readonly points: number[];
  /** The highest that each part of a series has said so far. */
  readonly highest: Float64Array;
}

/**
 * The runs of the server that a history shows (docs/collection.md#process-identity). One that had begun before the
 * last point is another server which answers at the same address.
 */
export function processRuns(history: ServerHistory): readonly ProcessRun[] {
  const parts = [...history.counted.values()].flatMap((series) => [...series.values()]);
  const runs: OpenRun[] = [];
  let last: { readonly run: OpenRun; readonly index: number } | undefined;
  for (const [index, sampledAt] of history.sampledAt.entries()) {
    if (Number.isNaN(sampledAt)) continue;
    const identity = identityAt(history, index);
    const said = Float64Array.from(parts, ({ values }) => values[index] ?? NaN);
    const continuity = last && continuityAt(last.run, history, last.index, index, said);
    let run = continuity === 'same' ? last?.run : undefined;
    if (continuity === 'other') run = runs.find((other) => isSameRun(other.identity, identity));
    if (!run) {
      const highest = new Float64Array(parts.length);
      const isOlder = continuity === 'other';
      run = { identity, points: [], before: last?.index ?? null, isOlder, highest };
      runs.push(run);
    }
    run.identity = { ...run.identity, ...told(identity) };
    run.points.push(index);
    for (const [part, value] of said.entries()) {
      if (value > (run.highest[part] ?? 0)) run.highest[part] = value;
    }
    last = { run, index };
  }
  return runs.map(({ identity, points, before, isOlder }) => {
    const counted = wholeSeries(history, points);
    return { history, identity, points, before, isOlder, counted };
  });
}

/** How the run at a point relates to the one at the last point. */
function continuityAt(
  { identity, highest }: OpenRun,
  history: ServerHistory,
  last: number,
  index: number,
  said: Float64Array,
): Continuity {
  const lastScrapeAt = (history.sampledAt[last] ?? NaN) * 1000;
  const fell = said.some((value, part) => value < (highest[part] ?? 0));
  return continuityOf(identity, identityAt(history, index), {
    lastScrapeAt,
    silence: (history.sampledAt[index] ?? NaN) * 1000 - lastScrapeAt,
    ring: 'unknown',
    fell,
    countedAnew:
      fell && highest.every((most, part) => most === 0 || !((said[part] ?? NaN) >= most)),
  });
}

/** What a server said of its process at a point. */
export function identityAt(
  { processStart, uptime }: ServerHistory,
  index: number,
): ProcessIdentity {
  return {
    processStart: numberOrNull(processStart[index]),
    dashboardStart: null,
    uptime: numberOrNull(uptime[index]),
  };
}

/** What is not said this time is as it was. */
function told(identity: ProcessIdentity): Partial<ProcessIdentity> {
  return Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== null));
}

/** What the points show and can be believed: nothing of a histogram where a part of it is missing or wrong. */
function wholeSeries(
  { counted }: ServerHistory,
  points: readonly number[],
): ReadonlyMap<string, CountedSeries> {
  const whole = new Map<string, CountedSeries>();
  for (const [name, series] of counted) {
    const shown = new Map(
      [...series].filter(([, { values }]) => points.some((index) => !isMissing(values[index]))),
    );
    if (shown.size === 0) continue;
    whole.set(name, shown);
    const parts = [...shown.values()].map(({ values }) => values);
    let kept: readonly number[] = points.filter((index) =>
      parts.every((values) => !isMissing(values[index])),
    );
    for (const values of parts) kept = growingPoints(values, kept);
    const isKept = new Set(kept);
    for (const index of points) {
      if (!isKept.has(index)) for (const values of parts) values[index] = NaN;
    }
  }
  return whole;
}

function isMissing(value: number | undefined): boolean {
  return value === undefined || Number.isNaN(value);
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
