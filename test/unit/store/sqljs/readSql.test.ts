import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowsOf } from '../../../../src/domain/resultTable';
import { storeFaultOf } from '../../../../src/store/storeError';
import { readDatabaseFile } from '../../../../src/store/reader/readDatabaseFile';
import type { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, errorOf, minuteOf, monday, rowOf } from '../support/batches';
import { newDatabases, rows, temporaryFolders, wasmPath } from '../support/databases';
import { saying } from '../../../support/saying';

const filled = batchOf(1, {
  minutes: [minuteOf(monday, { rows: [rowOf({ requestCount: 3 }), rowOf({ method: 'POST' })] })],
  errors: [errorOf()],
});

describe('a statement of the user', () => {
  const newDatabase = newDatabases();
  let database: WholeDatabase;
  beforeEach(async () => {
    database = await newDatabase();
    await database.commit(filled);
  });

  const reading = [
    'SELECT 1 AS a',
    '  select 1 AS a ;  ',
    '-- why\n/* not */ SELECT 1 AS a -- after\n;; /* open',
    'WITH x AS (SELECT 1 AS a) SELECT a FROM x',
    'VALUES (1)',
  ];
  for (const sql of reading) {
    it(`gives its row: ${JSON.stringify(sql)}`, async () => {
      deepEqual((await rows(database, sql)).map(Object.values), [[1]]);
    });
  }

  it('may ask how a statement is run, as a plan or as opcodes', async () => {
    const plan = await rows(database, 'EXPLAIN QUERY PLAN SELECT * FROM error_events');
    deepEqual(
      plan.map(({ detail }) => detail),
      ['SCAN error_events'],
    );
    const program = await rows(database, 'explain /* all */ select 1');
    equal(program[0]?.['opcode'], 'Init');
    equal(program.at(-1)?.['opcode'], 'Goto');
  });

  const refused: [string, RegExp][] = [
    ['DELETE FROM error_events', /Only a statement that reads/],
    ['INSERT INTO error_events (timestamp, protocol) VALUES (1, 2)', /Only a statement that reads/],
    ['PRAGMA query_only = OFF', /Only a statement that reads/],
    ['EXPLAIN PRAGMA query_only = OFF', /Only a statement that reads/],
    ['/* SELECT */ PRAGMA journal_mode = WAL', /Only a statement that reads/],
    ['-- SELECT\nDROP TABLE error_events', /Only a statement that reads/],
    [';PRAGMA query_only = OFF', /Only a statement that reads/],
    ["ATTACH 'other.sqlite' AS other", /Only a statement that reads/],
    ['BEGIN', /Only a statement that reads/],
    ['VACUUM', /Only a statement that reads/],
    ['CREATE TEMP TABLE t (a)', /Only a statement that reads/],
    ['REPLACE INTO collector_state VALUES (1, 2)', /Only a statement that reads/],
    ['', /Only a statement that reads/],
    ['-- nothing', /Only a statement that reads/],
    ['WITH x AS (SELECT 1) DELETE FROM error_events', /readonly database/],
    ['WITH x AS (SELECT 1) UPDATE error_events SET timestamp = 0', /readonly database/],
    ['WITH x AS (SELECT 7) INSERT INTO error_events (timestamp, protocol) SELECT 1, 2', /readonly/],
    ['SELECT 1; DELETE FROM error_events', /Only one statement/],
    ['SELECT 1; PRAGMA query_only = OFF', /Only one statement/],
    ['SELECT 1; SELECT 2', /Only one statement/],
    ["SELECT ';'; SELECT 2", /Only one statement/],
    ['SELECT 1\0; DELETE FROM error_events', /Only one statement/],
    ['SELEC 1', /Only a statement that reads/],
    ['SELECT some FROM nowhere', /no such table: nowhere\. Change it and run it again/],
    ['SELECT (', /incomplete input/],
  ];
  for (const [sql, message] of refused) {
    it(`is refused: ${JSON.stringify(sql)}`, async () => {
      await rejects(database.readSql(sql, 10), saying('StoreError', message));
      deepEqual(await rows(database, 'SELECT timestamp FROM error_events'), [
        { timestamp: monday },
      ]);
      deepEqual(await rows(database, 'SELECT query_only FROM pragma_query_only'), [
        { query_only: 1 },
      ]);
      await database.commit(batchOf(2));
      equal(await database.loadState(), 'state 2');
    });
  }

  /** A statement that is wrong, and what of it is, with what stands before it on its line. */
  const wrong: readonly (readonly [sql: string, before: string, part: string])[] = [
    ['SELECT * FORM error_events', 'SELECT * ', 'FORM'],
    ['SELECT 1,\n  FROM error_events', '  ', 'FROM'],
    ['SELECT 1 FROM error_events FROM x', 'SELECT 1 FROM error_events ', 'FROM'],
    ["SELECT 'FORM', FORMAT FORM x", "SELECT 'FORM', FORMAT FORM ", 'x'],
    ['SELECT colour FROM error_events', 'SELECT ', 'colour'],
    ["SELECT 'colour', -- colour\n  e.colour FROM error_events e", '  ', 'e.colour'],
    ['SELECT 1\nFROM nowhere', 'FROM ', 'nowhere'],
    ['SELECT maximum(1)', 'SELECT ', 'maximum'],
    ['SELECT count(1, 2)', 'SELECT ', 'count'],
    ['SELECT id FROM error_events, client_analytics', 'SELECT ', 'id'],
    ['SELECT 1 WHERE #', 'SELECT 1 WHERE ', '#'],
    ['SELECT (1 ', 'SELECT (1', ''],
    ["SELECT 'open", 'SELECT ', "'open"],
  ];
  for (const [sql, before, part] of wrong) {
    it(`is marked where it is wrong: ${JSON.stringify(sql)}`, async () => {
      const error: unknown = await database.readSql(sql, 1).then(
        () => undefined,
        (why: unknown) => why,
      );
      const fault = storeFaultOf(error);
      equal(fault?.kind, 'statement_failed');
      const { place } = fault;
      ok(place, fault.reason);
      equal(sql.slice(place.from, place.to), part);
      equal(sql.slice(0, place.from).split('\n').at(-1), before);
    });
  }

  it('has no place where SQLite says nothing of one', async () => {
    const error: unknown = await database.readSql("SELECT json('{')", 1).then(
      () => undefined,
      (why: unknown) => why,
    );
    const fault = storeFaultOf(error);
    equal(fault?.kind, 'statement_failed');
    equal(fault.place, null);
  });

  it('gives at most as many rows as asked for, and says when there are more', async () => {
    const count =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n';
    const cut = await database.readSql(count, 4);
    deepEqual(
      [cut.rowCount, cut.cut, [...(cut.columns[0]?.values ?? [])]],
      [4, true, [1, 2, 3, 4]],
    );
    const all = await database.readSql(count, 5);
    deepEqual([all.rowCount, all.cut], [5, false]);
  });

  it('gives columns of numbers as a typed array, and exact values', async () => {
    const sql = `SELECT 1 AS whole, 'a' AS word, NULL AS none, 9007199254740993 AS large, x'0102' AS blob
      UNION ALL SELECT NULL, NULL, NULL, 4, NULL`;
    const table = await database.readSql(sql, 10);
    deepEqual(
      table.columns.map(({ name, values }) => [name, values instanceof Float64Array]),
      [
        ['whole', true],
        ['word', false],
        ['none', true],
        ['large', false],
        ['blob', false],
      ],
    );
    deepEqual(rowsOf(table), [
      { whole: 1, word: 'a', none: null, large: '9007199254740993', blob: '(2 bytes)' },
      { whole: null, word: null, none: null, large: 4, blob: null },
    ]);
  });

  it('may ask for quantiles of merged distributions', async () => {
    const quantile = (rowsSql: string): Promise<unknown> =>
      rows(database, `SELECT histogram_quantile(0.5, b, c) AS q FROM (${rowsSql})`);
    const of = (bounds: string, counts: string): string =>
      `SELECT '${bounds}' AS b, '${counts}' AS c`;
    deepEqual(await quantile(`${of('[10,20]', '0 1')} UNION ALL ${of('[10,20]', '1 3')}`), [
      { q: 10 + 10 / 3 },
    ]);
    deepEqual(await quantile(of('[10,20]', '2 5')), [{ q: '> 20' }]);
    deepEqual(await quantile(`${of('[10]', '0 1')} LIMIT 0`), [{ q: null }]);
    await rejects(quantile(of('[10]', 'what')), saying('StoreError', /cannot be read/));
  });
});

describe('readDatabaseFile', () => {
  const newDatabase = newDatabases();
  const folder = temporaryFolders();

  it('reads a file that is in use, as it was last committed, and writes nothing', async () => {
    const database = await newDatabase();
    const { file } = database.opened;
    const read = {
      file,
      wasmPath,
      sql: 'SELECT SUM(request_count) AS n FROM metrics_aggregates_minute',
    };
    await database.commit(filled);
    const before = await readFile(file);
    deepEqual(rowsOf(await readDatabaseFile({ ...read, limit: 10 })), [{ n: 4 }]);
    await rejects(readDatabaseFile({ ...read, sql: 'DROP TABLE error_events', limit: 10 }), {
      name: 'StoreError',
    });
    deepEqual(await readFile(file), before);
  });

  it('rejects what is no database', async () => {
    const file = join(await folder(), 'notes.txt');
    const read = { file, wasmPath, sql: 'SELECT 1', limit: 1 };
    await rejects(readDatabaseFile(read), saying('StoreError', /There is no database .*notes/));
    await writeFile(file, 'x'.repeat(5000));
    await rejects(readDatabaseFile(read), saying('StoreError', /it is no SQLite database/));
  });
});
