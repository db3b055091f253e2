import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import fs, { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SqlEngine } from '../../../../src/store/database/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/database/sqlEngine';
import type { ExportRequest } from '../../../../src/store/export/exportRequest';
import { exportDatabase, exportSteps } from '../../../../src/store/export/exportSteps';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { readFromFile } from '../../../../src/store/readDatabaseFile';
import { StoreClient } from '../../../../src/store/storeClient';
import { TrafficDatabase } from '../../../../src/store/trafficDatabase';
import { expectedRows, numberedBatch } from '../../../support/writerProcess';
import { Writer } from '../../../support/writers';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';

const whole = `
  SELECT CAST(value AS INTEGER) AS id,
    (SELECT COUNT(*) FROM metrics_aggregates_minute) AS rows,
    (SELECT SUM(request_count) FROM metrics_aggregates_minute) AS requests,
    (SELECT COUNT(*) FROM error_events) AS errors
  FROM collector_state WHERE key = 'batch_id'`;

describe('an export as a SQLite file', function () {
  this.timeout(60_000);
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

  /** Asserts that the exported file is whole and of one commit, whose number it returns. */
  async function lastBatch(): Promise<number> {
    return readFromFile(request.out, wasmPath, (connection) => {
      const { rows, requests, ...found } = {
        id: connection.first(whole)?.number('id') ?? 0,
        rows: connection.first(whole)?.number('rows'),
        requests: connection.first(whole)?.number('requests'),
        errors: connection.first(whole)?.number('errors'),
        integrity: connection.first('PRAGMA integrity_check')?.text('integrity_check'),
      };
      deepEqual({ rows, requests }, expectedRows(found.id));
      deepEqual([found.errors, found.integrity], [rows, 'ok']);
      return found.id;
    });
  }

  async function fill(batches: number): Promise<TrafficDatabase> {
    const database = await TrafficDatabase.open({ file, wasmPath });
    for (let id = 1; id <= batches; id += 1) await database.commit(numberedBatch(id));
    return database;
  }

  it('is of one commit while another process commits and moves pages', async () => {
    writer = await Writer.start(file, 1500);
    await writer.run(20);
    const seen = new Set<number>();
    while (seen.size < 8) {
      ok(await exportDatabase({ engine, file }, request));
      seen.add(await lastBatch());
    }
    deepEqual(
      [...seen],
      [...seen].sort((a, b) => a - b),
    );
  });

  it('has what is in the sidecar, and is complete without one', async () => {
    const database = await fill(5);
    ok(existsSync(sidecarPath(file)));
    await database.exportTo(request);
    await database.close();
    equal(await lastBatch(), 5);
    deepEqual(await readdir(dirname(request.out)), ['export.sqlite']);
    // The writer's own file, once it is closed, and an export of it are the same.
    await exportDatabase({ engine, file }, request);
    deepEqual(await readFile(request.out), await readFile(file));
  });

  it('begins anew when the pages move while it copies', async () => {
    const database = await fill(150);
    const steps = exportSteps({ engine, file }, request);
    const shares = [(await steps.next()).value ?? 0];
    // Closing brings the sidecar into the file.
    await database.close();
    for await (const done of steps) shares.push(done);
    equal(shares.filter((share) => share === shares[0]).length, 2, shares.join(' '));
    equal(shares.at(-1), 1);
    equal(await lastBatch(), 150);
  });

  it('leaves nothing when it is cancelled, and what was there as it was', async () => {
    await (await fill(150)).close();
    await writeFile(request.out, 'before');
    const controller = new AbortController();
    const done = await exportDatabase({ engine, file }, request, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    equal(done, false);
    equal(await readFile(request.out, 'utf8'), 'before');
    deepEqual(await readdir(dirname(request.out)), ['export.sqlite']);
  });

  it('says that the disk is full, and leaves nothing', async () => {
    await (await fill(150)).close();
    const { writeSync } = fs;
    let written = 0;
    fs.writeSync = ((...call: Parameters<typeof writeSync>) => {
      written += 1;
      if (written < 2) return writeSync(...call);
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }) as typeof writeSync;
    try {
      await rejects(exportDatabase({ engine, file }, request), {
        name: 'StoreError',
        message:
          /export\.sqlite cannot be written: the disk is full\. Free some space.* left behind\.$/,
      });
    } finally {
      fs.writeSync = writeSync;
    }
    equal(written, 2);
    deepEqual(await readdir(dirname(request.out)), []);
  });

  it('never takes the place of a database that is in use', async () => {
    const database = await fill(1);
    const other = join(await folder(), 'other.sqlite');
    await copyFile(file, other);
    await writeFile(sidecarPath(other), '');
    for (const out of [file, other]) {
      await rejects(database.exportTo({ format: 'sqlite', out }), /is a database that is in use/);
    }
    await database.close();
    await rejects(exportDatabase({ engine, file }, { format: 'sqlite', out: file }), /in use/);
    const absent = join(await folder(), 'none.sqlite');
    await rejects(exportDatabase({ engine, file: absent }, request), /There is no database/);
    const nowhere = join(await folder(), 'none', 'export.sqlite');
    await rejects(exportDatabase({ engine, file }, { format: 'sqlite', out: nowhere }), /no such/);
  });

  it('is made in a thread of its own, where it can be followed and cancelled', async () => {
    const client = new StoreClient({ file, wasmPath, ...workers() });
    for (let id = 1; id <= 80; id += 1) await client.commit(numberedBatch(id));
    const shares: number[] = [];
    const onProgress = (done: number): void => void shares.push(done);
    const exported = client.exportTo(request, { onProgress });
    await client.commit(numberedBatch(81));
    equal(await exported, true);
    ok(shares.length > 1 && shares.at(-1) === 1);
    ok((await lastBatch()) >= 80);
    const controller = new AbortController();
    controller.abort();
    const other = join(await folder(), 'cancelled.sqlite');
    const cancelled = { format: 'sqlite', out: other } as const;
    equal(await client.exportTo(cancelled, { signal: controller.signal }), false);
    deepEqual(await readdir(dirname(other)), []);
    const nowhere = { format: 'sqlite', out: join(other, 'x.sqlite') } as const;
    await rejects(client.exportTo(nowhere), ({ message }: Error) => {
      match(message, /there is no such folder\. Choose another one, and export again/);
      return true;
    });
    await client.close();
  });
});
