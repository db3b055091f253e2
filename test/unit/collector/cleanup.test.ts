import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { Cleanup, defaultCleanup } from '../../../src/collector/cleanup';
import type { RetentionStore } from '../../../src/collector/cleanup';
import type { CollectorEvent } from '../../../src/collector/collectorEvent';
import { logLine } from '../../../src/sentences/logLine';
import { VirtualClock } from '../../../src/replay/virtualClock';
import type { RetentionStep } from '../../../src/domain/retention';
import type { WholeDatabase } from '../store/support/wholeDatabase';
import { databases } from '../../support/databases';
import { batchOf, minuteOf, monday, rowOf } from '../store/support/batches';
import { rows } from '../store/support/databases';
import { retentionText } from '../../../src/sentences/retentionText';
import { english } from '../../../src/sentences/localize';

const day = 86_400;

/** `2025-01-06 10:00` of unix seconds. */
function shortDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

describe('Cleanup', () => {
  const newDatabase = databases();
  const lines: string[] = [];
  const log = {
    info: (event: CollectorEvent) => void lines.push(logLine(event)),
    warn: (event: CollectorEvent) => void lines.push(logLine(event)),
  };
  let notices: (string | null)[];
  beforeEach(() => {
    lines.length = 0;
    notices = [];
  });

  function cleanupOf(store: RetentionStore, clock: VirtualClock, maxSizeMb = 0): Cleanup {
    return new Cleanup({
      clock,
      rule: () => ({ ...defaultCleanup, maxSizeMb }),
      store: () => Promise.resolve(store),
      log,
      onNotice: (notice) => void notices.push(notice && retentionText(notice, english)),
    });
  }

  /** A database with a minute in each hour of a day that ended eight days ago. */
  async function filled(): Promise<{ database: WholeDatabase; clock: VirtualClock }> {
    const database = await newDatabase();
    const clock = new VirtualClock((monday + 9 * day) * 1000);
    const minutes = Array.from({ length: 24 }, (_, hour) =>
      minuteOf(monday + hour * 3600, { rows: [rowOf()] }),
    );
    const closed = { committedAt: clock.now(), finalBefore: monday + 9 * day };
    await database.commit(batchOf(1, { minutes, ...closed }));
    return { database, clock };
  }

  /** The size that the file has after the next checkpoint. */
  async function bytesOf(database: WholeDatabase): Promise<number> {
    const [size] = await rows(
      database,
      'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
    );
    return Number(size?.['bytes']);
  }

  async function minutesIn(database: WholeDatabase): Promise<unknown> {
    return (await rows(database, 'SELECT COUNT(*) AS n FROM metrics_aggregates_minute'))[0]?.['n'];
  }

  it('deletes what has expired at the first commit, and again when it is due', async () => {
    const { database, clock } = await filled();
    const asked: RetentionStep[] = [];
    const watched: RetentionStore = {
      retain: async (request) => {
        const step = await database.retain(request);
        asked.push(step);
        return step;
      },
      compact: (stop) => database.compact(stop),
    };
    const cleanup = cleanupOf(watched, clock);
    await cleanup.committed();
    equal(await minutesIn(database), 0);
    deepEqual(lines, ['Deleted 24 expired rows.']);
    equal(asked.length, 25);
    await cleanup.committed();
    equal(asked.length, 25);
    clock.elapse(3_600_000);
    await cleanup.committed();
    equal(asked.length, 26);
    equal(lines.length, 1);
  });

  it('lets commits in between its steps, and ends after one when it is stopped', async () => {
    const { database, clock } = await filled();
    const running: Cleanup[] = [];
    let steps = 0;
    const cleanup = cleanupOf(
      {
        retain: async (request) => {
          steps += 1;
          if (steps === 3) void running[0]?.stop();
          return database.retain(request);
        },
        compact: (stop) => database.compact(stop),
      },
      clock,
    );
    running.push(cleanup);
    await cleanup.committed();
    equal(steps, 3);
    equal(await minutesIn(database), 21);
    await cleanup.committed();
    equal(steps, 3);
  });

  it('tells of a failure and tries again an hour later', async () => {
    const { database, clock } = await filled();
    let failures = 0;
    const cleanup = cleanupOf(
      {
        retain: (request) => {
          failures += 1;
          return failures === 1 ? Promise.reject(new Error('locked')) : database.retain(request);
        },
        compact: (stop) => database.compact(stop),
      },
      clock,
    );
    await cleanup.committed();
    await cleanup.committed();
    deepEqual(lines, ['Deleting what has expired failed: locked']);
    clock.elapse(3_600_000);
    await cleanup.committed();
    equal(await minutesIn(database), 0);
  });

  it('keeps a file that grows within its limit, at the cost of the oldest minutes and of no total', async () => {
    const database = await newDatabase();
    const start = monday;
    const limit = 1024 * 1024;
    const clock = new VirtualClock(start * 1000);
    const cleanup = cleanupOf(database, clock, 1);
    const rowsOfMinute = Array.from({ length: 6 }, (_, index) =>
      rowOf({ endpoint: `/api/${index}`, requestCount: 1 + index, latencySum: 5 }),
    );
    let largest = 0;
    for (let hour = 1; hour <= 6 * 24; hour += 1) {
      clock.elapse(3_600_000);
      const minutes = Array.from({ length: 10 }, (_, index) =>
        minuteOf(start + (hour - 1) * 3600 + index * 360, { rows: rowsOfMinute }),
      );
      // Two days later nothing of it changes any more.
      const committedAt = clock.now();
      const finalBefore = committedAt / 1000;
      await database.commit(batchOf(2 * hour, { minutes, committedAt, finalBefore }));
      if (hour % 24 === 0) {
        await database.commit(
          batchOf(2 * hour + 1, { committedAt: committedAt + 300_000, finalBefore }),
        );
        largest = Math.max(largest, await bytesOf(database));
        await cleanup.committed();
        ok(
          (await bytesOf(database)) <= limit,
          `${await bytesOf(database)} bytes after ${hour} hours`,
        );
      }
    }
    ok(largest > limit, `${largest} bytes at most`);
    const perHour = 10 * 21;
    const [stored = {}] = await rows(
      database,
      `SELECT
         (SELECT SUM(request_count) FROM metrics_aggregates_hour) AS hours,
         (SELECT SUM(request_count) FROM metrics_aggregates_day) AS days,
         (SELECT COUNT(DISTINCT timestamp) FROM metrics_aggregates_hour) AS hourCount,
         (SELECT MIN(timestamp) FROM metrics_aggregates_minute) AS oldest,
         (SELECT COUNT(DISTINCT timestamp) FROM metrics_aggregates_minute) AS minutes`,
    );
    deepEqual(
      [stored['hours'], stored['days'], stored['hourCount']],
      [144 * perHour, 144 * perHour, 144],
    );
    const oldest = Number(stored['oldest']);
    ok(oldest > start + 2 * day, `minutes are kept from ${oldest} on`);
    // Those after the oldest are all there.
    equal(stored['minutes'], ((start + 6 * day - oldest) / 3600) * 10);
    match(
      notices.at(-1) ?? '',
      new RegExp(
        `^The database reached its limit of 1 MB, so minutes before ${shortDate(oldest)} UTC`,
      ),
    );
    equal(await database.check(), null);
    await database.close();
    ok(statSync(database.opened.file).size <= limit);
  });

  it('says once that the size has cut minutes short', async () => {
    const database = await newDatabase();
    const clock = new VirtualClock((monday + day) * 1000);
    const endpoints = Array.from({ length: 3000 }, (_, index) =>
      rowOf({ endpoint: `/${'x'.repeat(300)}/${index}` }),
    );
    const minutes = [minuteOf(monday, { rows: endpoints })];
    const closed = { committedAt: clock.now(), finalBefore: monday + day };
    await database.commit(batchOf(1, { minutes, ...closed }));
    const cleanup = cleanupOf(database, clock, 1);
    await cleanup.committed();
    equal(await minutesIn(database), 0);
    clock.elapse(2 * day * 1000);
    await cleanup.committed();
    equal(notices.length, 1);
    match(notices[0] ?? '', /limit of 1 MB/);
    ok(lines.includes(notices[0] ?? ''));
  });

  describe('gives free space back', () => {
    const sums = 'SELECT SUM(request_count) AS requests, SUM(total_requests) AS at_endpoints';

    /** A database whose minutes make up most of it and have expired, and what is to be left of it. */
    async function mostlyExpired() {
      const { database, clock } = await filled();
      const endpoints = Array.from({ length: 3000 }, (_, index) =>
        rowOf({ endpoint: `/${'x'.repeat(300)}/${index}` }),
      );
      const minutes = [minuteOf(monday + 60, { rows: endpoints })];
      const closed = { committedAt: clock.now(), finalBefore: monday + 9 * day };
      await database.commit(batchOf(2, { minutes, ...closed }));
      await database.flush();
      return { database, clock, file: database.opened.file };
    }

    /** Waits until the copy has begun. */
    async function copying(file: string): Promise<void> {
      while (!existsSync(`${file}.writing`)) await setImmediate();
    }

    async function hourSums(database: WholeDatabase): Promise<unknown> {
      return rows(database, `${sums} FROM metrics_aggregates_hour, endpoint_stats`);
    }

    async function newBatch(database: WholeDatabase, id: number, clock: VirtualClock) {
      const minute = clock.now() / 1000 + id * 60;
      const minutes = [minuteOf(minute, { rows: [rowOf({ requestCount: id })] })];
      const closed = { committedAt: clock.now(), finalBefore: minute };
      await database.commit(batchOf(id, { minutes, ...closed }));
    }

    it('once something was deleted, while others read and commits wait', async () => {
      const { database, clock, file } = await mostlyExpired();
      const before = await hourSums(database);
      const cleanup = cleanupOf(database, clock);
      const done = { cleaning: false };
      const cleaning = cleanup.committed().finally(() => (done.cleaning = true));
      await copying(file);
      const fullBytes = statSync(file).size;
      const commits = [newBatch(database, 3, clock), newBatch(database, 4, clock)];
      let reads = 0;
      while (!done.cleaning) {
        equal(await minutesIn(database), 0);
        reads += 1;
        await setImmediate();
      }
      await cleaning;
      ok(reads > 1, `${reads} reads`);
      ok(statSync(file).size < fullBytes * 0.75, `${fullBytes} -> ${statSync(file).size} bytes`);
      match(lines[1] ?? '', /^Returned [\d.]+\s[kM]B of the database to the disk\.$/);
      await Promise.all(commits);
      equal(await minutesIn(database), 2);
      deepEqual(await hourSums(database), before);
      equal(await database.check(), null);
    });

    it('but is stopped at once, which leaves the database as it was, and is made up for', async () => {
      const { database, clock, file } = await mostlyExpired();
      const before = await hourSums(database);
      const cleanup = cleanupOf(database, clock);
      void cleanup.committed();
      await copying(file);
      const fullBytes = statSync(file).size;
      await cleanup.stop();
      equal(existsSync(`${file}.writing`), false);
      equal(statSync(file).size, fullBytes);
      equal(lines.length, 1);
      deepEqual(await hourSums(database), before);
      await newBatch(database, 3, clock);
      equal(await minutesIn(database), 1);
      clock.elapse(10 * day * 1000);
      await newBatch(database, 4, clock);
      await cleanup.committed();
      equal(lines.length, 1);
      cleanup.start();
      await cleanup.committed();
      ok(statSync(file).size < fullBytes * 0.75, `${fullBytes} -> ${statSync(file).size} bytes`);
    });

    it('and says why it could not; collecting goes on', async () => {
      const { database, clock, file } = await mostlyExpired();
      await mkdir(`${file}.writing`);
      const cleanup = cleanupOf(database, clock);
      await cleanup.committed();
      match(lines[1] ?? '', /^Returning free space to the disk failed: .*cannot be compacted: /);
      await newBatch(database, 3, clock);
      equal(await minutesIn(database), 1);
      await rmdir(`${file}.writing`);
    });
  });
});
