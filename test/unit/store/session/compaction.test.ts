import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { copyFileSync, existsSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { ReadingSession } from '../../../../src/store/session/readingSession';
import { StoreClient } from '../../../../src/store/writer/storeClient';
import { whileFailing } from '../../../support/failingCalls';
import { numberedBatch } from '../../../support/numberedBatches';
import { copyingEngine } from '../support/copyingEngine';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

const batches = 120;

/** More rows than are copied at once, then an end to most of what is in the file. */
const fillAndDelete = `
  CREATE TABLE "of ""somebody's" (id INTEGER PRIMARY KEY, word TEXT);
  WITH RECURSIVE n(i) AS (SELECT -5 UNION ALL SELECT i + 1 FROM n WHERE i < 119999)
    INSERT INTO "of ""somebody's" SELECT i * 3, 'word ' || i FROM n;
  CREATE TABLE keyed (name TEXT PRIMARY KEY, rowid TEXT) WITHOUT ROWID;
  INSERT INTO keyed VALUES ('b', 'x'), ('a', 'x');
  CREATE VIEW words AS SELECT word FROM "of ""somebody's";
  CREATE TRIGGER noisy AFTER INSERT ON keyed BEGIN DELETE FROM "of ""somebody's"; END;
  ANALYZE;
  CREATE TABLE filler (bytes BLOB);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO filler SELECT zeroblob(3000) FROM n;
  DROP TABLE filler;
  DELETE FROM error_events WHERE id % 3 > 0;
  PRAGMA user_version = 7;`;

/** Leaves pages free. */
const freePages = `
  CREATE TABLE filler (bytes BLOB);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
    INSERT INTO filler SELECT zeroblob(3000) FROM n;
  DROP TABLE filler;`;

/** Everything: schema, rows with their ids, last ids given, statistics, and what the header tells. */
function contents(connection: SqlJsConnection): unknown {
  const { raw } = connection;
  const tables = connection
    .all("SELECT name, rootpage AS root FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .map((row) => row.text('name'));
  return {
    schema: raw.exec('SELECT type, name, sql FROM sqlite_master ORDER BY type, name')[0]?.values,
    header: ['application_id', 'user_version', 'page_size'].map(
      (name) => raw.exec(`PRAGMA ${name}`)[0]?.values,
    ),
    rows: tables.map((table) => [
      table,
      raw.exec(`SELECT * FROM "${table.replaceAll('"', '""')}" ORDER BY 1, 2`)[0]?.values ?? [],
    ]),
  };
}

function integrity(connection: SqlJsConnection): string | undefined {
  return connection.first('PRAGMA integrity_check')?.text('integrity_check');
}

describe('compaction', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  const workers = builtWorkers();
  let file: string;
  let access: DatabaseAccess;
  let filled: Buffer;
  before(async () => {
    file = join(await folder(), 'traffic.sqlite');
    access = await open();
    for (let id = 1; id <= batches; id += 1) await commit(id);
    await access.close();
    filled = await readFile(file);
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    await writeFile(file, filled);
    access = await open();
  });
  afterEach(() => access.close());

  async function open(): Promise<DatabaseAccess> {
    const engine = await loadSqlEngine(wasmPath);
    return DatabaseAccess.open({ file, engine, clock: systemStoreClock });
  }

  function commit(id: number): Promise<unknown> {
    return access.write((connection) => commitBatch(connection, numberedBatch(id)));
  }

  async function deleteMuch(): Promise<void> {
    await access.write((connection) => {
      connection.execute(fillAndDelete);
    });
  }

  it('gives the space back and changes nothing else', async () => {
    await deleteMuch();
    const before = await access.read(contents);
    const { outcome, bytesBefore, bytesAfter } = await access.compact();
    equal(outcome, 'compacted');
    ok(bytesAfter < bytesBefore * 0.6, `${bytesBefore} bytes became ${bytesAfter}`);
    equal(statSync(file).size, bytesAfter);
    equal(existsSync(`${file}.writing`), false);
    deepEqual(await access.read(contents), before);
    equal(await access.read(integrity), 'ok');
    await commit(batches + 1);
    await access.close();
    access = await open();
    equal(noticeOf(access.report), null);
    deepEqual(
      await access.read((connection) =>
        connection.first('SELECT MAX(id) AS id FROM metrics_aggregates_minute')?.number('id'),
      ),
      30 * (batches + 1),
    );
  });

  it('is not made while few pages are free', async () => {
    const before = await readFile(file);
    equal((await access.compact()).outcome, 'not needed');
    deepEqual(await readFile(file), before);
  });

  it('lets everybody read, and commits wait for it in their order', async () => {
    await deleteMuch();
    const reader = new ReadingSession(await loadSqlEngine(wasmPath), file);
    const sum = (connection: SqlJsConnection): number | undefined =>
      connection
        .first('SELECT SUM(request_count) AS n FROM metrics_aggregates_minute')
        ?.number('n');
    const before = await access.read(sum);
    const state = { isDone: false };
    const compaction = access.compact().finally(() => (state.isDone = true));
    const commits = [commit(batches + 1), commit(batches + 2)];
    let reads = 0;
    while (!state.isDone) {
      equal(await access.read(sum), before);
      equal(await reader.read(sum), before);
      reads += 1;
      await setImmediate();
    }
    ok(reads > 5, `${reads} reads`);
    equal((await compaction).outcome, 'compacted');
    await Promise.all(commits);
    const after = (before ?? 0) + 30 * (2 * batches + 3);
    equal(await access.read(sum), after);
    equal(await reader.read(sum), after);
    reader.close();
  });

  it('leaves everything as it was when it is cancelled, and when the database is closed meanwhile', async () => {
    await deleteMuch();
    const before = await access.read(contents);
    const controller = new AbortController();
    const cancelled = access.compact(controller.signal);
    await setImmediate();
    ok(existsSync(`${file}.writing`));
    controller.abort();
    equal((await cancelled).outcome, 'cancelled');
    const closed = access.compact();
    await setImmediate();
    await access.close();
    equal((await closed).outcome, 'cancelled');
    equal(existsSync(`${file}.writing`), false);
    access = await open();
    deepEqual(await access.read(contents), before);
  });

  it('says what went wrong when there is no place for the copy, and collecting goes on', async () => {
    await deleteMuch();
    await mkdir(`${file}.writing`);
    await rejects(access.compact(), saying('StoreError', /traffic\.sqlite cannot be compacted: /));
    await commit(batches + 1);
  });

  it('is made in the worker, where it can be cancelled', async () => {
    await deleteMuch();
    await access.close();
    const client = new StoreClient({ file, wasmPath, ...workers() });
    const controller = new AbortController();
    const cancelled = client.file!.compact(controller.signal);
    controller.abort();
    equal((await cancelled).outcome, 'cancelled');
    equal((await client.file!.compact()).outcome, 'compacted');
    await client.close();
    access = await open();
    equal(await access.read(integrity), 'ok');
  });

  describe('where a file that is open cannot be replaced, as on Windows', () => {
    const isReplacing = (_: unknown, to: unknown): boolean => to === file;

    function compactHeld(): ReturnType<DatabaseAccess['compact']> {
      return whileFailing('renameSync', 'EPERM', isReplacing, () => access.compact());
    }

    /** Goes on with a database at a new path. */
    async function openAnother(from?: string): Promise<void> {
      await access.close();
      file = join(await folder(), 'traffic.sqlite');
      if (from !== undefined) copyFileSync(from, file);
      access = await open();
    }

    /** The path of a small database with many free pages. */
    async function smallDatabase(): Promise<string> {
      await openAnother();
      for (let id = 1; id <= 3; id += 1) await commit(id);
      await access.write((connection) => {
        connection.execute(freePages);
      });
      return file;
    }

    /** What a writer finds in the files as they are now. */
    async function contentsAfterCrash(): Promise<unknown> {
      const left = join(await folder(), 'traffic.sqlite');
      for (const path of [file, sidecarPath(file)]) {
        if (existsSync(path)) copyFileSync(path, path.replace(file, left));
      }
      const engine = await loadSqlEngine(wasmPath);
      const recovered = await DatabaseAccess.open({ file: left, engine, clock: systemStoreClock });
      try {
        equal(noticeOf(recovered.report), null);
        equal(await recovered.read(integrity), 'ok');
        return await recovered.read(contents);
      } finally {
        await recovered.close();
      }
    }

    it('gives the space back as well, and readers go on', async () => {
      await deleteMuch();
      const reader = new ReadingSession(await loadSqlEngine(wasmPath), file);
      const before = await reader.read(contents);
      const { outcome, bytesBefore, bytesAfter } = await compactHeld();
      equal(outcome, 'compacted');
      ok(bytesAfter < bytesBefore * 0.6, `${bytesBefore} bytes became ${bytesAfter}`);
      equal(statSync(file).size, bytesAfter);
      equal(existsSync(`${file}.writing`), false);
      deepEqual(await access.read(contents), before);
      deepEqual(await reader.read(contents), before);
      reader.close();
      await commit(batches + 1);
      equal(await access.read(integrity), 'ok');
      await access.close();
      access = await open();
      equal(noticeOf(access.report), null);
      equal(await access.read(integrity), 'ok');
    });

    for (const call of ['writeSync', 'fdatasyncSync', 'ftruncateSync'] as const) {
      it(`loses nothing whichever ${call} of it fails`, async () => {
        const kept = await smallDatabase();
        const before = await access.read(contents);
        for (let failing = 1; ; failing += 1) {
          await openAnother(kept);
          let calls = 0;
          let isTakingOver = false;
          const attempt = whileFailing(
            'renameSync',
            'EPERM',
            (_, to) => (isTakingOver ||= to === file),
            () =>
              whileFailing(
                call,
                'EIO',
                () => isTakingOver && ++calls >= failing,
                () => access.compact(),
              ),
          );
          const outcome = await attempt.catch((error: unknown) => String(error));
          deepEqual(await contentsAfterCrash(), before, `${call} ${failing}, after a crash`);
          await access.close();
          access = await open();
          deepEqual(await access.read(contents), before, `${call} ${failing}, opened again`);
          if (calls < failing) break;
          // Once the new contents are committed, the rest of the work is made up for.
          if (typeof outcome === 'string') match(outcome, /"act":"replace"/);
          else equal(outcome.outcome, 'compacted');
        }
      });
    }
  });

  it('is also made where whole files are saved', async () => {
    await deleteMuch();
    await access.close();
    const engine = copyingEngine(await loadSqlEngine(wasmPath));
    access = await DatabaseAccess.open({ file, engine, clock: systemStoreClock });
    const before = await access.read(contents);
    const { outcome, bytesAfter } = await access.compact();
    equal(outcome, 'compacted');
    equal(statSync(file).size, bytesAfter);
    deepEqual(await access.read(contents), before);
  });
});
