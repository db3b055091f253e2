import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import initSqlJs from 'sql.js';
import type { Database } from 'sql.js';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { migrations } from '../../../../src/store/database/migrations';
import { migrate } from '../../../../src/store/database/migrator';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { WholeDatabase } from '../support/wholeDatabase';
import {
  batchOf,
  coverageOf,
  errorOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
  queryOf,
} from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

const whole = { from: monday, to: monday + 3600, excludedEndpoints: [] };

const fullBatch = batchOf(1, {
  minutes: [
    minuteOf(monday, {
      rows: [
        rowOf({ requestCount: 4, latencySum: 40 }),
        rowOf({ statusCode: 500, requestCount: 1, errorCount: 1 }),
      ],
      histograms: [
        minuteHistogramOf([3, 8, 20, 40, 2000]),
        minuteHistogramOf([2, 7, 19, 39], { endpoint: '/api/users', source: 'log' }),
      ],
    }),
  ],
  endpoints: [incrementOf({ statusCounts: { '200': 4, '500': 1 }, errorCount: 1 })],
  errors: [errorOf({ metadata: { path: '/api/users?x=1', timestampMs: monday * 1000 + 7 } })],
  events: [coverageOf(monday, monday + 60)],
});

describe('TrafficDatabase', () => {
  const folder = temporaryFolders();

  async function open(file: string, clock = new ManualClock()): Promise<WholeDatabase> {
    return WholeDatabase.open({ file, wasmPath, clock });
  }

  /** A file with fullBatch in it, closed. */
  async function writtenFile(): Promise<string> {
    const file = join(await folder(), 'traffic.sqlite');
    const database = await open(file);
    await database.commit(fullBatch);
    await database.close();
    return file;
  }

  it('gives back what was committed, also after closing and opening', async () => {
    const file = join(await folder(), 'targets', 'a', 'traffic.sqlite');
    const database = await open(file);
    deepEqual(database.opened, {
      file,
      created: true,
      sizeBytes: 0,
      notices: [],
      recovered: false,
      isPaged: true,
    });
    equal(await database.loadState(), undefined);
    await database.commit(fullBatch);
    const summary = await database.summary(whole);
    deepEqual(
      [summary.requests, summary.errors, summary.coveredSeconds, summary.p95?.bucket],
      [5, 1, 60, [1000, 2500]],
    );
    const dashboard = await database.dashboard(queryOf({ ...whole, bucketSeconds: 60 }));
    await database.close();

    const again = await open(file);
    equal(again.opened.created, false);
    equal(again.opened.sizeBytes, (await readFile(file)).length);
    equal(await again.loadState(), 'state 1');
    deepEqual(await again.summary(whole), summary);
    deepEqual(await again.dashboard(queryOf({ ...whole, bucketSeconds: 60 })), dashboard);
    await again.close();
  });

  it('leaves a plain SQLite file that native tools find whole', async function () {
    const file = await writtenFile();
    let answer: string;
    try {
      answer = execFileSync(
        'sqlite3',
        [
          file,
          'PRAGMA integrity_check; PRAGMA journal_mode; SELECT SUM(request_count) FROM metrics_aggregates_minute;',
        ],
        { encoding: 'utf8' },
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.skip();
      throw error;
    }
    equal(answer, 'ok\ndelete\n5\n');
    deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
  });

  it('keeps the old file whole when a write was cut before its rename', async () => {
    const file = await writtenFile();
    const before = await readFile(file);
    await writeFile(`${file}.writing`, before.subarray(0, 5000));
    const database = await open(file);
    equal(noticeOf(database.opened), null);
    equal((await database.summary(whole)).requests, 5);
    await database.commit(batchOf(2));
    await database.close();
    deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
  });

  const damages: [string, (bytes: Buffer) => Buffer, RegExp][] = [
    [
      'a file whose header is another',
      (bytes) => Buffer.concat([Buffer.alloc(100, 'x'), bytes.subarray(100)]),
      /no SQLite database/,
    ],
    ['a file without its end', (bytes) => bytes.subarray(0, bytes.length - 4096), /end is missing/],
    [
      'a file with a broken first page',
      (bytes) =>
        Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(3996, 0xa5), bytes.subarray(4096)]),
      /SQLite says/,
    ],
  ];
  for (const [what, damage, reason] of damages) {
    it(`sets ${what} aside in a folder of ours, untouched, and starts a new database`, async () => {
      const file = await writtenFile();
      const bytes = damage(await readFile(file));
      await writeFile(file, bytes);
      const clock = new ManualClock(Date.UTC(2025, 2, 4, 5, 6, 7));
      const database = await open(file, clock);
      equal(database.opened.created, true);
      match(noticeOf(database.opened) ?? '', reason);
      match(noticeOf(database.opened) ?? '', /traffic\.set-aside-2025-03-04T05-06-07-000Z\.sqlite/);
      equal(await database.loadState(), undefined);
      await database.commit(fullBatch);
      await database.close();
      const aside = (await readdir(join(file, '..'))).filter((name) => name !== basename(file));
      deepEqual(aside, ['traffic.set-aside-2025-03-04T05-06-07-000Z.sqlite']);
      deepEqual(await readFile(join(file, '..', aside[0]!)), bytes);
    });
  }

  for (const [what, damage, reason] of damages) {
    it(`refuses ${what} elsewhere, and leaves it as it is`, async () => {
      const file = await writtenFile();
      const bytes = damage(await readFile(file));
      await writeFile(file, bytes);
      await rejects(
        WholeDatabase.open({ file, wasmPath, isOwnFolder: false }),
        saying('StoreError', reason),
      );
      deepEqual(await readFile(file), bytes);
      deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
    });
  }

  it('sets a second damaged file aside under another name', async () => {
    const file = await writtenFile();
    const damaged = (await readFile(file)).subarray(0, 40_960);
    for (let times = 0; times < 2; times += 1) {
      await writeFile(file, damaged);
      await (await open(file)).close();
    }
    equal((await readdir(join(file, '..'))).length, 3);
  });

  async function withStatement(file: string, sql: string): Promise<Buffer> {
    const engine = await initSqlJs();
    const database = new engine.Database(await readFile(file));
    database.run(sql);
    await writeFile(file, database.export());
    database.close();
    return readFile(file);
  }

  /** Files that are no databases of ours, and what is said of them. */
  const foreign: readonly (readonly [string, (database: Database) => void, RegExp])[] = [
    [
      'songs',
      (other) => other.run('CREATE TABLE songs (title TEXT)'),
      /\(it has the table songs\)/,
    ],
    ['no table', (other) => other.run('PRAGMA user_version = 3'), /\(it has no table\)/],
    [
      "another program's migrations",
      (other) =>
        other.run(`CREATE TABLE schema_migrations (version TEXT); CREATE TABLE songs (title TEXT)`),
      /\(it has the table schema_migrations\)/,
    ],
    [
      'migrations of names that are not ours',
      (other) => {
        other.run('CREATE TABLE schema_migrations (name)');
        other.run(`INSERT INTO schema_migrations VALUES (7), (NULL), ('0001_songs')`);
      },
      /\(it has the table schema_migrations\)/,
    ],
    [
      'our tables, made by somebody else',
      (other) => other.run(migrations[0].sql),
      /has the tables of a traffic database, but another program made them/,
    ],
  ];
  for (const [what, make, reason] of foreign) {
    it(`refuses a database with ${what}, also in a folder of ours, and leaves it as it is`, async () => {
      const file = join(await folder(), 'traffic.sqlite');
      const engine = await initSqlJs();
      const other = new engine.Database();
      make(other);
      await writeFile(file, other.export());
      other.close();
      const before = await readFile(file);
      const beside = [`${file}-sidecar`, `${file}.writing`];
      for (const path of beside) await writeFile(path, 'theirs');
      for (const isOwnFolder of [false, true]) {
        const opening = WholeDatabase.open({ file, wasmPath, isOwnFolder });
        await rejects(opening, saying('StoreError', reason));
        deepEqual((await readdir(join(file, '..'))).sort(), [
          'traffic.sqlite',
          ...beside.map((path) => basename(path)),
        ]);
      }
      for (const path of beside) equal(await readFile(path, 'utf8'), 'theirs');
      deepEqual(await readFile(file), before);
    });
  }

  it('refuses what is no database, also in a folder of ours, and leaves it as it is', async () => {
    for (const text of [
      'hello, this is no database at all. '.repeat(9),
      'SQLite',
      '\0'.repeat(5000),
    ]) {
      const file = join(await folder(), 'traffic.sqlite');
      await writeFile(file, text);
      await rejects(open(file), saying('StoreError', /no SQLite database|too short/));
      equal(await readFile(file, 'utf8'), text);
      deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
    }
  });

  it('begins in an empty file, which stays that file', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    await writeFile(file, '', { mode: 0o600 });
    const { ino } = await stat(file);
    const database = await WholeDatabase.open({ file, wasmPath });
    equal(database.opened.created, true);
    await database.commit(fullBatch);
    await database.close();
    const found = await stat(file);
    deepEqual([found.ino, found.mode & 0o777], [ino, 0o600]);
    const again = await open(file);
    deepEqual([noticeOf(again.opened), (await again.summary(whole)).requests], [null, 5]);
    await again.close();
  });

  it('is the same database by a link to it, which stays a link', async () => {
    const file = await writtenFile();
    const link = join(await folder(), 'link.sqlite');
    await symlink(file, link);
    const first = await open(link);
    await first.commit(batchOf(2));
    const second = await open(file);
    match(noticeOf(second.opened) ?? '', /is collecting into/);
    await second.close();
    await first.close();
    equal((await lstat(link)).isSymbolicLink(), true);
    deepEqual(await readdir(join(link, '..')), ['link.sqlite']);
    deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
  });

  it('sets a database aside that lacks an index of the design, in a folder of ours', async () => {
    const file = await writtenFile();
    const before = await withStatement(file, 'DROP INDEX idx_metrics_minute_errors');
    const reason = /it lacks CREATE INDEX idx_metrics_minute_errors/;
    await rejects(
      WholeDatabase.open({ file, wasmPath, isOwnFolder: false }),
      saying('StoreError', reason),
    );
    deepEqual(await readFile(file), before);
    deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
    const database = await open(file);
    match(noticeOf(database.opened) ?? '', reason);
    await database.close();
  });

  it('opens a database to which somebody added a view', async () => {
    const file = await writtenFile();
    await withStatement(file, 'CREATE VIEW mine AS SELECT * FROM error_events');
    const database = await open(file);
    equal(noticeOf(database.opened), null);
    equal((await database.readSql('SELECT * FROM mine', 10)).rowCount, 1);
    await database.close();
  });

  it('refuses a database of a newer version and leaves it as it was', async () => {
    const file = await writtenFile();
    const bytes = await withStatement(
      file,
      "INSERT INTO schema_migrations VALUES ('0100_later', 1)",
    );
    await rejects(open(file), saying('StoreError', /newer version .*0100_later/));
    deepEqual(await readFile(file), bytes);
    deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
  });

  it('brings a file of an older version up to date, also on disk, and keeps its rows', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const older = new SqlJsConnection(await loadSqlEngine(wasmPath));
    migrate(older, migrations.slice(0, 1), 1000);
    older.execute("INSERT INTO error_events (timestamp, protocol) VALUES (7, 'http')");
    await writeFile(file, older.image());
    older.close();
    await (await open(file)).close();
    const found = new SqlJsConnection(await loadSqlEngine(wasmPath), await readFile(file));
    equal(found.all('SELECT name FROM schema_migrations').length, migrations.length);
    equal(found.first('SELECT timestamp FROM error_events')?.number('timestamp'), 7);
    found.close();
  });

  it('opens a file that a native tool left in WAL mode', async () => {
    const file = await writtenFile();
    const bytes = await readFile(file);
    bytes[18] = 2;
    bytes[19] = 2;
    await writeFile(file, bytes);
    const database = await open(file);
    await database.commit(batchOf(2, { minutes: [minuteOf(monday + 60, { rows: [rowOf()] })] }));
    await database.close();
    const again = await open(file);
    equal((await again.summary(whole)).requests, 6);
    await again.close();
  });

  it('rejects with the path and a remedy when the engine or the file cannot be read', async () => {
    const path = join(await folder(), 'traffic.sqlite');
    await rejects(
      WholeDatabase.open({ file: path, wasmPath: join(path, 'none.wasm') }),
      saying('StoreError', /none\.wasm failed: .*Reinstall the extension/),
    );
    await writeFile(path, 'not wasm');
    await rejects(
      WholeDatabase.open({ file: path, wasmPath: path }),
      saying('StoreError', /engine .* is damaged/),
    );
    await rm(path);
    await mkdir(path);
    await rejects(open(path), saying('StoreError', /a folder is in its place/));
  });

  it('rejects with a remedy when the folder cannot be made', async () => {
    const parent = join(await folder(), 'storage');
    await writeFile(parent, 'a file where the folder should be');
    await rejects(
      open(join(parent, 'traffic.sqlite')),
      saying('StoreError', /storage.*Choose another|choose another storage/s),
    );
  });

  it('rejects every call after close, which may be called twice', async () => {
    const database = await open(join(await folder(), 'traffic.sqlite'));
    await database.close();
    await database.close();
    await rejects(database.commit(fullBatch), saying('StoreError', /is closed/));
    await rejects(database.loadState(), { name: 'StoreError' });
  });

  it('has a commit on the disk when it resolves', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const database = await open(file);
    await database.commit(fullBatch);
    equal(database.savedBatchId, 1);
    const copy = join(await folder(), 'traffic.sqlite');
    for (const name of [file, sidecarPath(file)]) {
      await copyFile(name, join(copy, '..', basename(name)));
    }
    const copied = await open(copy);
    equal((await copied.summary(whole)).requests, 5);
    await copied.close();
    await database.close();
  });
});
