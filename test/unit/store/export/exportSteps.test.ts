import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import fs, { readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pagesPerStep } from '../../../../src/store/export/copyDatabase';
import type { ExportRequest } from '../../../../src/store/export/exportRequest';
import type { ExportedFile } from '../../../../src/store/export/exportSteps';
import { exportDatabase, exportSteps } from '../../../../src/store/export/exportSteps';
import { rowsPerPage } from '../../../../src/store/export/tablePages';
import { unfinishedPath } from '../../../../src/store/export/unfinishedFile';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { WholeDatabase } from '../support/wholeDatabase';
import { folders } from '../../../support/databases';
import { batchOf, errorOf, monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { saying } from '../../../support/saying';
import { errorText } from '../../../../src/sentences/errorText';
import { english } from '../../../../src/sentences/localize';

const errorCount = 6 * rowsPerPage;
const errorsPerSecond = 50;
const pageBytes = 4096;

describe('an export in pieces', function () {
  this.timeout(60_000);
  const sourceFolder = folders();
  const folder = temporaryFolders();
  let source: ExportedFile;
  let out: string;

  before(async () => {
    source = {
      engine: await loadSqlEngine(wasmPath),
      file: join(await sourceFolder(), 'traffic.sqlite'),
    };
    const database = await WholeDatabase.open({ file: source.file, wasmPath });
    const errors = Array.from({ length: errorCount }, (_, index) =>
      errorOf({ timestamp: monday + Math.floor(index / errorsPerSecond) }),
    );
    await database.commit(batchOf(1, { errors }));
    await database.close();
  });
  beforeEach(async () => {
    out = join(await folder(), 'export');
  });

  const table = {
    table: 'errors',
    from: monday,
    to: monday + errorCount / errorsPerSecond,
    internalEndpoints: [],
    exportedAt: monday * 1000,
  } as const;
  const requests: Readonly<Record<ExportRequest['format'], () => ExportRequest>> = {
    sqlite: () => ({ format: 'sqlite', out }),
    csv: () => ({ format: 'csv', out, ...table }),
    json: () => ({ format: 'json', out, ...table }),
  };

  /** Every call of a function of the file system from the given one on fails, while the work is done. */
  async function failing(
    name: 'writeSync' | 'fdatasyncSync' | 'openSync',
    code: string,
    firstFailed: number,
    work: () => Promise<void>,
  ): Promise<void> {
    const original = fs[name] as (...words: unknown[]) => unknown;
    let calls = 0;
    const replaced = (...words: unknown[]): unknown => {
      calls += 1;
      if (calls < firstFailed) return original(...words);
      throw Object.assign(new Error(`${code}: failed`), { code });
    };
    Object.assign(fs, { [name]: replaced });
    try {
      await work();
    } finally {
      Object.assign(fs, { [name]: original });
    }
    ok(calls >= firstFailed, `${name} was not called`);
  }

  const rowsIn = (path: string): number =>
    readFileSync(path, 'utf8').split('internal_error').length - 1;

  for (const format of ['csv', 'json'] as const) {
    it(`as ${format} holds no more than a page of rows, and goes on only when it is asked`, async () => {
      let rows = 0;
      let pieces = 0;
      for await (const done of exportSteps(source, requests[format]())) {
        ok(done > 0);
        const written = rowsIn(unfinishedPath(out));
        ok(written > rows && written - rows <= rowsPerPage, `${written - rows} rows in a piece`);
        [rows, pieces] = [written, pieces + 1];
        await turns();
        equal(rowsIn(unfinishedPath(out)), rows);
      }
      equal(rowsIn(out), errorCount);
      ok(pieces >= errorCount / rowsPerPage);
    });
  }

  it('as sqlite holds no more than a few pages, and goes on only when it is asked', async () => {
    const mostBytes = pagesPerStep * pageBytes;
    let size = 0;
    for await (const done of exportSteps(source, requests.sqlite())) {
      ok(done > 0);
      const written = statSync(unfinishedPath(out)).size;
      ok(written > size && written - size <= mostBytes, `${written - size} bytes in a piece`);
      size = written;
      await turns();
      equal(statSync(unfinishedPath(out)).size, size);
    }
    ok(size > 3 * mostBytes);
    equal(statSync(out).size, size);
  });

  for (const format of ['csv', 'json'] as const) {
    it(`as ${format} says that the database is damaged, and leaves nothing`, async () => {
      const damaged = await readFile(source.file);
      damaged.fill(0xff, 150 * pageBytes);
      const file = join(await folder(), 'damaged.sqlite');
      await writeFile(file, damaged);
      await rejects(
        exportDatabase({ ...source, file }, requests[format]()),
        saying(
          'StoreError',
          /^The database cannot be read for the export .*: .*malformed\. Run the command check/,
        ),
      );
      deepEqual(await readdir(dirname(out)), []);
    });
  }

  for (const [format, request] of Object.entries(requests)) {
    it(`as ${format} keeps the file that was there until the new one is whole`, async () => {
      await writeFile(out, 'before');
      await writeFile(unfinishedPath(out), 'of an export that was killed');
      for await (const done of exportSteps(source, request())) {
        ok(done <= 1);
        equal(await readFile(out, 'utf8'), 'before');
      }
      ok((await readFile(out)).length > 1000);
      deepEqual(await readdir(dirname(out)), ['export']);
    });

    it(`as ${format} leaves nothing when it is cancelled, and what was there as it was`, async () => {
      await writeFile(out, 'before');
      for (const after of [0, 0.5]) {
        const stop = new AbortController();
        const onProgress = (done: number): void => {
          if (done > after) stop.abort();
        };
        const control = { signal: stop.signal, onProgress };
        equal(await exportDatabase(source, request(), control), false);
        equal(await readFile(out, 'utf8'), 'before');
        deepEqual(await readdir(dirname(out)), ['export']);
      }
    });

    it(`as ${format} says what the disk refused, and leaves what was there as it was`, async () => {
      await writeFile(out, 'before');
      const refused = [
        ['writeSync', 'ENOSPC', 1, 'the disk is full. Free some space, or choose another folder'],
        ['writeSync', 'EDQUOT', 3, 'your disk quota is used up. Free some space'],
        ['writeSync', 'EFBIG', 3, 'a file may not grow that large there. Choose another folder'],
        ['fdatasyncSync', 'ENOSPC', 1, 'the disk is full. Free some space'],
      ] as const;
      for (const [name, code, firstFailed, reason] of refused) {
        await failing(name, code, firstFailed, () =>
          rejects(exportDatabase(source, request()), (error: Error) => {
            const message = errorText(error, english);
            equal(error.name, 'StoreError');
            ok(message.startsWith(`The export ${out} cannot be written: ${reason}`), message);
            ok(message.endsWith('and export again. Nothing was left behind.'), message);
            return true;
          }),
        );
        equal(await readFile(out, 'utf8'), 'before');
        deepEqual(await readdir(dirname(out)), ['export']);
      }
    });

    it(`as ${format} says where it cannot be written, and leaves nothing`, async () => {
      const place = dirname(out);
      await writeFile(join(place, 'file'), '');
      await mkdir(join(place, 'folder'));
      const refused = [
        ['none/export', /none\/export cannot be written: there is no such folder\. Choose another/],
        ['file/export', /file\/export cannot be written: a part of the path is not a folder\./],
        ['folder', /folder cannot be written: a folder is in its place\. Choose another name/],
      ] as const;
      for (const [name, message] of refused) {
        out = join(place, name);
        await rejects(exportDatabase(source, request()), saying('StoreError', message));
        deepEqual((await readdir(place)).sort(), ['file', 'folder']);
      }
      out = join(place, 'export');
      for (const code of ['EACCES', 'EROFS']) {
        await failing('openSync', code, 1, () =>
          rejects(
            exportDatabase(source, request()),
            saying('StoreError', /export cannot be written: .*Choose another/),
          ),
        );
      }
      deepEqual(await readdir(join(place, 'folder')), []);
    });
  }
});

/** Whatever goes on by itself has had its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
