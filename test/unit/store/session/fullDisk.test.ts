import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkDatabaseFile } from '../../../../src/store/check/checkDatabaseFile';
import { sidecarPath } from '../../../../src/store/file/sidecar';
import { earlierDatabase } from '../../../support/earlierDatabases';
import { inspectBatches } from '../../../support/kills';
import type { WriterAnswer, WriterCommand } from '../../../support/writerProtocol';
import { expectedRows } from '../../../support/numberedBatches';
import { Writer } from '../../../support/writers';
import { temporaryFolders, wasmPath } from '../support/databases';

const batches = 90;
const hasLimits = spawnSync('prlimit', ['--version']).error === undefined;
const noRoom = /the file may not grow further\. Raise the limit, or choose another storage folder/;

describe('a disk without room', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  let file: string;
  let writer: Writer | undefined;
  beforeEach(async function () {
    if (!hasLimits) this.skip();
    file = join(await folder(), 'traffic.sqlite');
  });
  afterEach(async () => {
    await writer?.kill();
    writer = undefined;
  });

  async function ask(command: WriterCommand): Promise<WriterAnswer> {
    ok(writer);
    return writer.ask(command);
  }

  async function commit(from: number, to: number): Promise<void> {
    for (let id = from; id <= to; id += 1)
      equal((await ask({ what: 'commit', id })).error, undefined);
  }

  async function collect(frames: number): Promise<void> {
    writer = await Writer.start(file, frames);
    await ask({ what: 'loadState' });
    await commit(1, batches);
  }

  /** Of every file that the writer grows from now on, bytes. */
  function limit(bytes: number | 'unlimited'): void {
    const words = ['--pid', String(writer?.process.pid), `--fsize=${bytes}:unlimited`];
    execFileSync('prlimit', words);
  }

  async function closeAndInspect(kept: number): Promise<void> {
    equal((await ask({ what: 'close' })).error, undefined);
    deepEqual(await inspectBatches(file), { kept, torn: [] });
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
  }

  it('ends a compaction, which leaves nothing, and is made when there is room', async () => {
    await collect(300);
    await ask({ what: 'retain', id: batches });
    const before = statSync(file).size;
    limit(100_000);
    const { error = '' } = await ask({ what: 'compact' });
    match(error, /traffic\.sqlite cannot be compacted: /);
    match(error, noRoom);
    equal(existsSync(`${file}.writing`), false);
    limit('unlimited');
    await commit(batches + 1, batches + 1);
    equal((await ask({ what: 'compact' })).error, undefined);
    ok(statSync(file).size < before);
    await closeAndInspect(batches + 1);
  });

  it('ends retention, and then nothing is acknowledged until there is room', async () => {
    await collect(300);
    limit(1000);
    match((await ask({ what: 'retain', id: batches })).error ?? '', noRoom);
    match((await ask({ what: 'commit', id: batches + 1 })).error ?? '', noRoom);
    equal((await ask({ what: 'requests' })).requests, expectedRows(batches).requests);
    limit('unlimited');
    await commit(batches + 1, batches + 1);
    equal((await ask({ what: 'retain', id: batches + 1 })).error, undefined);
    await closeAndInspect(batches + 1);
  });

  it('puts a checkpoint off, while commits go on beside the file', async () => {
    await collect(1);
    const before = statSync(file).size;
    limit(before);
    let last = batches;
    while (last < batches + 20) {
      if ((await ask({ what: 'commit', id: last + 1 })).error !== undefined) break;
      last += 1;
    }
    ok(last > batches + 1, `${last - batches} commits had room beside the file`);
    ok(statSync(sidecarPath(file)).size > before / 2);
    // What a crash would leave now.
    const crashed = join(await folder(), 'traffic.sqlite');
    copyFileSync(file, crashed);
    copyFileSync(sidecarPath(file), sidecarPath(crashed));
    deepEqual(await inspectBatches(crashed), { kept: last, torn: [] });
    limit('unlimited');
    await commit(last + 1, last + 2);
    ok(statSync(file).size > before);
    await closeAndInspect(last + 2);
  });

  it('leaves a database of an earlier version as it was, until there is room', async () => {
    const old = earlierDatabase('0002_collecting');
    await writeFile(file, old);
    const limited = ['prlimit', '--fsize=8192:unlimited'];
    writer = await Writer.start(file, 300, undefined, limited);
    match(writer.opening?.error ?? '', /traffic\.sqlite cannot be upgraded to this version: /);
    match(writer.opening?.error ?? '', noRoom);
    deepEqual(await readFile(file), old);
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
    await writer.kill();
    writer = await Writer.start(file, 300);
    deepEqual(writer.opening, { notice: null });
    await ask({ what: 'close' });
    deepEqual(await checkDatabaseFile(file, wasmPath), []);
  });
});

describe('a place where nothing may be written', function () {
  this.timeout(60_000);
  // Root may write anywhere.
  const asNobody =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  let file: string;
  let nobody: Writer | undefined;
  beforeEach(async function () {
    if (process.platform === 'win32') this.skip();
    file = join(await folder(), 'traffic.sqlite');
    const writer = await Writer.start(file, 300);
    await writer.ask({ what: 'loadState' });
    for (let id = 1; id <= 3; id += 1) await writer.ask({ what: 'commit', id });
    await writer.ask({ what: 'close' });
    await writer.kill();
  });
  afterEach(async () => {
    await nobody?.kill();
    chmodSync(dirname(file), 0o755);
  });
  // Removes them after that.
  const folder = temporaryFolders();

  const sentence =
    /traffic\.sqlite can only be read here, not written: permission was denied\. Give yourself access/;
  const places: readonly (readonly [string, number, number])[] = [
    ['a read-only folder', 0o555, 0o644],
    ['a read-only file in a read-only folder', 0o555, 0o444],
  ];
  for (const [title, folderMode, fileMode] of places) {
    it(`(${title}) is said, with what to do; the database is read and stays as it was`, async () => {
      const before = await readFile(file);
      chmodSync(file, fileMode);
      chmodSync(dirname(file), folderMode);
      nobody = await Writer.start(file, 300, undefined, asNobody);
      match(nobody.opening?.notice ?? '', sentence);
      equal((await nobody.ask({ what: 'requests' })).requests, expectedRows(3).requests);
      match((await nobody.ask({ what: 'commit', id: 4 })).error ?? '', sentence);
      equal((await nobody.ask({ what: 'close' })).error, undefined);
      deepEqual(await readFile(file), before);
      deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
    });
  }

  it('(a read-only file) is said, with what to do, and leaves no lock', async () => {
    const before = await readFile(file);
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o777);
    nobody = await Writer.start(file, 300, undefined, asNobody);
    match(nobody.opening?.notice ?? '', sentence);
    equal((await nobody.ask({ what: 'requests' })).requests, expectedRows(3).requests);
    deepEqual(await readFile(file), before);
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
  });
});
