import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  assertTrafficDatabase,
  checkDatabaseFile,
} from '../../../../src/store/check/checkDatabaseFile';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import expectedSchema from '../../../../sql/schema/expectedSchema.json';
import { migrations } from '../../../../src/store/database/migrations';
import { migrate } from '../../../../src/store/database/migrator';
import { newConnection } from '../../../../src/store/sqljs/openConnection';
import { describeSchema } from '../../../../src/store/database/schemaCheck';
import { schemaVersionOf } from '../../../../src/store/database/schemaVersion';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import { lockPath, WriteLock } from '../../../../src/store/file/writeLock';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { ReadingSession } from '../../../../src/store/session/readingSession';
import { WholeDatabase } from '../support/wholeDatabase';
import { earlierDatabase, earlierRows, earlierVersions } from '../../../support/earlierDatabases';
import { outwaitUnfinishedLock } from '../../../support/kills';
import { Writer } from '../../../support/writers';
import { monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

const current = migrations.at(-1)?.name ?? '';

/** Another migration, with which the schema is no longer what this version expects either. */
const becomeNewer = `INSERT INTO schema_migrations VALUES ('9999_future', 1);
  DROP INDEX idx_error_trace`;

describe('a database of an earlier version', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  let engine: SqlEngine;
  let file: string;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
  });

  /** Every row of the tables and columns that a version has. */
  function rowsOf(connection: SqlJsConnection, version: string): unknown {
    const tables = withMigrationsTo(version, (earlier) =>
      earlier
        .all(
          `SELECT t.name, group_concat('"' || c.name || '"') AS columns
           FROM sqlite_master AS t, pragma_table_info(t.name) AS c
           WHERE t.type = 'table' AND t.name <> 'schema_migrations'
           GROUP BY t.name ORDER BY t.name`,
        )
        .map((row) => [row.text('name'), row.text('columns')] as const),
    );
    return tables.map(([table, columns]) => [
      table,
      columns,
      connection.raw.exec(`SELECT ${columns} FROM ${table} ${added(table)} ORDER BY rowid`)[0]
        ?.values ?? [],
    ]);
  }

  /** What 0005_failure_hours and 0006_failing_clients note beside the rows that are there. */
  function added(table: string): string {
    return table === 'collector_state' ? "WHERE key NOT IN ('failures_from', 'senders_from')" : '';
  }

  function withMigrationsTo<Result>(
    version: string,
    work: (connection: SqlJsConnection) => Result,
  ): Result {
    const connection = new SqlJsConnection(engine);
    try {
      const upToIt = migrations.filter(({ name }) => name <= version);
      migrate(connection, upToIt, monday);
      return work(connection);
    } finally {
      connection.close();
    }
  }

  async function read<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    const session = new ReadingSession(engine, file);
    try {
      return await session.read(work);
    } finally {
      session.close();
    }
  }

  for (const version of earlierVersions) {
    it(`of ${version} is brought forward with all its rows`, async () => {
      await writeFile(file, earlierDatabase(version));
      const before = await read((connection) => ({
        schema: describeSchema(connection),
        stored: connection.all('SELECT 1 FROM metrics_aggregates_minute').length,
      }));
      deepEqual(before.schema, withMigrationsTo(version, describeSchema), 'released, then changed');
      equal(before.stored, 4);

      const database = await WholeDatabase.open({ file, wasmPath });
      deepEqual([noticeOf(database.opened), database.opened.recovered], [null, false]);
      await database.close();

      deepEqual(await readdir(dirname(file)), [basename(file)]);
      deepEqual(await checkDatabaseFile(file, wasmPath), []);
      deepEqual(await read(describeSchema), expectedSchema);
      const rows = withMigrationsTo(version, (earlier) => {
        earlier.execute(earlierRows(version));
        return rowsOf(earlier, version);
      });
      deepEqual(await read((connection) => rowsOf(connection, version)), rows);
    });

    if (version === current) continue;
    it(`of ${version} is the old one or the new one after a kill at any point of that`, async () => {
      const old = earlierDatabase(version);
      const found = { old: 0, new: 0 };
      for (let call = 1; found.new === 0; call += 1) {
        file = join(await folder(), 'traffic.sqlite');
        await writeFile(file, old);
        const writer = await Writer.start(file, Infinity, { during: 'start', call });
        await writer.kill();
        outwaitUnfinishedLock(file);
        // Whatever was committed is beside it, until the next checkpoint.
        deepEqual(await readFile(file), old);
        const { missing } = await read(schemaVersionOf);
        const lacked = migrations.map(({ name }) => name).filter((name) => name > version);
        if (missing.length > 0) deepEqual(missing, lacked);
        found[missing.length > 0 ? 'old' : 'new'] += 1;
        const database = await WholeDatabase.open({ file, wasmPath });
        equal(noticeOf(database.opened), null);
        await database.close();
        deepEqual(await checkDatabaseFile(file, wasmPath), []);
        equal(await read((all) => all.all('SELECT 1 FROM metrics_aggregates_minute').length), 4);
      }
      ok(found.old > 2, `${found.old} kills before it was brought forward`);
    });
  }

  it('stays as it was, without a trace beside it, when one of several migrations fails', async () => {
    const connection = new SqlJsConnection(engine, earlierDatabase('0002_collecting'));
    connection.execute('CREATE TABLE server_gauges (mine)');
    await writeFile(file, connection.image());
    connection.close();
    const before = await filesBeside(file);
    await rejects(
      WholeDatabase.open({ file, wasmPath }),
      saying(
        'StoreError',
        /0004_clients_and_snapshots failed: table server_gauges already exists\. The file/,
      ),
    );
    deepEqual(await filesBeside(file), before);
    deepEqual(
      (await read(schemaVersionOf)).missing[0],
      '0003_upsert_keys',
      'the one before was undone with it',
    );
  });

  it('is refused, with the reason, where it can only be read', async () => {
    await writeFile(file, earlierDatabase('0002_collecting'));
    WriteLock.acquire(lockPath(file), 'another window');
    const database = await WholeDatabase.open({ file, wasmPath });
    await rejects(
      database.check(),
      saying(
        'StoreError',
        /traffic\.sqlite was written by an earlier version \(it lacks the migration 0003_upsert_keys, .*only read\. Another window/,
      ),
    );
    await database.close();
  });
});

