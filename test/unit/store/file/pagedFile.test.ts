import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newDatabase } from '../../../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { openPagedFile } from '../../../../src/store/file/openPagedFile';
import type { PagedFile } from '../../../../src/store/file/pagedFile';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { fileCalls } from '../../../support/fileCalls';
import { monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';

describe('PagedFile', () => {
  const folder = temporaryFolders();
  let path: string;
  let pages: PagedFile;
  let closed: boolean;
  beforeEach(async () => {
    path = join(await folder(), 'traffic.sqlite');
    writeFileSync(path, newDatabase(await loadSqlEngine(wasmPath), monday));
    const found = openPagedFile(path);
    ok('pages' in found);
    pages = found.pages;
    closed = false;
  });
  afterEach(() => {
    if (!closed) pages.abandon();
  });

  /** As SQLite would write them: page 1 as it is, and a few others. */
  function change(...numbers: number[]): void {
    pages.writePage(1, pages.readPage(1));
    for (const number of numbers)
      pages.writePage(number, new Uint8Array(pages.pageSize).fill(number));
  }

  function calls(work: () => void): string[] {
    return fileCalls({ [path]: 'file', [sidecarPath(path)]: 'sidecar' }, work);
  }

  it('commits with one write and one sync', () => {
    change(3, 4, 9);
    deepEqual(
      calls(() => {
        equal(pages.commit(), 4);
      }),
      ['write sidecar', 'sync sidecar'],
    );
    deepEqual(
      calls(() => {
        equal(pages.commit(), 0);
      }),
      [],
    );
  });

  it('moves pages in an order that a power cut may end anywhere', () => {
    change(3, 4, 9);
    pages.commit();
    deepEqual(
      calls(() => {
        pages.checkpoint();
      }),
      [
        // Readers wait, and a successor knows why the file has new pages.
        ...['write sidecar', 'sync sidecar'],
        // The header comes last: without room before it, the file is still the one that the sidecar names.
        ...['write file', 'write file', 'size file', 'write file', 'sync file'],
        // Only what is on the disk in the file is given up in the sidecar.
        ...['write sidecar', 'sync sidecar'],
        'write sidecar',
      ],
    );
    const moved = readFileSync(path);
    deepEqual([moved[8 * 4096], moved[2 * 4096]], [9, 3]);
  });

  it('reads what was written last, committed or not, moved or not', () => {
    const firstByte = (page: number): number | undefined => pages.readPage(page)[0];
    change(3);
    equal(firstByte(3), 3);
    pages.commit();
    equal(firstByte(3), 3);
    pages.writePage(3, new Uint8Array(pages.pageSize).fill(77));
    equal(firstByte(3), 77);
    pages.commit();
    pages.checkpoint();
    equal(firstByte(3), 77);
    equal(firstByte(100_000), 0);
  });

  it('never gives or takes a header in WAL mode, which a native tool may have left', () => {
    /** The write and read versions of a header: 2 is WAL mode. */
    const versions = (header: Uint8Array): number[] => [...header.subarray(18, 20)];
    const inWalMode = readFileSync(path);
    inWalMode.fill(2, 18, 20);
    writeFileSync(path, inWalMode);
    deepEqual(versions(pages.readPage(1)), [1, 1]);
    pages.writePage(1, inWalMode.subarray(0, pages.pageSize));
    pages.commit();
    const frames = readFileSync(sidecarPath(path));
    deepEqual(versions(frames.subarray(frames.indexOf('SQLite format 3', 512))), [1, 1]);
  });

  it('copies what it is given: the bytes are SQLite’s, which uses them again', () => {
    const bytes = new Uint8Array(pages.pageSize).fill(5);
    pages.writePage(3, bytes);
    bytes.fill(6);
    equal(pages.readPage(3)[0], 5);
  });

  it('does not move what is not committed', () => {
    change(3);
    pages.commit();
    change(4);
    const before = readFileSync(path).subarray(3 * 4096, 4 * 4096);
    pages.checkpoint();
    deepEqual(readFileSync(path).subarray(3 * 4096, 4 * 4096), before);
  });

  it('leaves the files as they were found when the database cannot be used', () => {
    const before = readFileSync(path);
    pages.leave();
    closed = true;
    deepEqual(readdirSync(join(path, '..')), ['traffic.sqlite']);
    deepEqual(readFileSync(path), before);
  });

  it('loses no commit after a checkpoint that could not restart the sidecar', () => {
    change(3);
    pages.commit();
    const { fdatasyncSync } = fs;
    let syncs = 0;
    fs.fdatasyncSync = (descriptor) => {
      // The generation's, the file's, and that of the new header, which fails.
      if ((syncs += 1) === 3) throw new Error('the disk is gone');
      fdatasyncSync(descriptor);
    };
    try {
      throws(() => {
        pages.checkpoint();
      }, /the disk is gone/);
    } finally {
      Object.assign(fs, { fdatasyncSync });
    }
    writeFileSync(sidecarPath(path), readFileSync(sidecarPath(path)).fill(0, 0, 8));
    change(4);
    pages.commit();
    pages.abandon();
    const found = openPagedFile(path);
    ok('pages' in found);
    pages = found.pages;
    deepEqual([pages.readPage(3)[0], pages.readPage(4)[0]], [3, 4]);
  });
});
