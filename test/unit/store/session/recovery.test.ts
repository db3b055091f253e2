import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openPagedFile } from '../../../../src/store/file/openPagedFile';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import type { CheckpointRule } from '../../../../src/store/session/pagedSession';
import { WholeDatabase } from '../support/wholeDatabase';
import { expectedRows, numberedBatch } from '../../../support/numberedBatches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { noticeOf } from '../../../support/noticeOf';

const never: CheckpointRule = { frames: Infinity, milliseconds: Infinity };

describe('the sidecar of a database', function () {
  this.timeout(20_000);
  const folder = temporaryFolders();
  let file: string;
  let clock: ManualClock;
  let opened: WholeDatabase[] = [];
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    clock = new ManualClock(Date.UTC(2025, 2, 4, 5, 6, 7));
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
  });

  async function open(checkpoints: CheckpointRule = never, path = file): Promise<WholeDatabase> {
    const database = await WholeDatabase.open({ file: path, wasmPath, clock, checkpoints });
    opened.push(database);
    return database;
  }

  async function commit(database: WholeDatabase, from: number, to: number): Promise<void> {
    for (let id = from; id <= to; id += 1) await database.commit(numberedBatch(id));
  }

  /** Copies of the files as a crash would leave them now, and the path of the database among them. */
  async function crashed(): Promise<string> {
    const copy = join(await folder(), basename(file));
    await copyFile(file, copy);
    await copyFile(sidecarPath(file), sidecarPath(copy));
    return copy;
  }

  async function rowsIn(database: WholeDatabase): Promise<number> {
    const table = await database.readSql('SELECT COUNT(*) FROM metrics_aggregates_minute', 1);
    return Number(table.columns[0]?.values[0]);
  }

  async function filesBeside(path: string): Promise<string[]> {
    return (await readdir(dirname(path))).filter((name) => !name.endsWith('-lock'));
  }

  /** What the native sqlite3 answers; undefined where there is none. */
  function native(path: string, sql: string): string | undefined {
    try {
      return execFileSync('sqlite3', [path, sql], { encoding: 'utf8' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async function sizeOf(path: string): Promise<number> {
    return (await stat(path)).size;
  }

  it('takes the commits; the file itself is not written', async () => {
    const database = await open();
    const before = await readFile(file);
    const empty = await sizeOf(sidecarPath(file));
    await commit(database, 1, 3);
    deepEqual(await readFile(file), before);
    ok((await sizeOf(sidecarPath(file))) > empty);
    equal(await rowsIn(database), expectedRows(3).rows);
  });

  it('is brought into the file after so many frames', async () => {
    const database = await open({ frames: 200, milliseconds: Infinity });
    const before = await readFile(file);
    let commits = 0;
    while (before.equals(await readFile(file))) {
      commits += 1;
      await database.commit(numberedBatch(commits));
    }
    ok(commits > 1);
    // The next commits take the place of those before.
    const size = await sizeOf(sidecarPath(file));
    await commit(database, commits + 1, commits + 2);
    equal(await sizeOf(sidecarPath(file)), size);
    equal(await rowsIn(database), expectedRows(commits + 2).rows);
  });

  it('is brought into the file half an hour after the last time', async () => {
    const database = await open({ frames: Infinity, milliseconds: 30 * 60_000 });
    await commit(database, 1, 2);
    const before = await readFile(file);
    clock.advance(29 * 60_000);
    deepEqual(await readFile(file), before);
    await rowsIn(database);
    clock.advance(60_000);
    ok(!before.equals(await readFile(file)));
  });

  it('is gone after closing, and the file is whole to native tools', async function () {
    const database = await open();
    await commit(database, 1, 5);
    await database.close();
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
    const sql =
      'PRAGMA integrity_check; PRAGMA journal_mode; SELECT COUNT(*) FROM metrics_aggregates_minute';
    const answer = native(file, sql);
    if (answer === undefined) this.skip();
    equal(answer, `ok\ndelete\n${expectedRows(5).rows}\n`);
  });

  it('is left alone by a native tool that reads the database', async function () {
    const database = await open();
    await commit(database, 1, 2);
    const copy = await crashed();
    if (native(copy, 'SELECT COUNT(*) FROM error_events') === undefined) this.skip();
    ok(existsSync(sidecarPath(copy)));
    equal(await rowsIn(await open(never, copy)), expectedRows(2).rows);
  });

  it('of a crash is read when the database is opened again', async () => {
    const database = await open();
    await commit(database, 1, 3);
    const again = await open(never, await crashed());
    deepEqual([again.opened.recovered, noticeOf(again.opened)], [true, null]);
    equal(await again.loadState(), 'state 3');
    await commit(again, 4, 5);
    equal(await rowsIn(again), expectedRows(5).rows);
    equal(await again.check(), null);
  });

  it('of a crash in the middle of a checkpoint is read whatever pages were moved', async () => {
    const database = await open();
    await commit(database, 1, 4);
    const copy = await crashed();
    const moved = join(await folder(), 'moved.sqlite');
    await copyFile(copy, moved);
    await copyFile(sidecarPath(copy), sidecarPath(moved));
    const found = openPagedFile(moved);
    ok('pages' in found);
    found.pages.close();
    const [before, after] = [await readFile(copy), await readFile(moved)];
    const pages = after.length / 4096;
    const sidecar = await readFile(sidecarPath(copy));
    sidecar.writeBigUInt64BE(sidecar.readBigUInt64BE(128) + 1n, 128);
    for (let done = 0; done <= pages; done += 13) {
      const torn = Buffer.concat([after.subarray(0, done * 4096), before.subarray(done * 4096)]);
      await writeFile(copy, torn);
      await writeFile(sidecarPath(copy), sidecar);
      const again = await open(never, copy);
      equal(noticeOf(again.opened), null);
      equal(await again.check(), null);
      equal(await again.loadState(), 'state 4');
      await again.close();
      deepEqual(await readFile(copy), after);
    }
  });

  it('is set aside when an older copy of the database was put back', async () => {
    const database = await open();
    await commit(database, 1, 1);
    await database.close();
    const backup = await readFile(file);
    const again = await open();
    await commit(again, 2, 2);
    await again.close();
    const third = await open();
    await commit(third, 3, 3);
    const copy = await crashed();
    await writeFile(copy, backup);
    const restored = await open(never, copy);
    match(noticeOf(restored.opened) ?? '', /latest data beside .* replaced by a copy/);
    equal(await restored.loadState(), 'state 1');
    equal(await restored.check(), null);
    deepEqual((await filesBeside(copy)).sort(), [
      'traffic.set-aside-2025-03-04T05-06-07-000Z.sqlite-sidecar',
      'traffic.sqlite',
      'traffic.sqlite-sidecar',
    ]);
  });

  it('is set aside when another database was put in the place of its own', async () => {
    const database = await open();
    await commit(database, 1, 2);
    const copy = await crashed();
    const other = join(await folder(), 'other.sqlite');
    await (await open(never, other)).close();
    await copyFile(other, copy);
    const found = await open(never, copy);
    match(noticeOf(found.opened) ?? '', /belongs to another state/);
    equal(await rowsIn(found), 0);
  });

  it('is set aside when another program has written the database since', async function () {
    const database = await open();
    await commit(database, 1, 2);
    const copy = await crashed();
    const sql = "INSERT INTO error_events (timestamp, protocol) VALUES (7, 'http')";
    if (native(copy, sql) === undefined) this.skip();
    const found = await open(never, copy);
    match(noticeOf(found.opened) ?? '', /written by another program/);
    equal((await found.readSql('SELECT 1 FROM error_events WHERE timestamp = 7', 9)).rowCount, 1);
  });

  it('is set aside when its header is damaged, and when its database is gone', async () => {
    const database = await open();
    await commit(database, 1, 2);
    const copy = await crashed();
    const sidecar = await readFile(sidecarPath(copy));
    sidecar[30]! ^= 1;
    await writeFile(sidecarPath(copy), sidecar);
    const found = await open(never, copy);
    match(noticeOf(found.opened) ?? '', /its header is damaged/);
    await found.close();
    const orphan = await crashed();
    await rm(orphan);
    const fresh = await open(never, orphan);
    match(noticeOf(fresh.opened) ?? '', /its database is gone/);
    deepEqual([fresh.opened.created, await rowsIn(fresh)], [true, 0]);
  });

  it('is set aside together with a database that is damaged', async () => {
    const database = await open();
    await commit(database, 1, 2);
    const copy = await crashed();
    const bytes = await readFile(copy);
    await writeFile(copy, bytes.subarray(0, 3 * 4096));
    const found = await open(never, copy);
    match(noticeOf(found.opened) ?? '', /its end is missing/);
    deepEqual((await filesBeside(copy)).sort(), [
      'traffic.set-aside-2025-03-04T05-06-07-000Z.sqlite',
      'traffic.set-aside-2025-03-04T05-06-07-000Z.sqlite-sidecar',
      'traffic.sqlite',
      'traffic.sqlite-sidecar',
    ]);
  });

  it('brings back what is committed after a native tool has left WAL mode in the file', async () => {
    const database = await open();
    await commit(database, 1, 1);
    await database.close();
    const bytes = await readFile(file);
    bytes.fill(2, 18, 20);
    await writeFile(file, bytes);
    const again = await open();
    await commit(again, 2, 2);
    const copy = await crashed();
    equal(await rowsIn(await open(never, copy)), expectedRows(2).rows);
    await again.close();
    deepEqual([...(await readFile(file)).subarray(18, 20)], [1, 1]);
  });
});
