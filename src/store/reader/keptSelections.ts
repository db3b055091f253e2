import newestRowsSql from '../../../sql/readModels/newestRows.sql';
import writtenMinutesSql from '../../../sql/readModels/writtenMinutes.sql';
import { ceilTo, floorTo, hourSeconds, minuteSeconds } from '../../domain/time';
import type { SelectionQuery, SelectionTraffic } from '../../protocol/selectedTraffic';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { Coverage } from '../readModels/coverage';
import type { SegmentRows } from '../readModels/endpointTotals';
import { EndpointTotals, readSegmentRows } from '../readModels/endpointTotals';
import { Faults } from '../readModels/faults';
import { quantileOrNull, readLatencies } from '../readModels/requestLatencies';
import type { Resolution, TableSegment } from '../readModels/segments';
import { segmentsOf } from '../readModels/segments';
import { SelectableTotals } from '../readModels/selectableTotals';
import { countsAsRequests } from '../readModels/spanCounts';
import { readWatermarks } from '../state/watermarks';

/** A part of the time that is read, and read again, as a whole. */
interface Unit {
  readonly segment: TableSegment;
  readonly rows: SegmentRows;
}

/** What the kept units were read from. */
interface Origin {
  readonly connection: Connection;
  readonly excluded: string;
  /** The greatest ids of rows. */
  readonly newest: Readonly<Record<Resolution, number>>;
}

/**
 * The traffic of selections of endpoints in a span that moves on. After a commit only the minutes are read that were
 * written since, and those that came into the span.
 */
export class KeptSelections {
  readonly #units = new Map<string, Unit>();
  #totals = new EndpointTotals();
  #origin: Origin | undefined;

  read(connection: Connection, query: SelectionQuery): SelectionTraffic {
    const segments = segmentsOf(query, readWatermarks(connection));
    const bounds = new BucketBounds(connection);
    this.#bringUpToDate(connection, query, segments, bounds);
    const faults = query.tellsFaults ? new Faults(connection, query) : null;
    const all = this.#totals.withRequests.filter(({ protocol }) =>
      countsAsRequests(protocol, undefined),
    );
    const selectable = new SelectableTotals(all, faults, bounds);
    const coverage = new Coverage(connection, query);
    const whole = { from: query.from, step: query.to - query.from };
    return {
      selected: query.selections.map((selection) => selectable.of(selection)),
      wholeP95: quantileOrNull(readLatencies(connection, query, segments, whole).ofAll(0), 0.95),
      unattributed: all.reduce(
        (sum, { endpoint, requests }) => (endpoint === null ? sum + requests : sum),
        0,
      ),
      coveredSeconds: coverage.seconds(query.from, query.to),
      coveredUntil: coverage.end ?? null,
    };
  }

  #bringUpToDate(
    connection: Connection,
    query: SelectionQuery,
    segments: readonly TableSegment[],
    bounds: BucketBounds,
  ): void {
    const origin = {
      connection,
      excluded: JSON.stringify(query.excludedEndpoints),
      newest: newestRows(connection),
    };
    const isCurrent = this.#upToDate(origin);
    this.#origin = origin;
    const wanted = new Map(
      segments.flatMap(unitsOf).map((segment) => [segment.join(' '), segment] as const),
    );
    for (const [name, { segment, rows }] of this.#units) {
      if (wanted.has(name) && isCurrent(segment)) continue;
      this.#totals.takeAway(rows, bounds);
      this.#units.delete(name);
    }
    for (const [name, segment] of wanted) {
      if (this.#units.has(name)) continue;
      const rows = readSegmentRows(connection, query, segment);
      this.#totals.add(rows, bounds);
      this.#units.set(name, { segment, rows });
    }
  }

  /** Tells whether a unit that is kept is still what the tables hold. Of another database nothing is kept. */
  #upToDate({ connection, excluded, newest }: Origin): (segment: TableSegment) => boolean {
    const known = this.#origin;
    const isSame = known?.connection === connection && known.excluded === excluded;
    if (!isSame || newest.minute < known.newest.minute) {
      this.#units.clear();
      this.#totals = new EndpointTotals();
      return () => false;
    }
    const rows = connection.all(writtenMinutesSql, { after: known.newest.minute });
    const written = [...new Set(rows.map((row) => row.number('timestamp')))];
    return ([resolution, from, to]) =>
      resolution === 'minute'
        ? !written.some((minute) => minute >= from && minute < to)
        : newest[resolution] === known.newest[resolution];
  }
}

function newestRows(connection: Connection): Origin['newest'] {
  const row = connection.first(newestRowsSql);
  return {
    minute: row?.number('minute') ?? 0,
    hour: row?.number('hour') ?? 0,
    day: row?.number('day') ?? 0,
  };
}

/** Minutes come and go one by one, but for whole hours of them; rows of hours and days change together. */
function unitsOf(segment: TableSegment): readonly TableSegment[] {
  const [resolution, from, to] = segment;
  if (resolution !== 'minute') return [segment];
  const wholeFrom = Math.min(ceilTo(from, hourSeconds), to);
  const wholeTo = Math.max(floorTo(to, hourSeconds), wholeFrom);
  return [
    ...pieces(from, wholeFrom, minuteSeconds),
    ...pieces(wholeFrom, wholeTo, hourSeconds),
    ...pieces(wholeTo, to, minuteSeconds),
  ].map(([start, end]) => ['minute', start, end]);
}

function pieces(from: number, to: number, size: number): (readonly [number, number])[] {
  const count = Math.ceil((to - from) / size);
  return Array.from({ length: count }, (_, i) => [from + i * size, from + (i + 1) * size]);
}
