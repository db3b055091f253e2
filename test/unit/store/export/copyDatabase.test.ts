import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import type { ExportRequest } from '../../../../src/store/export/exportRequest';
import { exportDatabase, exportSteps } from '../../../../src/store/export/exportSteps';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { StoreClient } from '../../../../src/store/writer/storeClient';
import { WholeDatabase } from '../support/wholeDatabase';
import { nativeRows, useNativeSqlite } from '../../../support/nativeSqlite';
import { expectedRows, numberedBatch } from '../../../support/numberedBatches';
import { Writer } from '../../../support/writers';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';
import { saying } from '../../../support/saying';

const whole = `
  SELECT CAST(value AS INTEGER) AS id,
    (SELECT integrity_check FROM pragma_integrity_check) AS integrity,
    (SELECT COUNT(*) FROM metrics_aggregates_minute) AS rows,
    (SELECT SUM(request_count) FROM metrics_aggregates_minute) AS requests,
    (SELECT COUNT(*) FROM error_events) AS errors
  FROM collector_state WHERE key = 'batch_id'`;

describe('an export as a SQLite file', function () {
  this.timeout(60_000);
  useNativeSqlite();
  const folder = temporaryFolders();
  const workers = builtWorkers();
  let engine: SqlEngine;
  let file: string;
  let request: ExportRequest;
  let writer: Writer | undefined;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    request = { format: 'sqlite', out: join(await folder(), 'export.sqlite') };
  });
  afterEach(async () => {
    await writer?.kill();
    writer = undefined;
  });

  /** Asserts that native SQLite finds the exported file whole and of one commit, whose number it returns. */
  function lastBatch(): number {
    const [found] = nativeRows(request.out, whole);
    const id = Number(found?.['id']);
    const { rows, requests } = expectedRows(id);
    deepEqual(found, { id, integrity: 'ok', rows, requests, errors: rows });
    return id;
  }

  async function fill(batches: number): Promise<WholeDatabase> {
    const database = await WholeDatabase.open({ file, wasmPath });
    for (let id = 1; id <= batches; id += 1) await database.commit(numberedBatch(id));
    return database;
  }

  it('is of one commit while another process commits and moves pages', async () => {
    writer = await Writer.start(file, 1500);
    await writer.run(20);
    const seen = new Set<number>();
    while (seen.size < 8) {
      ok(await exportDatabase({ engine, file }, request));
      seen.add(lastBatch());
    }
    deepEqual(
      [...seen],
      [...seen].sort((a, b) => a - b),
    );
  });

  it('is of one commit while another process commits between its pieces', async () => {
    writer = await Writer.start(file, 400);
    let last = 0;
    const commit = async (): Promise<void> => {
      last += 1;
      await writer?.ask({ what: 'commit', id: last });
    };
    while (last < 100) await commit();
    let restarts = 0;
    for (let exports = 0; exports < 4; exports += 1) {
      const first = last;
      let share = 0;
      for await (const done of exportSteps({ engine, file }, request)) {
        if (done <= share) restarts += 1;
        share = done;
        await commit();
      }
      const batch = lastBatch();
      ok(batch >= first && batch < last, `${first} <= ${batch} < ${last}`);
    }
    ok(restarts > 0 && restarts < 4, `${restarts} restarts`);
  });

  it('has what is in the sidecar, and is complete without one', async () => {
    const database = await fill(5);
    ok(existsSync(sidecarPath(file)));
    await database.exportTo(request);
    await database.close();
    equal(lastBatch(), 5);
    deepEqual(await readdir(dirname(request.out)), ['export.sqlite']);
    // The writer's own file, once it is closed, and an export of it are the same.
    await exportDatabase({ engine, file }, request);
    deepEqual(await readFile(request.out), await readFile(file));
  });

  it('restarts when the pages move during the copy', async () => {
    const database = await fill(150);
    const steps = exportSteps({ engine, file }, request);
    const shares = [(await steps.next()).value ?? 0];
    // Closing brings the sidecar into the file.
    await database.close();
    for await (const done of steps) shares.push(done);
    equal(shares.filter((share) => share === shares[0]).length, 2, shares.join(' '));
    equal(shares.at(-1), 1);
    equal(lastBatch(), 150);
  });

  it('never takes the place of a database that is in use', async () => {
    const database = await fill(1);
    const other = join(await folder(), 'other.sqlite');
    await copyFile(file, other);
    await writeFile(sidecarPath(other), '');
    for (const out of [file, other]) {
      await rejects(
        database.exportTo({ format: 'sqlite', out }),
        saying('StoreError', /is a database in use/),
      );
    }
    await database.close();
    await rejects(
      exportDatabase({ engine, file }, { format: 'sqlite', out: file }),
      saying('StoreError', /in use/),
    );
    const absent = join(await folder(), 'none.sqlite');
    await rejects(
      exportDatabase({ engine, file: absent }, request),
      saying('StoreError', /There is no database/),
    );
    const nowhere = join(await folder(), 'none', 'export.sqlite');
    await rejects(exportDatabase({ engine, file }, { format: 'sqlite', out: nowhere }), /no such/);
  });

  it('is made in a thread of its own, where it can be followed and cancelled', async () => {
    const client = new StoreClient({ file, wasmPath, ...workers() });
    for (let id = 1; id <= 80; id += 1) await client.writer.commit(numberedBatch(id));
    const shares: number[] = [];
    const onProgress = (done: number): void => void shares.push(done);
    const exported = client.reader.exportTo(request, { onProgress });
    await client.writer.commit(numberedBatch(81));
    equal(await exported, true);
    ok(shares.length > 1 && shares.at(-1) === 1);
    ok(lastBatch() >= 80);
    const controller = new AbortController();
    controller.abort();
    const other = join(await folder(), 'cancelled.sqlite');
    const cancelled = { format: 'sqlite', out: other } as const;
    equal(await client.reader.exportTo(cancelled, { signal: controller.signal }), false);
    deepEqual(await readdir(dirname(other)), []);
    const nowhere = { format: 'sqlite', out: join(other, 'x.sqlite') } as const;
    await rejects(
      client.reader.exportTo(nowhere),
      saying('StoreError', /there is no such folder\. Choose another one, and export again/),
    );
    await client.close();
  });
});
