import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkDatabaseFile } from '../../../../src/store/check/checkDatabaseFile';
import { WholeDatabase } from '../support/wholeDatabase';
import { expectedRows, numberedBatch } from '../../../support/numberedBatches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

const refusal = saying(
  'StoreError',
  /Another program is writing to the database .*traffic\.sqlite or stopped halfway: .* is beside it\. Close/,
);

const rowsSql = 'SELECT COUNT(*) FROM metrics_aggregates_minute';
const hasNativeTool = spawnSync('sqlite3', ['--version']).error === undefined;

describe('a database that another program writes too', function () {
  this.timeout(20_000);
  const folder = temporaryFolders();
  let file: string;
  let opened: WholeDatabase[] = [];
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
  });

  async function open(): Promise<WholeDatabase> {
    const database = await WholeDatabase.open({ file, wasmPath, clock: new ManualClock() });
    opened.push(database);
    return database;
  }

  async function collectAndClose(): Promise<void> {
    const database = await open();
    for (let id = 1; id <= 12; id += 1) await database.commit(numberedBatch(id));
    await database.close();
  }

  async function filesBeside(): Promise<unknown> {
    const names = (await readdir(dirname(file))).sort();
    return Promise.all(
      names.map(async (name) => [name, await readFile(join(dirname(file), name))]),
    );
  }

  /** Statements in a native tool that is killed before it has ended. */
  async function crashInNativeTool(sql: string): Promise<void> {
    const tool = spawn('sqlite3', [file], { stdio: ['pipe', 'pipe', 'inherit'] });
    tool.stdin.write(`${sql} SELECT 'written';\n`);
    await once(tool.stdout, 'data');
    tool.kill('SIGKILL');
    await once(tool, 'close');
  }

  async function rowsIn(database: WholeDatabase): Promise<number> {
    return Number((await database.readSql(rowsSql, 1)).columns[0]?.values[0]);
  }

  const journals: readonly (readonly [string, Buffer])[] = [
    ['-journal', Buffer.from('d9d505f920a163d7'.padEnd(1024, '0'), 'hex')],
    ['-wal', Buffer.alloc(32 + 24 + 4096, 1)],
  ];
  for (const [suffix, bytes] of journals) {
    it(`is left as it is while there is a ${suffix}, by writers and readers, and opened afterwards`, async () => {
      await collectAndClose();
      await writeFile(file + suffix, bytes);
      const before = await filesBeside();
      await rejects(WholeDatabase.open({ file, wasmPath }), refusal);
      await rejects(checkDatabaseFile(file, wasmPath), refusal);
      deepEqual(await filesBeside(), before);
      await rm(file + suffix);
      equal(noticeOf((await open()).opened), null);
    });

    it(`is not made anew beside a ${suffix}, which would be laid over it`, async () => {
      await writeFile(file + suffix, bytes);
      await rejects(WholeDatabase.open({ file, wasmPath }), refusal);
      deepEqual(await readdir(dirname(file)), [`traffic.sqlite${suffix}`]);
    });

    it(`takes no commit and no checkpoint while there is a ${suffix}, and goes on then by itself`, async () => {
      const database = await open();
      await database.commit(numberedBatch(1));
      const before = await readFile(file);
      await writeFile(file + suffix, bytes);
      await rejects(database.commit(numberedBatch(2)), refusal);
      await rejects(database.close(), refusal);
      deepEqual(await readFile(file), before);
      await rm(file + suffix);
      await database.commit(numberedBatch(2));
      await database.close();
      const again = await open();
      deepEqual([noticeOf(again.opened), await rowsIn(again)], [null, expectedRows(2).rows]);
    });
  }

  it('is opened where a journal is empty or done with', async () => {
    await collectAndClose();
    await writeFile(`${file}-journal`, Buffer.alloc(512));
    await writeFile(`${file}-wal`, '');
    equal(noticeOf((await open()).opened), null);
  });

  const crashes: readonly (readonly [string, string])[] = [
    [
      'half-way through a transaction',
      'PRAGMA cache_size = 1; BEGIN; DELETE FROM metrics_aggregates_minute; DELETE FROM error_events;',
    ],
    [
      'with its log in use',
      'PRAGMA journal_mode = WAL; DELETE FROM metrics_aggregates_minute WHERE id > 30;',
    ],
  ];
  for (const [title, sql] of crashes) {
    it(`that crashed ${title} is waited for, until a native tool has finished its work`, async function () {
      if (!hasNativeTool) this.skip();
      await collectAndClose();
      await crashInNativeTool(sql);
      const before = await filesBeside();
      await rejects(WholeDatabase.open({ file, wasmPath }), refusal);
      await rejects(checkDatabaseFile(file, wasmPath), refusal);
      deepEqual(await filesBeside(), before);
      const finished = spawnSync('sqlite3', [file, rowsSql], { encoding: 'utf8' });
      const database = await open();
      equal(noticeOf(database.opened), null);
      equal(await rowsIn(database), Number(finished.stdout));
      equal(await database.check(), null);
    });
  }

  it('is not overwritten: what was collected meanwhile is kept beside it, and collecting restarts', async function () {
    if (!hasNativeTool) this.skip();
    const database = await open();
    await database.commit(numberedBatch(1));
    spawnSync('sqlite3', [
      file,
      "INSERT INTO error_events (timestamp, protocol) VALUES (7, 'http')",
    ]);
    await rejects(
      database.commit(numberedBatch(2)),
      saying(
        'StoreError',
        /Another program wrote to the database .*traffic\.sqlite during collecting/,
      ),
    );
    equal(await database.loadState(), undefined);
    match(noticeOf(database.opened) ?? '', /latest data beside .* written by another program/);
    await database.commit(numberedBatch(2));
    await database.close();
    equal(existsSync(`${file}-sidecar`), false);
    const again = await open();
    equal((await again.readSql('SELECT 1 FROM error_events WHERE timestamp = 7', 9)).rowCount, 1);
    equal(await again.check(), null);
  });
});
