import countFailures from '../../sql/commit/countFailures.sql';
import analyze from '../../sql/rollup/analyze.sql';
import deleteGauges from '../../sql/rollup/deleteGauges.sql';
import insertPatterns from '../../sql/rollup/insertPatterns.sql';
import { handlerBounds } from '../../src/collector/account/handlerTimes';
import { daySeconds, hourSeconds, minuteSeconds, weekOf } from '../../src/domain/time';
import { setState } from '../../src/store/state/collectorState';
import { newestErrorId } from '../../src/store/commit/writeErrors';
import { writeEvent } from '../../src/store/commit/writeEvent';
import { writeGauges } from '../../src/store/commit/writeGauges';
import type { Connection } from '../../src/store/database/connection';
import { BucketBounds } from '../../src/store/latency/bucketBounds';
import { retain } from '../../src/store/retention/retain';
import { amendableSeconds } from '../../src/store/rollup/rollUp';
import { rollSpan, snap } from '../../src/store/rollup/rollSpan';
import { loadClients, loadKeys } from './keys';
import type { LoadPeriods } from './periods';
import { periodsOf, policyOf } from './periods';
import clearTraffic from './sql/clearTraffic.sql';
import fillTotals from './sql/fillTotals.sql';
import fillTraffic from './sql/fillTraffic.sql';
import insertClient from './sql/insertClient.sql';
import insertClients from './sql/insertClients.sql';
import insertDays from './sql/insertDays.sql';
import insertEndpoints from './sql/insertEndpoints.sql';
import insertErrors from './sql/insertErrors.sql';
import insertHistograms from './sql/insertHistograms.sql';
import insertHours from './sql/insertHours.sql';
import insertKey from './sql/insertKey.sql';
import insertMinutes from './sql/insertMinutes.sql';
import insertNumber from './sql/insertNumber.sql';
import insertTallies from './sql/insertTallies.sql';
import makeTables from './sql/makeTables.sql';

/** How much of the full load, and which part. The same values make the same tables. */
export interface Load {
  /** 1: all of it, 1000 requests a second with 1 % errors over the whole of every period of retention. */
  readonly scale: number;
  /** A whole number from 0 to a million. */
  readonly seed: number;
  /** Unix seconds, the start of an hour; `loadEnd` when left out. */
  readonly end?: number;
}

const serverBounds = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** Of each of the 25 keys that fail: 600 in all, one request in a hundred. */
const errorsPerMinute = 24;

/** How busy each hour of the day is (UTC), percent of the average. */
const weights = [
  50, 45, 42, 42, 46, 55, 70, 90, 115, 135, 146, 150, 148, 150, 152, 148, 140, 130, 118, 105, 97,
  86, 75, 65,
] as const;

/** The collector's state: as large as that of a busy server, and as opaque to the store. */
export const collectorState = 'x'.repeat(40_000);

/** Fills a new database with what a collector would have left in it at the end. */
export function writeLoad(connection: Connection, load: Load): void {
  new LoadWriter(connection, load).write();
}

class LoadWriter {
  readonly #connection: Connection;
  readonly #seed: number;
  readonly #periods: LoadPeriods;
  readonly #bounds: BucketBounds;
  readonly #boundsIds: Readonly<Record<string, number>>;