describe('a database of a newer version', () => {
  const folder = temporaryFolders();
  let engine: SqlEngine;
  let file: string;
  const refusal = saying(
    'StoreError',
    /traffic\.sqlite was written by a newer version \(it has the migration 9999_future\)\. Update the extension/,
  );
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    const connection = newConnection(engine, monday);
    connection.execute(becomeNewer);
    await writeFile(file, connection.image());
    connection.close();
  });

  it('is refused and stays as it was, without a trace beside it', async () => {
    const before = await filesBeside(file);
    await rejects(WholeDatabase.open({ file, wasmPath }), refusal);
    await rejects(checkDatabaseFile(file, wasmPath), refusal);
    await rejects(assertTrafficDatabase(file, wasmPath), refusal);
    deepEqual(await filesBeside(file), before);
  });

  it('is refused with what it committed last beside it, after a crash', async () => {
    const current = join(await folder(), 'traffic.sqlite');
    const access = await DatabaseAccess.open({ file: current, engine, clock: systemStoreClock });
    await access.write((connection) => {
      connection.execute(becomeNewer);
    });
    await copyFile(current, file);
    await copyFile(sidecarPath(current), sidecarPath(file));
    await access.close();
    const before = await filesBeside(file);
    equal(before.length, 2);
    await rejects(WholeDatabase.open({ file, wasmPath }), refusal);
    deepEqual(await filesBeside(file), before);
  });

  it('is not read either while another process collects into it', async () => {
    WriteLock.acquire(lockPath(file), 'another window');
    const database = await WholeDatabase.open({ file, wasmPath });
    await rejects(database.check(), refusal);
    await database.close();
  });
});

/** The files of a database's folder and their bytes. */
async function filesBeside(file: string): Promise<readonly (readonly [string, Buffer])[]> {
  const names = (await readdir(dirname(file))).sort();
  return Promise.all(
    names.map(async (name) => [name, await readFile(join(dirname(file), name))] as const),
  );
}
