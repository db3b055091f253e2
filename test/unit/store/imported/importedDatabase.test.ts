import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { copyFile, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { migrations } from '../../../../src/store/database/migrations';
import { migrate } from '../../../../src/store/database/migrator';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { ImportedDatabase, removeCopies } from '../../../../src/store/imported/importedDatabase';
import { StoreError } from '../../../../src/store/storeError';
import { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, coverageOf, minuteOf, monday, queryOf, rowOf } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';
import { saying } from '../../../support/saying';
import { storeFaultText, storeText } from '../../../../src/sentences/storeText';
import { english } from '../../../../src/sentences/localize';

describe('ImportedDatabase', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  const workers = builtWorkers();
  let file: string;
  let copyFolder: string;
  let opened: ImportedDatabase[] = [];
  beforeEach(async () => {
    file = join(await folder(), 'friday.sqlite');
    copyFolder = join(await folder(), 'imported');
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
  });

  async function open(check = true): Promise<ImportedDatabase> {
    const options = { file, copyFolder, check, wasmPath, ...workers() };
    const database = await ImportedDatabase.open(options);
    opened.push(database);
    return database;
  }

  /** An hour with a request a minute, two of them of a path of their own. */
  async function collect(): Promise<void> {
    const database = await WholeDatabase.open({ file, wasmPath });
    const minutes = Array.from({ length: 60 }, (_, index) =>
      minuteOf(monday + 60 * index, { rows: [rowOf({ requestCount: 1 })] }),
    );
    await database.commit(batchOf(1, { minutes, events: [coverageOf(monday, monday + 3600)] }));
    await database.close();
  }

  /** The file as the first release would have written it. */
  function collectOlder(): Promise<void> {
    return make((connection) => {
      migrate(connection, migrations.slice(0, 2), monday);
      connection.execute(`INSERT INTO metrics_aggregates_minute (timestamp, protocol, method, endpoint, request_count)
        VALUES (${monday}, 'http', 'GET', '/old', 5)`);
    });
  }

  /** A database that something else made. */
  async function make(fill: (connection: SqlJsConnection) => void): Promise<void> {
    const connection = new SqlJsConnection(await loadSqlEngine(wasmPath));
    fill(connection);
    await writeFile(file, connection.image());
    connection.close();
  }

  /** Every file in the folder of the imported one, by its name. */
  async function contents(): Promise<Readonly<Record<string, Buffer>>> {
    const names = await readdir(dirname(file));
    const files = names.map(async (name) => [name, await readFile(join(dirname(file), name))]);
    return Object.fromEntries(await Promise.all(files)) as Readonly<Record<string, Buffer>>;
  }

  it('is read in place, and nothing is written there', async () => {
    await collect();
    const before = await readFile(file);
    const database = await open();
    deepEqual([database.file, database.span], [file, { from: monday, to: monday + 3600 }]);
    const { summary, comparison } = await database.reads.dashboard(
      queryOf({ compareFrom: monday - 3600 }),
    );
    deepEqual([summary.requests, comparison?.then.requests], [60, 0]);
    const explained = { span: queryOf(), from: monday, to: monday + 600 };
    equal(typeof (await database.reads.explain(explained)), 'object');
    await database.close();
    deepEqual(await readFile(file), before);
    deepEqual(await readdir(dirname(file)), ['friday.sqlite']);
    deepEqual(await readdir(dirname(copyFolder)), []);
  });

  it('is not read for those who wait no more', async () => {
    await collect();
    const gone = (await open(false)).until(AbortSignal.abort());
    await rejects(
      gone.charts(queryOf()),
      saying('StoreError', /^Reading the charts in .* was canceled\./),
    );
  });

  it('of an earlier version is copied and brought forward, once for each state of the file', async () => {
    await collectOlder();
    const before = await readFile(file);
    const database = await open();
    equal(dirname(dirname(dirname(database.file))), copyFolder);
    equal((await database.reads.dashboard(queryOf())).summary.requests, 5);
    deepEqual(await readFile(file), before);
    deepEqual(await readdir(dirname(file)), ['friday.sqlite']);
    equal((await open()).file, database.file);
    await utimes(file, 1, 1);
    const other = await open();
    equal(other.file === database.file, false);
    equal((await readdir(dirname(dirname(other.file)))).length, 1);
    await removeCopies(file, copyFolder);
    deepEqual(await readdir(copyFolder), []);
  });

  for (const [what, put] of [
    ['of this version', collect],
    ['of an earlier version', collectOlder],
  ] as const) {
    it(`${what} tells what stands beside it and is left out, and leaves it there`, async () => {
      await put();
      equal((await open()).leftOut, null);
      await writeFile(`${file}-sidecar`, 'mine');
      const before = await contents();
      match(
        storeFaultText((await open()).leftOut!, english),
        /friday\.sqlite-sidecar, is left out: it is not one of our files/,
      );
      deepEqual(await contents(), before);
    });
  }

  const refused: readonly (readonly [string, () => Promise<void>, RegExp])[] = [
    ['is not there', () => Promise.resolve(), /^There is no database .*friday\.sqlite/],
    ['is empty', () => writeFile(file, ''), /friday\.sqlite cannot be read: it is empty/],
    [
      'is no database',
      () => writeFile(file, 'hello '.repeat(1000)),
      /friday\.sqlite cannot be read: it is no SQLite database/,
    ],
    [
      "is another program's",
      () =>
        make((connection) => {
          connection.execute('CREATE TABLE cats (name TEXT)');
        }),
      /friday\.sqlite is another program's database \(it has the table cats\)\. Choose one that was/,
    ],
    [
      'is of a newer version',
      () =>
        make((connection) => {
          migrate(connection, [...migrations, { name: '9999_future', sql: 'SELECT 1' }], monday);
        }),
      /was written by a newer version \(it has the migration 9999_future\)\. Update the extension/,
    ],
    [
      'has only the name of our first table',
      () =>
        make((connection) => {
          connection.execute('CREATE TABLE schema_migrations (cats TEXT)');
        }),
      /friday\.sqlite is another program's database \(it has the table schema_migrations\)/,
    ],
    [
      'is older than the first version',
      () =>
        make((connection) => {
          migrate(connection, migrations.slice(0, 1), monday);
        }),
      /friday\.sqlite is too old to open \(it lacks the migration 0002_collecting\)/,
    ],
    [
      'lacks the tables of its version',
      () =>
        make((connection) => {
          const named = migrations.slice(0, 3).map(({ name }) => ({ name, sql: 'SELECT 1' }));
          migrate(connection, named, monday);
        }),
      /^Reading .*friday\.sqlite as a traffic database failed: no such table: .*\. Choose a database/,
    ],
    [
      'holds nothing',
      async () => {
        await (await WholeDatabase.open({ file, wasmPath })).close();
      },
      /friday\.sqlite holds no traffic\. Choose another file\./,
    ],
    [
      'lacks a column',
      async () => {
        await collect();
        const connection = new SqlJsConnection(await loadSqlEngine(wasmPath), await readFile(file));
        connection.execute('DROP INDEX idx_error_type');
        await writeFile(file, connection.image());
        connection.close();
      },
      /The schema of .*friday\.sqlite was changed: it lacks CREATE INDEX idx_error_type/,
    ],
    [
      'is damaged',
      async () => {
        await collect();
        const bytes = await readFile(file);
        bytes.fill(0xff, 20 * 4096, 21 * 4096);
        await writeFile(file, bytes);
      },
      /friday\.sqlite is damaged: .*\. Export it again\.$/s,
    ],
    [
      'is cut short',
      async () => {
        await collect();
        await writeFile(file, (await readFile(file)).subarray(0, 9 * 4096));
      },
      /friday\.sqlite cannot be read: its end is missing/,
    ],
  ];
  for (const [what, prepare, message] of refused) {
    it(`says so when the file ${what}`, async () => {
      await prepare();
      const before = await contents();
      await rejects(open(), saying('StoreError', message));
      deepEqual(await readdir(dirname(copyFolder)), []);
      deepEqual(await contents(), before);
    });
  }

  it('is opened or refused in a sentence, and never written, whatever bytes of it are damaged', async () => {
    await collect();
    const whole = await readFile(file);
    const offset = fc.oneof(
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: whole.length - 1 }),
    );
    const damage = fc.record({ offset, bytes: fc.uint8Array({ minLength: 1, maxLength: 600 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ offset, bytes }) => {
        const damaged = Buffer.from(whole);
        damaged.set(bytes.subarray(0, whole.length - offset), offset);
        await writeFile(file, damaged);
        await open().then(
          (database) => database.close(),
          (error: unknown) => {
            ok(error instanceof StoreError);
            match(storeText(error, english), /friday\.sqlite.*\.$/s);
          },
        );
        deepEqual(await readFile(file), damaged);
        deepEqual(await readdir(dirname(file)), ['friday.sqlite']);
      }),
      { numRuns: 60 },
    );
  });

  it('is compared with as a period of the database itself would be', async () => {
    await collect();
    const live = await WholeDatabase.open({
      file: join(await folder(), 'live.sqlite'),
      wasmPath,
    });
    await copyFile(file, join(dirname(file), 'copy.sqlite'));
    const day = 86_400;
    const minute = (at: number, requestCount: number) =>
      minuteOf(at, { rows: [rowOf({ requestCount })] });
    const own = Array.from({ length: 60 }, (_, index) => minute(monday + 60 * index, 1));
    const today = Array.from({ length: 60 }, (_, index) => minute(monday + day + 60 * index, 3));
    const events = [
      coverageOf(monday, monday + 3600),
      coverageOf(monday + day, monday + day + 1800),
    ];
    await live.commit(batchOf(1, { minutes: [...own, ...today], events }));
    const span = { from: monday + day, to: monday + day + 3600 };
    const compareFile = { file, name: 'friday' };
    const withOwn = await live.dashboard(queryOf({ ...span, compareFrom: monday }));
    const withFile = await live.dashboard(queryOf({ ...span, compareFrom: monday, compareFile }));
    deepEqual(withFile.comparison, withOwn.comparison);
    deepEqual(withFile.endpoints, withOwn.endpoints);
    deepEqual([withFile.comparison?.now.requests, withFile.comparison?.then.requests], [90, 30]);
    equal(withFile.endpoints.rows[0]?.change, 2);
    // Another database's period may also be later, or the same.
    for (const shift of [0, 1]) {
      const earlier = { from: monday - shift * day, to: monday - shift * day + 3600 };
      const query = queryOf({ ...earlier, compareFrom: monday, compareFile });
      const { comparison } = await live.dashboard(query);
      deepEqual([comparison?.from, comparison?.then.requests], [monday, shift === 0 ? 60 : 0]);
    }
    const gone = { file: join(dirname(file), 'gone.sqlite'), name: 'gone' };
    const withNone = live.dashboard(queryOf({ ...span, compareFrom: monday, compareFile: gone }));
    await rejects(withNone, saying('StoreError', /There is no database .*gone\.sqlite/));
    await live.close();
  });
});