  constructor(connection: Connection, { scale, seed, end }: Load) {
    this.#connection = connection;
    this.#seed = seed;
    this.#periods = periodsOf(scale, end);
    this.#bounds = new BucketBounds(connection);
    this.#boundsIds = {
      handlerBounds: this.#bounds.idOf(handlerBounds),
      serverBounds: this.#bounds.idOf(serverBounds),
    };
  }

  /** From the past on, as collecting does. What has expired by the end is deleted by retention itself. */
  write(): void {
    const { daysFrom, patternsFrom, end } = this.#periods;
    this.#makeTables();
    for (let day = daysFrom; day < end; day += daySeconds) {
      this.#connection.transaction(() => {
        if (day < patternsFrom) this.#writeDayAlone(day);
        else this.#writeDay(day, Math.min(day + daySeconds, end));
      });
      // Once there is a day of hours, so that the planner reads them by time.
      if (day === patternsFrom) this.#connection.execute(analyze);
    }
    this.#connection.transaction(() => {
      this.#writeTotals();
    });
    this.#writeState();
    this.#retain();
    this.#connection.execute(analyze);
  }

  #makeTables(): void {
    this.#connection.execute(makeTables);
    for (const [key, values] of loadKeys.entries()) {
      this.#connection.run(insertKey, { key, ...values });
    }
    for (const [client, values] of loadClients.entries()) {
      const topEndpoints = JSON.stringify(values.topEndpoints);
      this.#connection.run(insertClient, { ...values, client, topEndpoints });
    }
    for (let number = 0; number < errorsPerMinute; number += 1) {
      this.#connection.run(insertNumber, { number });
    }
  }

  /** A day of which nothing but its own rows is kept. */
  #writeDayAlone(day: number): void {
    this.#fillTraffic(day, day + daySeconds, daySeconds, 100);
    this.#connection.run(insertDays);
    this.#writeHistograms('day');
  }

  /** A day, or its hours before `to` where that is the end of the load. */
  #writeDay(day: number, to: number): void {
    for (let hour = day; hour < to; hour += hourSeconds) {
      this.#connection.run(insertClients, { hour, seed: this.#seed });
      writeGauges(this.#connection, {
        minute: hour + hourSeconds - minuteSeconds,
        workspaceId: null,
        environment: null,
        activeConnections: 64,
        memoryUsageBytes: 180_000_000,
        cpuUsagePercent: 22,
        threadCount: 18,
        uptimeSeconds: hour + hourSeconds - weekOf(hour),
      });
      if (hour >= this.#periods.minutesFrom) this.#writeMinutes(hour);
      else this.#writeHour(hour);
    }
    if (to === day + daySeconds) rollSpan(this.#connection, this.#bounds, 'day', day, to);
    if (weekOf(to) > weekOf(day)) snap(this.#connection, 'weekly', weekOf(day), to);
    if (weekOf(to) > weekOf(day) || to === this.#periods.end) this.#cover(weekOf(day), to);
  }

  #writeMinutes(hour: number): void {
    this.#fillTraffic(hour, hour + hourSeconds, minuteSeconds, weightOf(hour));
    this.#connection.run(insertMinutes);
    const after = newestErrorId(this.#connection);
    this.#connection.run(insertErrors);
    this.#connection.run(countFailures, { after });
    this.#writeHistograms('minute');
    rollSpan(this.#connection, this.#bounds, 'hour', hour, hour + hourSeconds);
  }

  /** An hour whose minutes are not kept. */
  #writeHour(hour: number): void {
    const to = hour + hourSeconds;
    this.#fillTraffic(hour, to, hourSeconds, weightOf(hour));
    this.#connection.run(insertHours);
    this.#writeHistograms('hour');
    this.#connection.run(insertPatterns, { from: hour, to, createdAt: to });
    snap(this.#connection, 'hourly', hour, to);
  }

  /** The server was restarted every week. */
  #cover(week: number, to: number): void {
    const from = Math.max(week, this.#periods.patternsFrom);
    writeEvent(this.#connection, { kind: 'coverage', from, to, detail: { how: 'scraped' } });
    writeEvent(this.#connection, { kind: 'server_restart', from, to: from, detail: {} });
  }

  #fillTraffic(from: number, to: number, step: number, weight: number): void {
    const seed = this.#seed;
    this.#connection.run(fillTraffic, { from, to, step, seed, weight, errorsPerMinute });
  }

  /** Those of the traffic, which is done with then. */
  #writeHistograms(resolution: 'minute' | 'hour' | 'day' | 'all'): void {
    this.#connection.run(insertHistograms, { resolution, ...this.#boundsIds });
    this.#connection.run(clearTraffic);
  }

  #writeTotals(): void {
    this.#connection.run(insertEndpoints, { until: this.#periods.end });
    this.#connection.run(fillTotals);
    this.#writeHistograms('all');
    this.#connection.run(insertTallies, { from: this.#periods.end - amendableSeconds });
    this.#connection.run(deleteGauges, { before: weekOf(this.#periods.end) });
  }

  #writeState(): void {
    setState(this.#connection, 'collector', collectorState);
    setState(this.#connection, 'batch_id', 1);
    const { minutesFrom, hoursFrom, daysFrom, end } = this.#periods;
    setState(this.#connection, 'final_before', end);
    setState(this.#connection, 'rolled_until', end);
    setState(this.#connection, 'minutes_from', minutesFrom);
    setState(this.#connection, 'hours_from', hoursFrom);
    setState(this.#connection, 'clients_from', hoursFrom);
    setState(this.#connection, 'days_from', daysFrom);
  }

  #retain(): void {
    const { end: now } = this.#periods;
    const request = { now, policy: policyOf(this.#periods), everySeconds: hourSeconds };
    while (retain(this.#connection, request).nextAt <= now);
  }
}

function weightOf(hour: number): number {
  return weights[(hour % daySeconds) / hourSeconds] ?? 100;
}
