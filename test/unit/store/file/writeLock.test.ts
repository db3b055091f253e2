import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { livingHolder, WriteLock } from '../../../../src/store/file/writeLock';
import { temporaryFolders } from '../support/databases';

describe('WriteLock', () => {
  const folder = temporaryFolders();
  let path: string;
  beforeEach(async () => {
    path = join(await folder(), 'x.sqlite-lock');
  });

  function acquired(owner: string): WriteLock {
    const lock = WriteLock.acquire(path, owner);
    ok(lock instanceof WriteLock);
    return lock;
  }

  /** A lock as another holder left it, with its last beat so many seconds ago. */
  function leave(parts: Record<string, unknown>, secondsAgo = 0): void {
    rmSync(path, { force: true });
    const own = { ...holderOf(acquired('somebody')), ...parts };
    writeFileSync(path, JSON.stringify(own));
    setBeat(path, secondsAgo);
  }

  function setBeat(file: string, secondsAgo: number): void {
    const beatAt = Date.now() / 1000 - secondsAgo;
    utimesSync(file, beatAt, beatAt);
  }

  function holderOf(lock: WriteLock): Record<string, unknown> {
    ok(lock.isHeld());
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  }

  /** The id of a process that has ended. */
  function deadProcess(): number {
    return spawnSync(process.execPath, ['-e', '']).pid;
  }

  it('is given to one, who is told to the others', () => {
    const lock = acquired('one');
    const holder = WriteLock.acquire(path, 'two');
    ok(!(holder instanceof WriteLock));
    deepEqual([holder.process, holder.host, holder.owner], [process.pid, hostname(), 'one']);
    ok(lock.isHeld());
    lock.release();
    equal(existsSync(path), false);
    equal(livingHolder(path), undefined);
    ok(acquired('two').isHeld());
  });

  it('is given again to the owner that has it', () => {
    acquired('one');
    ok(acquired('one').isHeld());
  });

  it('is taken over from a process that has ended', () => {
    leave({ process: deadProcess() });
    ok(acquired('two').isHeld());
    deepEqual(readdirSync(dirname(path)), ['x.sqlite-lock']);
  });

  it('is not taken over from a living process, however long it is silent', () => {
    leave({}, 3600 > uptime() ? 1 : 3600);
    ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
  });

  it('is taken over when the process has ended and another one has its id', function () {
    if (process.platform !== 'linux') this.skip();
    leave({ start: '1' });
    ok(acquired('two').isHeld());
  });

  it('is not taken over from a living process of which only the id is known', () => {
    leave({ start: undefined });
    ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
  });

  it('is taken over when the machine was started since, though another process has the id now', () => {
    leave({}, uptime() + 60);
    ok(acquired('two').isHeld());
  });

  it('is taken over from another machine when that has been silent for half a minute', () => {
    leave({ place: 'elsewhere', process: deadProcess() }, 20);
    ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
    leave({ place: 'elsewhere', process: process.pid }, 40);
    ok(acquired('two').isHeld());
  });

  for (const [title, text] of [
    ['empty', ''],
    ['half', '{"process":1,"ho'],
  ] as const) {
    it(`is not taken over while it is being written (${title}), but six seconds after a crash over that`, () => {
      writeFileSync(path, text);
      ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
      setBeat(path, 4);
      ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
      setBeat(path, 6);
      equal(livingHolder(path), undefined);
      ok(acquired('two').isHeld());
      deepEqual(readdirSync(dirname(path)), ['x.sqlite-lock']);
    });
  }

  it('is taken over when a take-over of it was cut short six seconds ago', () => {
    writeFileSync(path, '');
    setBeat(path, 12);
    writeFileSync(`${path}-unreadable`, '');
    ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
    setBeat(`${path}-unreadable`, 6);
    WriteLock.acquire(path, 'two');
    ok(acquired('two').isHeld());
  });

  it('is taken over by one of two who find it dead', () => {
    leave({ process: deadProcess() });
    // The other one is just about it.
    writeFileSync(`${path}-somebody`, '');
    ok(!(WriteLock.acquire(path, 'two') instanceof WriteLock));
    setBeat(`${path}-somebody`, 6);
    WriteLock.acquire(path, 'two');
    ok(acquired('two').isHeld());
  });

  it('knows when somebody else has it, and then neither beats nor releases', () => {
    const lock = acquired('one');
    leave({ owner: 'two' }, 100 > uptime() ? 1 : 100);
    const before = readFileSync(path, 'utf8');
    equal(lock.isHeld(), false);
    lock.beat();
    lock.release();
    equal(readFileSync(path, 'utf8'), before);
  });
});
