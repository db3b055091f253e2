import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { existsSync, renameSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { checkDatabaseFile } from '../../../../src/store/check/checkDatabaseFile';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { lockPath } from '../../../../src/store/file/writeLock';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { stateText } from '../../../../src/store/state/collectorState';
import { WholeDatabase } from '../support/wholeDatabase';
import { expectedRows, numberedBatch } from '../../../support/numberedBatches';
import { monday } from '../support/batches';
import { copyingEngine } from '../support/copyingEngine';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

const whole = { from: monday, to: monday + 86_400, excludedEndpoints: [] };
const rowsSql = 'SELECT COUNT(*) FROM metrics_aggregates_minute';
const gone = /traffic\.sqlite was deleted or moved while it was in use\. If collecting continues/;
const replaced = /Another file replaced the database .*traffic\.sqlite while/;

describe('a database whose file is lost while it is collected into', function () {
  this.timeout(20_000);
  const folder = temporaryFolders();
  let file: string;
  let clock: ManualClock;
  let database: WholeDatabase;
  beforeEach(async () => {
    file = join(await folder(), 'data', 'traffic.sqlite');
    clock = new ManualClock();
    database = await open();
    await database.commit(numberedBatch(1));
    await database.commit(numberedBatch(2));
  });
  afterEach(() => database.close());

  function open(path = file): Promise<WholeDatabase> {
    return WholeDatabase.open({ file: path, wasmPath, clock });
  }

  async function rowsIn(path: string): Promise<number> {
    const reader = await open(path);
    const { columns } = await reader.readSql(rowsSql, 1);
    await reader.close();
    return Number(columns[0]?.values[0]);
  }

  /** A database of ours with so many commits, closed. */
  async function another(commits: number): Promise<string> {
    const path = join(await folder(), 'another.sqlite');
    const other = await open(path);
    for (let id = 1; id <= commits; id += 1) await other.commit(numberedBatch(id));
    await other.close();
    return path;
  }

  const losses: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['deleted', () => rm(file)],
    ['deleted with what is beside it', () => rm(dirname(file), { recursive: true })],
    ['moved away', () => rename(file, `${file}.old`)],
    ['moved away with its folder', () => rename(dirname(file), `${dirname(file)}-old`)],
  ];
  for (const [what, lose] of losses) {
    it(`${what}: commits say so, and reading the state begins a new one`, async () => {
      await lose();
      await rejects(database.commit(numberedBatch(3)), saying('StoreError', gone));
      await rejects(database.commit(numberedBatch(3)), saying('StoreError', gone));
      equal(existsSync(file), false);
      equal(await database.loadState(), undefined);
      match(noticeOf(database.opened) ?? '', gone);
      equal(database.opened.created, true);
      await database.commit(numberedBatch(1));
      equal((await database.summary(whole)).requests, 30);
      await database.close();
      deepEqual(
        (await readdir(dirname(file))).filter((name) => !name.endsWith('.old')),
        ['traffic.sqlite'],
      );
      equal(await rowsIn(file), expectedRows(1).rows);
    });

    it(`${what}: reading says so, and closing leaves nothing in its place`, async () => {
      await lose();
      await rejects(database.summary(whole), saying('StoreError', gone));
      await rejects(database.flush(), saying('StoreError', gone));
      await rejects(database.summary(whole), saying('StoreError', gone));
      await database.close();
      equal(existsSync(file), false);
      for (const path of [sidecarPath(file), lockPath(file)]) equal(existsSync(path), false, path);
    });
  }

  it('and is closed first, which leaves nothing in its place', async () => {
    await rm(file);
    await database.close();
    deepEqual(await readdir(dirname(file)), []);
  });

  it('keeps everything that was committed where it was moved to', async () => {
    const moved = join(await folder(), 'moved.sqlite');
    await rename(file, moved);
    await rejects(database.commit(numberedBatch(3)), saying('StoreError', gone));
    deepEqual(await checkDatabaseFile(moved, wasmPath), []);
    equal(await rowsIn(moved), expectedRows(2).rows);
  });

  it('keeps everything that was committed where its folder was moved to', async () => {
    const moved = join(await folder(), 'moved');
    await rename(dirname(file), moved);
    await rejects(database.summary(whole), saying('StoreError', gone));
    deepEqual(await checkDatabaseFile(join(moved, 'traffic.sqlite'), wasmPath), []);
    equal(await rowsIn(join(moved, 'traffic.sqlite')), expectedRows(2).rows);
  });

  it('goes on in another database of ours that was put in its place, from the state of that', async () => {
    await rename(await another(5), file);
    await rejects(database.commit(numberedBatch(3)), saying('StoreError', replaced));
    equal(await database.otherCollector(), null);
    match(noticeOf(database.opened) ?? '', replaced);
    await rejects(database.commit(numberedBatch(3)), saying('StoreError', /Read the state again/));
    equal(await database.loadState(), 'state 5');
    await database.commit(numberedBatch(6));
    await database.close();
    equal(await rowsIn(file), expectedRows(6).rows);
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
  });

  it('goes on in a database that was truncated to nothing', async () => {
    await truncate(file);
    await rejects(database.commit(numberedBatch(3)), { name: 'StoreError' });
    equal(await database.loadState(), undefined);
    await database.commit(numberedBatch(1));
    equal((await database.summary(whole)).requests, 30);
  });

  const others: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['a text', () => writeFile(file, '# my notes\n'), /it is no SQLite database/],
    ['a folder', () => mkdir(file), /a folder is in its place/],
    ['a link to nothing', () => symlink('none', file), /a link that leads nowhere/],
  ];
  for (const [what, put, reason] of others) {
    it(`touches nothing where ${what} was put in its place, and says so`, async () => {
      await rm(file);
      await put();
      await rejects(database.commit(numberedBatch(3)), { name: 'StoreError' });
      await rejects(database.loadState(), saying('StoreError', reason));
      await rejects(database.commit(numberedBatch(3)), { name: 'StoreError' });
      await rejects(database.otherCollector(), saying('StoreError', reason));
      await rejects(database.summary(whole), { name: 'StoreError' });
      await database.close();
      deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
      if (what === 'a text') equal(await readFile(file, 'utf8'), '# my notes\n');
    });
  }

  it('is replaced by a new one during a backfill', async () => {
    await rm(file);
    await rejects(database.summary(whole), saying('StoreError', gone));
    deepEqual(await database.coveredSpans(), []);
    match(noticeOf(database.opened) ?? '', gone);
  });

  it('is collected into again once what was in the way is gone', async () => {
    await rm(file);
    await mkdir(file);
    await rejects(database.commit(numberedBatch(3)), { name: 'StoreError' });
    await rejects(database.loadState(), saying('StoreError', /a folder is in its place/));
    await rm(file, { recursive: true });
    equal(await database.loadState(), undefined);
    await database.commit(numberedBatch(1));
    equal((await database.summary(whole)).requests, 30);
  });

  it('is noticed when only its sidecar was deleted, which is rewritten', async () => {
    await rm(sidecarPath(file));
    await database.commit(numberedBatch(3));
    const copy = join(await folder(), 'traffic.sqlite');
    await copyFile(file, copy);
    await copyFile(sidecarPath(file), sidecarPath(copy));
    equal(await rowsIn(copy), expectedRows(3).rows);
    await database.close();
    equal(await rowsIn(file), expectedRows(3).rows);
  });

  it('loses nothing where another file was put in the place of its sidecar, which stays', async () => {
    await rm(sidecarPath(file));
    await writeFile(sidecarPath(file), 'mine');
    await rejects(
      database.commit(numberedBatch(3)),
      saying('StoreError', /traffic\.sqlite-sidecar while/),
    );
    equal(await readFile(sidecarPath(file), 'utf8'), 'mine');
    equal(await database.loadState(), 'state 2');
    await database.commit(numberedBatch(3));
    await database.close();
    equal(await rowsIn(file), expectedRows(3).rows);
    const aside = (await readdir(dirname(file))).filter((name) => name.includes('set-aside'));
    equal(await readFile(join(dirname(file), aside[0] ?? ''), 'utf8'), 'mine');
  });

  it('goes on with what is stored where its lock was deleted', async () => {
    await rm(lockPath(file));
    await rejects(database.commit(numberedBatch(3)), saying('StoreError', /-lock was/));
    equal(await database.loadState(), 'state 2');
    await database.commit(numberedBatch(3));
    ok(existsSync(lockPath(file)));
    await database.close();
    equal(await rowsIn(file), expectedRows(3).rows);
  });

  it('is not put in the place of another by a compaction under way', async () => {
    const engine = await loadSqlEngine(wasmPath);
    await database.close();
    const access = await DatabaseAccess.open({ file, engine, clock });
    await access.write((connection) => {
      connection.execute(`CREATE TABLE filler (bytes BLOB);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
          INSERT INTO filler SELECT zeroblob(3000) FROM n;
        DROP TABLE filler;`);
    });
    await access.flush();
    const other = await another(5);
    const before = await readFile(other);
    const compaction = access.compact();
    await setImmediate();
    ok(existsSync(`${file}.writing`));
    renameSync(other, file);
    await rejects(compaction, saying('StoreError', replaced));
    await access.close();
    deepEqual(await readFile(file), before);
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
  });

  describe('where whole files are saved', () => {
    let engine: SqlEngine;
    let access: DatabaseAccess;
    beforeEach(async () => {
      await database.close();
      engine = copyingEngine(await loadSqlEngine(wasmPath));
      access = await DatabaseAccess.open({ file, engine, clock });
      await commit(3);
      await access.flush();
    });
    afterEach(() => access.close());

    function commit(id: number): Promise<boolean> {
      return access.write((connection) => commitBatch(connection, numberedBatch(id)));
    }

    async function state(): Promise<string | undefined> {
      await access.goOn();
      return access.write((connection) => stateText(connection, 'collector'));
    }

    it('is noticed before it is saved again', async () => {
      await rm(file);
      await rejects(commit(4), saying('StoreError', gone));
      await rejects(access.flush(), saying('StoreError', gone));
      equal(existsSync(file), false);
      equal(await state(), undefined);
      await commit(1);
      await access.close();
      equal(await rowsIn(file), expectedRows(1).rows);
      deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
    });

    it('is not laid over another that was put in its place', async () => {
      await rename(await another(5), file);
      await rejects(
        access.read(() => 0),
        saying('StoreError', replaced),
      );
      equal(await state(), 'state 5');
      await commit(6);
      await access.close();
      equal(await rowsIn(file), expectedRows(6).rows);
    });
  });
});
