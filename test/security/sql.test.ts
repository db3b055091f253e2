import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rowsOf } from '../../src/domain/resultTable';
import { newConnection } from '../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../src/store/sqljs/sqlEngine';
import { QueryClient } from '../../src/store/reader/queryClient';
import { readSql } from '../../src/store/sqljs/readSql';
import { folders, wasmPath } from '../support/databases';
import { run } from '../unit/cli/builtCli';
import { batchOf, errorOf } from '../unit/store/support/batches';
import { builtWorkers } from '../unit/store/support/workers';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';
import { hostileTexts } from './hostileStrings';

const changesSql = 'SELECT total_changes() AS changes';

/** What would write, reach another file, or switch off what holds that. */
const writing = [
  'DELETE FROM error_events',
  "INSERT INTO schema_migrations VALUES ('hostile', 0)",
  "REPLACE INTO schema_migrations VALUES ('hostile', 0)",
  'WITH x AS (SELECT 1) DELETE FROM error_events',
  'WITH x AS (SELECT 1) UPDATE error_events SET timestamp = 0 RETURNING *',
  "WITH x AS (SELECT 1) INSERT INTO schema_migrations SELECT 'hostile', 0 FROM x RETURNING *",
  'WITH x AS (DELETE FROM error_events RETURNING *) SELECT * FROM x',
  "WITH x AS (SELECT 1) UPDATE sqlite_master SET sql = 'hostile'",
  'SELECT 1; DELETE FROM error_events',
  'SELECT 1;;;/* */ -- \n PRAGMA query_only = OFF',
  'EXPLAIN DELETE FROM error_events',
  'EXPLAIN QUERY PLAN EXPLAIN PRAGMA query_only = OFF',
  'CREATE TABLE hostile (a)',
  'CREATE TEMP VIEW error_events AS SELECT 1',
  "CREATE VIRTUAL TABLE hostile USING csv(filename = '/etc/passwd')",
  'DROP TABLE error_events',
  'ALTER TABLE error_events RENAME TO hostile',
  'REINDEX',
  'ANALYZE',
  'SAVEPOINT hostile',
  'BEGIN IMMEDIATE',
  'COMMIT',
  "ATTACH 'hostile.sqlite' AS hostile",
  "ATTACH 'file:hostile.sqlite?mode=rwc' AS hostile",
  'DETACH main',
  "VACUUM INTO 'hostile.sqlite'",
  "\ufeffVACUUM INTO 'hostile.sqlite'",
  "\u00a0/* */;VACUUM main INTO 'hostile.sqlite'",
  'PRAGMA query_only = OFF',
  'PRAGMA query_only(0)',
  'PRAGMA main.writable_schema = ON',
  'PRAGMA journal_mode = DELETE',
  'PRAGMA user_version = 7',
  "PRAGMA temp_store_directory = 'hostile'",
  'PRAGMA wal_checkpoint',
  'PRAGMA optimize',
  'SELECT * FROM pragma_query_only(0)',
  'SELECT * FROM pragma_writable_schema(1)',
  "SELECT * FROM pragma_journal_mode('delete')",
  'SELECT * FROM pragma_optimize',
  'SELECT * FROM pragma_wal_checkpoint',
  "SELECT load_extension('hostile')",
  "SELECT writefile('hostile', 'x')",
  "SELECT readfile('/etc/passwd')",
  "SELECT edit('x', 'touch hostile')",
  "SELECT eval('DELETE FROM error_events')",
  "SELECT * FROM fsdir('/')",
];

/** What has no end, or takes all memory. */
const greedy = [
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n a, n b, n c WHERE a.i < 0',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT MAX(i) FROM n',
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ${'i, '.repeat(1900)} i FROM n`,
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(zeroblob(1000000)) FROM n',
  'SELECT hex(zeroblob(500000000))',
  "SELECT printf('%900000000d', 1)",
  "SELECT replace(hex(zeroblob(10000)), '0', hex(zeroblob(100000)))",
  `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
  `SELECT ${'1+'.repeat(100_000)}1`,
  `SELECT 'a' LIKE '${'%a'.repeat(20_000)}'`,
];

describe('A statement of SQL, whoever wrote it', function () {
  this.timeout(120_000);
  const workers = builtWorkers();
  const folder = folders();
  let file: string;
  let client: QueryClient;
  let before: Buffer;

  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    const database = await WholeDatabase.open({ file, wasmPath });
    await database.commit(batchOf(1, { errors: [errorOf()] }));
    await database.close();
    before = await readFile(file);
    client = new QueryClient({ ...workers(), wasmPath, file });
  });

  afterEach(() => client.close());

  async function assertUntouched(): Promise<void> {
    deepEqual(await readFile(file), before);
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
    const here = await readdir('.');
    deepEqual(
      here.filter((name) => name.includes('hostile')),
      [],
    );
    const left = `SELECT (SELECT COUNT(*) FROM main.error_events) AS errors,
      (SELECT COUNT(*) FROM pragma_database_list) AS files`;
    deepEqual(rowsOf(await client.readSql(left, 1)), [{ errors: 1, files: 1 }]);
  }

  /** Whether it was refused: with one sentence, in which nothing of it does harm. */
  async function isRefused(sql: string, timeoutMs: number): Promise<boolean> {
    try {
      await client.readSql(sql, 10_000, { timeoutMs });
      return false;
    } catch (error) {
      equal(error instanceof Error && error.name, 'StoreError');
      return true;
    }
  }

  it('is refused by the editor where it is more than a reading', async () => {
    for (const sql of [...writing, ...hostileTexts.sql]) {
      equal(await isRefused(sql, 10_000), true, sql);
      await assertUntouched();
    }
  });

  it('is refused also where the database could be written', async () => {
    const connection = newConnection(await loadSqlEngine(wasmPath), 0);
    const changes = connection.first(changesSql)?.number('changes');
    for (const sql of [...writing, ...hostileTexts.sql]) {
      throws(() => readSql(connection, sql, 1), { name: 'StoreError' }, sql);
      equal(connection.first(changesSql)?.number('changes'), changes, sql);
    }
    connection.close();
  });

  it('is ended where it has no end or takes all memory, and the next one runs', async () => {
    for (const sql of greedy) {
      await isRefused(sql, 500);
      await assertUntouched();
    }
  });

  it('is refused by the command as well', async () => {
    const some = [
      "ATTACH 'hostile.sqlite' AS hostile",
      "VACUUM INTO 'hostile.sqlite'",
      'WITH x AS (SELECT 1) DELETE FROM error_events RETURNING *',
      'SELECT 1; PRAGMA query_only = OFF',
      "SELECT writefile('hostile', 'x')",
      'SELECT "\u001b[2J\nok" FROM hostile',
    ];
    for (const sql of some) {
      const { code, out, err } = await run(['query', '--db', file, '--sql', sql]);
      deepEqual([code, out], [1, ''], sql);
      match(err, /^[ -~]+\n$/);
      await assertUntouched();
    }
  });

  it('has texts of anyone as values, which stay texts', async () => {
    const texts = [...hostileTexts.sql, ...hostileTexts.key].filter((text) => !text.includes('\0'));
    const list = texts.map((text) => `('${text.replaceAll("'", "''")}')`).join();
    const table = await client.readSql(`SELECT column1 AS __proto__ FROM (VALUES ${list})`, 100);
    deepEqual(
      rowsOf(table).map((row) => Object.entries(row)),
      texts.map((text) => [['__proto__', text]]),
    );
  });
});
