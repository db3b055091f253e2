import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { copyFile, readdir, readFile, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { stateText } from '../../../../src/store/state/collectorState';
import type { Connection } from '../../../../src/store/database/connection';
import { keepsPageImages } from '../../../../src/store/sqljs/pageHook';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { WholeDatabase } from '../support/wholeDatabase';
import { numberedBatch } from '../../../support/numberedBatches';
import { batchOf } from '../support/batches';
import { copyingEngine } from '../support/copyingEngine';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

/** Fills a table of the test's own with `count` rows of 1 kB. */
function fill(connection: Connection, count: number): void {
  connection.execute(`
    CREATE TABLE filler (text TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO filler SELECT hex(randomblob(500)) FROM n`);
}

describe('the pages of a database', function () {
  this.timeout(20_000);
  const folder = temporaryFolders();
  let engine: SqlEngine;
  let file: string;
  let clock: ManualClock;
  let access: DatabaseAccess;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    clock = new ManualClock();
  });
  afterEach(() => access.close());

  async function open(sqlEngine: SqlEngine = engine): Promise<void> {
    access = await DatabaseAccess.open({ file, engine: sqlEngine, clock });
  }

  function commit(id: number): Promise<boolean> {
    return access.write((connection) => commitBatch(connection, numberedBatch(id)));
  }

  /** The state that a crash now would leave on the disk. */
  async function stateOnDisk(): Promise<string | undefined> {
    const copy = join(await folder(), 'traffic.sqlite');
    for (const path of (await readdir(dirname(file))).filter((name) => !name.endsWith('-lock'))) {
      await copyFile(join(dirname(file), path), join(dirname(copy), path));
    }
    const database = await WholeDatabase.open({ file: copy, wasmPath, clock });
    const state = await database.loadState();
    await database.close();
    return state;
  }

  it('have their journal in memory alone', async () => {
    await open();
    const mode = await access.read((connection) => connection.first('PRAGMA journal_mode'));
    equal(mode?.text('journal_mode'), 'memory');
  });

  it('still reach the file after a large transaction was rolled back', async () => {
    await open();
    await rejects(
      access.write((connection) => {
        connection.execute('PRAGMA cache_size = 10');
        connection.transaction(() => {
          fill(connection, 2000);
          throw new Error('and back');
        });
      }),
      /and back/,
    );
    await commit(1);
    equal(await stateOnDisk(), 'state 1');
  });

  it('reach the file in one piece, however many a transaction changes', async () => {
    await open();
    await access.write((connection) => {
      connection.execute('PRAGMA cache_size = 10');
      connection.transaction(() => {
        fill(connection, 6000);
      });
      commitBatch(connection, batchOf(1));
    });
    equal(await stateOnDisk(), 'state 1');
  });

  it('that cannot be read end the SQLite that asked for them, and another is opened', async () => {
    await open();
    await commit(1);
    // What SQLite has in its memory it would not ask for.
    await access.read((connection) => {
      connection.execute('PRAGMA shrink_memory');
    });
    await truncate(sidecarPath(file), 600);
    const state = (connection: Connection): string | undefined =>
      stateText(connection, 'collector');
    await rejects(access.read(state), saying('StoreError', /cannot be read.*ends before/));
    equal(await access.read(state), undefined);
    await commit(1);
    equal(await stateOnDisk(), 'state 1');
  });

  it('that SQLite takes into its memory are noticed, and whole files are saved from then on', async () => {
    await open();
    await commit(1);
    await access.write((connection) => {
      fill(connection, 300);
      connection.execute('DROP TABLE filler; VACUUM');
    });
    await rejects(commit(2), saying('StoreError', /did not reach the file/));
    await commit(2);
    match(noticeOf(access.report) ?? '', /saved as a whole/);
    await access.flush();
    equal(await stateOnDisk(), 'state 2');
    equal(access.savedBatchId, 2);
  });

  describe('with an sql.js that copies what it is given', () => {
    it('are found not to work', () => {
      deepEqual([keepsPageImages(engine), keepsPageImages(copyingEngine(engine))], [true, false]);
    });

    it('are given up for whole files, and the user is told', async () => {
      await open(copyingEngine(engine));
      match(noticeOf(access.report) ?? '', /saved as a whole.*crash can lose/);
      await access.write((connection) => stateText(connection, 'collector'));
      deepEqual(clock.waits, [3000]);
      await commit(1);
      deepEqual(clock.waits, [3000, 0]);
      equal(access.savedBatchId, undefined);
      clock.advance(0);
      await access.flush();
      equal(access.savedBatchId, 1);
      equal(await stateOnDisk(), 'state 1');
      deepEqual((await readdir(dirname(file))).sort(), ['traffic.sqlite', 'traffic.sqlite-lock']);
    });

    it('keep what was committed to a sidecar before', async () => {
      await open();
      await commit(1);
      const copy = join(await folder(), 'traffic.sqlite');
      await copyFile(file, copy);
      await copyFile(sidecarPath(file), sidecarPath(copy));
      await access.close();
      file = copy;
      await open(copyingEngine(engine));
      equal(await access.read((connection) => stateText(connection, 'collector')), 'state 1');
      ok((await readFile(file)).length > 0);
    });
  });
});
