import { equal, notEqual, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { processExists, processPlace, processStart } from '../../../../src/store/file/processes';
import { WriteLock } from '../../../../src/store/file/writeLock';
import { whileFailing } from '../../../support/failingCalls';
import { temporaryFolders } from '../support/databases';

const isOfProc = (path: unknown): boolean => String(path).startsWith('/proc/');

/** As on macOS and Windows. */
function withoutProc<Result>(work: () => Result): Promise<Result> {
  return whileFailing('readFileSync', 'ENOENT', isOfProc, () =>
    whileFailing('readlinkSync', 'ENOENT', isOfProc, work),
  );
}

/** Runs work while asking for a process fails with a code. */
function whileKillFails<Result>(code: string, work: () => Result): Result {
  const kill = process.kill.bind(process);
  process.kill = () => {
    throw Object.assign(new Error(code), { code });
  };
  try {
    return work();
  } finally {
    process.kill = kill;
  }
}

describe('processes', () => {
  const folder = temporaryFolders();

  it('are told from later ones of the same id where the system says when they began', function () {
    if (process.platform !== 'linux') this.skip();
    const own = processStart(process.pid) ?? '';
    ok(Number(own) > 0);
    notEqual(processStart(1), own);
    equal(processStart(spawnSync(process.execPath, ['-e', '']).pid), undefined);
    notEqual(processPlace().trim(), hostname());
  });

  it('are known by their ids alone where there is no /proc', async () => {
    equal(await withoutProc(() => processStart(process.pid)), undefined);
    equal((await withoutProc(processPlace)).trim(), hostname());
  });

  it('hold a lock that one without /proc neither takes over while they live nor leaves to the dead', async () => {
    const path = join(await folder(), 'x.sqlite-lock');
    await withoutProc(() => {
      const lock = WriteLock.acquire(path, 'one');
      ok(lock instanceof WriteLock);
      ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
      whileKillFails('ESRCH', () => {
        ok(WriteLock.acquire(path, 'three') instanceof WriteLock);
      });
    });
  });

  it('exist though another user has them, as Windows says of a service', () => {
    ok(whileKillFails('EPERM', () => processExists(1)));
    ok(!whileKillFails('ESRCH', () => processExists(1)));
    ok(processExists(process.pid));
  });
});
