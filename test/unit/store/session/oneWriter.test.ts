import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CommitWatch } from '../../../../src/store/file/commitWatch';
import { processStart } from '../../../../src/store/file/processes';
import { livingHolder, lockPath } from '../../../../src/store/file/writeLock';
import { WholeDatabase } from '../support/wholeDatabase';
import { numberedBatch } from '../../../support/numberedBatches';
import { Writer } from '../../../support/writers';
import { monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

const whole = { from: monday, to: monday + 3600, excludedEndpoints: [] };

/** Beats and looks for the writer's death come every three seconds. */
const beatMs = 3000;

describe('one writer', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  let file: string;
  let writer: Writer;
  let clock: ManualClock;
  let second: WholeDatabase | undefined;
  let watch: CommitWatch | undefined;
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    clock = new ManualClock();
    writer = await Writer.start(file, 100);
    await writer.ask({ what: 'commit', id: 1 });
  });
  afterEach(async () => {
    watch?.close();
    await second?.close();
    second = undefined;
    await writer.kill();
  });

  async function openSecond(): Promise<WholeDatabase> {
    second = await WholeDatabase.open({ file, wasmPath, clock });
    return second;
  }

  /** Lets the time of a beat pass, and what is begun then come to its end where that needs no disk. */
  async function beat(): Promise<void> {
    clock.advance(beatMs);
    await setImmediate();
  }

  async function succeed(database: WholeDatabase): Promise<void> {
    clock.advance(beatMs);
    while (noticeOf(database.opened) !== null) await setImmediate();
  }

  /** Lets a writer that need not stay one become a reader. */
  async function rested(path: string): Promise<void> {
    await beat();
    await beat();
    while (livingHolder(lockPath(path))) await setImmediate();
  }

  it('lets a second one read what is committed, and says who is collecting', async () => {
    const database = await openSecond();
    match(
      noticeOf(database.opened) ?? '',
      new RegExp(`process ${writer.process.pid} on .* is collecting into .*traffic\\.sqlite`),
    );
    deepEqual(await database.otherCollector(), {
      process: writer.process.pid,
      host: hostname(),
    });
    equal((await database.summary(whole)).requests, 30);
    await writer.ask({ what: 'commit', id: 2 });
    equal((await database.summary(whole)).requests, 90);
    await rejects(database.commit(numberedBatch(3)), saying('StoreError', /only read/));
    await rejects(database.loadState(), saying('StoreError', /only read/));
    await database.flush();
    equal((await writer.ask({ what: 'loadState' })).state, 'state 2');
  });

  it('is succeeded at the next beat after its death, without loss', async () => {
    const database = await openSecond();
    await writer.ask({ what: 'commit', id: 2 });
    await writer.kill();
    await rejects(database.commit(numberedBatch(3)), { name: 'StoreError' });
    await succeed(database);
    equal(noticeOf(database.opened), null);
    equal(await database.otherCollector(), null);
    equal(database.opened.recovered, true);
    equal(await database.loadState(), 'state 2');
    await database.commit(numberedBatch(3));
    equal((await database.summary(whole)).requests, 180);
  });

  it('is not succeeded while it sleeps, and goes on when it wakes', async function () {
    if (process.platform === 'win32') this.skip();
    const database = await openSecond();
    writer.process.kill('SIGSTOP');
    const longAgo = new Date(Date.now() - 40_000);
    await utimes(lockPath(file), longAgo, longAgo);
    for (let beats = 0; beats < 5; beats += 1) await beat();
    await rejects(database.commit(numberedBatch(2)), { name: 'StoreError' });
    writer.process.kill('SIGCONT');
    equal((await writer.ask({ what: 'commit', id: 2 })).error, undefined);
    equal((await database.summary(whole)).requests, 90);
  });

  it('that was taken for dead writes nothing more, and only reads', async function () {
    if (process.platform === 'win32') this.skip();
    writer.process.kill('SIGSTOP');
    // As another machine has it that cannot judge the process, and takes the lock from it.
    const lock = JSON.parse(await readFile(lockPath(file), 'utf8')) as object;
    const { pid } = process;
    await writeFile(
      lockPath(file),
      JSON.stringify({ ...lock, process: pid, start: processStart(pid), owner: 'other' }),
    );
    const before = await filesOf(file);
    writer.process.kill('SIGCONT');
    match((await writer.ask({ what: 'commit', id: 2 })).error ?? '', /took over/);
    match((await writer.ask({ what: 'commit', id: 2 })).error ?? '', /only read/);
    deepEqual(await filesOf(file), before);
    await writer.ask({ what: 'close' });
    deepEqual(await filesOf(file), before);
  });

  it('makes whoever succeeds it read the state before the first commit', async () => {
    const database = await openSecond();
    await writer.kill();
    await succeed(database);
    await rejects(database.commit(numberedBatch(2)), saying('StoreError', /state again/));
    await database.loadState();
    await database.commit(numberedBatch(2));
  });

  it('is noticed at each commit by whoever watches it', async () => {
    for (let id = 2; id <= 4; id += 1) {
      const noticed = new Promise<void>((resolve) => {
        watch = new CommitWatch(file, resolve);
      });
      await writer.ask({ what: 'commit', id });
      await noticed;
      watch?.close();
    }
  });

  it('that closes is succeeded as well', async () => {
    const database = await openSecond();
    await writer.ask({ what: 'close' });
    await succeed(database);
    equal(database.opened.recovered, false);
    equal(await database.loadState(), 'state 1');
    await database.close();
    deepEqual(await readdir(join(file, '..')), ['traffic.sqlite']);
  });

  it('that does not collect leaves writing to others, and writes again when they have ended', async () => {
    const own = join(await folder(), 'traffic.sqlite');
    second = await WholeDatabase.open({ file: own, wasmPath, clock });
    await second.commit(numberedBatch(1));
    await second.setCollecting(false);
    await second.commit(numberedBatch(2));
    await beat();
    ok(livingHolder(lockPath(own)));
    await rested(own);
    const other = await Writer.start(own, 100);
    try {
      equal((await other.ask({ what: 'commit', id: 3 })).error, undefined);
      equal((await second.summary(whole)).requests, 180);
      await rejects(second.loadState(), saying('StoreError', /is collecting into/));
      deepEqual((await second.otherCollector())?.process, other.process.pid);
      await other.ask({ what: 'close' });
    } finally {
      await other.kill();
    }
    await rejects(second.commit(numberedBatch(4)), saying('StoreError', /Read the state again/));
    equal(await second.loadState(), 'state 3');
    await second.commit(numberedBatch(4));
    await rested(own);
    await second.setCollecting(true);
    ok(livingHolder(lockPath(own)));
    await beat();
    await beat();
    ok(livingHolder(lockPath(own)));
  });

  it('keeps what the disk had no room for, refuses more, and writes it when there is room', async function () {
    const limit = (bytes: string): void => {
      execFileSync('prlimit', ['--pid', String(writer.process.pid), `--fsize=${bytes}:unlimited`]);
    };
    try {
      limit('1000');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.skip();
      throw error;
    }
    match((await writer.ask({ what: 'commit', id: 2 })).error ?? '', /may not grow|EFBIG/);
    match((await writer.ask({ what: 'commit', id: 3 })).error ?? '', /cannot be written/);
    const database = await openSecond();
    equal((await database.summary(whole)).requests, 30);
    limit('unlimited');
    equal((await writer.ask({ what: 'loadState' })).state, 'state 2');
    equal((await writer.ask({ what: 'commit', id: 3 })).error, undefined);
    equal((await database.summary(whole)).requests, 180);
  });

  async function filesOf(path: string): Promise<Record<string, string>> {
    const names = (await readdir(join(path, '..'))).filter((name) => !name.endsWith('-lock'));
    const entries = names.map(async (name): Promise<[string, string]> => [
      name,
      (await readFile(join(path, '..', name))).toString('base64'),
    ]);
    ok(names.length > 1);
    return Object.fromEntries(await Promise.all(entries));
  }
});
