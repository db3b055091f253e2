import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../../../src/store/database/connection';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { openPagedFile } from '../../../../src/store/file/openPagedFile';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { ReadingSession } from '../../../../src/store/session/readingSession';
import { WholeDatabase } from '../support/wholeDatabase';
import { minuteOfBatch, numberedBatch, secondsPerBatch } from '../../../support/numberedBatches';
import { Writer } from '../../../support/writers';
import { monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { saying } from '../../../support/saying';

/** Batch number, newest minute and its requests: of one commit, or of a mixture. */
const newest = `
  SELECT CAST(value AS INTEGER) AS id,
    (SELECT MAX(timestamp) FROM metrics_aggregates_minute) AS minute,
    (SELECT SUM(request_count) FROM metrics_aggregates_minute
      WHERE timestamp = ${monday} + ${secondsPerBatch} * value) AS requests
  FROM collector_state WHERE key = 'batch_id'`;

describe('ReadingSession', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  let file: string;
  let session: ReadingSession;
  let writer: Writer | undefined;
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    session = new ReadingSession(await loadSqlEngine(wasmPath), file);
  });
  afterEach(async () => {
    session.close();
    await writer?.kill();
    writer = undefined;
  });

  /** The number of the newest batch, when what belongs to it is there and nothing of a later one. */
  function lastWhole(connection: Connection): number {
    const row = connection.first(newest);
    const id = row?.number('id') ?? 0;
    deepEqual(
      [row?.numberOrNull('minute') ?? null, row?.numberOrNull('requests') ?? null],
      id === 0 ? [null, null] : [minuteOfBatch(id), 30 * id],
    );
    return id;
  }

  it('sees one commit at a time while another process commits and moves pages', async () => {
    writer = await Writer.start(file, 150);
    await writer.run(1);
    let last = 0;
    let advances = 0;
    for (let query = 0; query < 3000 || advances < 40; query += 1) {
      const id = await session.read(lastWhole);
      ok(id >= last);
      if (id > last) advances += 1;
      last = id;
    }
    equal(await session.read((connection) => connection.all('PRAGMA quick_check').length), 1);
  });

  it('sees commits without reopening, even when the database grows', async () => {
    const database = await WholeDatabase.open({ file, wasmPath });
    const connections = new Set<Connection>();
    for (let id = 1; id <= 40; id += 1) {
      await database.commit(numberedBatch(id));
      const seen = await session.read((connection) => {
        connections.add(connection);
        return lastWhole(connection);
      });
      equal(seen, id);
    }
    equal(connections.size, 1);
    await database.close();
    equal(await session.read(lastWhole), 40);
  });

  it('does not count what it read while the writer moved pages, and asks again', async () => {
    writer = await Writer.start(file, 10_000);
    await writer.run(3);
    await writer.kill();
    const found = openPagedFile(file);
    ok('pages' in found);
    let tries = 0;
    await session.read((connection) => {
      tries += 1;
      // In the middle of the reader's work, as another process would.
      if (tries === 1) found.pages.checkpoint();
      return lastWhole(connection);
    });
    equal(tries, 2);
    found.pages.close();
  });

  it('reads what a writer that died committed, also when it died over a checkpoint', async () => {
    writer = await Writer.start(file, 10_000);
    await writer.run(3);
    await writer.kill();
    const sidecar = await readFile(sidecarPath(file));
    sidecar.writeBigUInt64BE(sidecar.readBigUInt64BE(128) | 1n, 128);
    await writeFile(sidecarPath(file), sidecar);
    ok((await session.read(lastWhole)) >= 3);
  });

  it('follows the file when another is put in its place', async () => {
    const one = await WholeDatabase.open({ file, wasmPath });
    await one.commit(numberedBatch(1));
    await one.close();
    equal(await session.read(lastWhole), 1);
    const other = join(await folder(), 'other.sqlite');
    const two = await WholeDatabase.open({ file: other, wasmPath });
    for (let id = 1; id <= 9; id += 1) await two.commit(numberedBatch(id));
    await two.close();
    await rename(other, file);
    equal(await session.read(lastWhole), 9);
  });

  it('reads a file that a native tool left in WAL mode', async () => {
    const database = await WholeDatabase.open({ file, wasmPath });
    await database.commit(numberedBatch(1));
    await database.close();
    const bytes = await readFile(file);
    bytes.fill(2, 18, 20);
    await writeFile(file, bytes);
    equal(await session.read(lastWhole), 1);
    deepEqual(await readFile(file), bytes);
  });

  it('can write nothing, whatever the statement', async () => {
    const database = await WholeDatabase.open({ file, wasmPath });
    await database.commit(numberedBatch(1));
    await database.close();
    const before = await readFile(file);
    await rejects(
      session.read((connection) => {
        connection.execute('DELETE FROM error_events');
      }),
    );
    deepEqual(await readFile(file), before);
    equal(await session.read(lastWhole), 1);
  });

  it('says so when there is no database, or something else', async () => {
    await rejects(session.read(lastWhole), saying('StoreError', /There is no database/));
    await writeFile(file, '');
    await rejects(session.read(lastWhole), saying('StoreError', /it is empty/));
    await writeFile(file, 'x'.repeat(5000));
    await rejects(session.read(lastWhole), saying('StoreError', /no SQLite database/));
  });
});
