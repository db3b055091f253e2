import { deepEqual, equal, rejects } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { heartbeatMs } from '../../../../src/store/file/writeLock';
import { saying } from '../../../support/saying';
import { monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { WholeDatabase } from '../support/wholeDatabase';

describe('A process that reads a database which another one writes', () => {
  const folder = temporaryFolders();
  let file: string;
  let clock: ManualClock;
  let writerClock: ManualClock;
  let writer: WholeDatabase;
  let reader: WholeDatabase;

  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    clock = new ManualClock();
    writerClock = new ManualClock();
    writer = await WholeDatabase.open({ file, wasmPath, clock: writerClock });
    reader = await WholeDatabase.open({ file, wasmPath, clock });
  });
  afterEach(async () => {
    await reader.close();
    await writer.close();
  });

  const requests = (): string => `${file}-requests`;

  /** Lets time pass until something is done. */
  async function passing<Result>(
    work: Promise<Result>,
    clocks: readonly ManualClock[] = [clock, writerClock],
  ): Promise<Result> {
    const done = new AbortController();
    const end = (): void => {
      done.abort();
    };
    work.then(end, end);
    while (!done.signal.aborted) {
      await setImmediate();
      for (const each of clocks) each.advance(50);
    }
    return work;
  }

  it('has the writer start and end sessions, at the time when it asked', async () => {
    equal((await reader.otherCollector()) === null, false);
    const started = await passing(reader.startSession('a', monday));
    deepEqual(started, { name: 'a', from: monday, to: null });
    deepEqual(await writer.sessions(), [started]);
    await rejects(
      passing(reader.startSession('a', monday + 1)),
      saying('StoreError', /^The session “a” is running already\./),
    );
    const ended = await passing(reader.endSession('a', monday + 9));
    deepEqual(ended, { name: 'a', from: monday, to: monday + 9 });
    deepEqual(await reader.sessions(), [ended]);
    equal(existsSync(requests()), false);
  });

  it('takes its request back where the writer does not answer', async () => {
    await rejects(
      passing(reader.startSession('a', monday), [clock]),
      saying(
        'StoreError',
        /^Another window or command \(.*\) is collecting into .* and does not answer\./,
      ),
    );
    equal(existsSync(requests()), false);
    writerClock.advance(heartbeatMs);
    deepEqual(await writer.sessions(), []);
  });

  it('is not answered where nobody waits any more, or what it left is no request', async () => {
    const request = { act: 'start', name: 'a', at: monday };
    const broken = {
      'broken.request': '{',
      'other.request': JSON.stringify({ ...request, act: 'drop' }),
      'nameless.request': JSON.stringify({ ...request, name: ' ' }),
      'timeless.request': JSON.stringify({ ...request, at: 'now' }),
    };
    const forgotten = { 'old.request': JSON.stringify(request), 'old.answer': '{}' };
    await mkdir(requests());
    for (const [name, text] of Object.entries({ ...broken, ...forgotten })) {
      await writeFile(join(requests(), name), text);
    }
    const forget = async (names: object): Promise<void> => {
      for (const name of Object.keys(names)) {
        await utimes(join(requests(), name), new Date(0), new Date(0));
      }
    };
    await forget(forgotten);
    writerClock.advance(heartbeatMs);
    while ((await readdir(requests())).length > Object.keys(broken).length) await setImmediate();
    deepEqual((await readdir(requests())).sort(), Object.keys(broken).sort());
    deepEqual(await writer.sessions(), []);
    await forget(broken);
    writerClock.advance(heartbeatMs);
    while (existsSync(requests())) await setImmediate();
    deepEqual(await writer.sessions(), []);
  });
});
