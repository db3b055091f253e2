import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../src/collector/systemClock';
import { folders, wasmPath } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { codeOf, run, start } from './builtCli';

const manyRows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
  SELECT i FROM n`;

describe('The streams of dist/cli.js', function () {
  this.timeout(30_000);
  const folder = folders();
  let db: string;
  before(async () => {
    db = join(await folder(), 'a.sqlite');
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
  });

  it('may be closed by whoever has read enough of a result', async () => {
    const words = ['query', '--db', db, '--sql', manyRows, '--format', 'csv'];
    const child = start(words);
    const { stdout, stderr } = child as { stdout: Readable; stderr: Readable };
    stdout.once('data', () => {
      stdout.destroy();
    });
    deepEqual([await codeOf(child), await text(stderr)], [0, '']);
  });

  it('may both be closed while it collects, which goes on to its end', async () => {
    const server = await MockForgeServer.start(new MockForgeModel(systemClock.now()), systemClock);
    const file = join(await folder(), 'a.sqlite');
    const { metricsUrl, adminUrl } = server;
    const words = ['collect', '--metrics-url', metricsUrl, '--admin-url', adminUrl, '--db', file];
    const child = start([...words, '--duration', '0.1s']);
    const ended = codeOf(child);
    child.stdout?.destroy();
    child.stderr?.destroy();
    equal(await ended, 0);
    await server.stop();
    deepEqual(await readdir(dirname(file)), ['a.sqlite']);
    equal((await run(['check', '--db', file])).out, 'ok\n');
  });

  it('that lead to a full disk are told in one line, with exit code 1', async function () {
    if (!existsSync('/dev/full')) this.skip();
    for (const words of [
      ['query', '--db', db, '--sql', 'SELECT 1'],
      ['query', '--db', db, '--sql', 'SELECT 1', '--format', 'csv'],
      ['check', '--db', db],
      ['--help'],
    ]) {
      const full = openSync('/dev/full', 'w');
      const child = start(words, ['ignore', full, 'pipe']);
      closeSync(full);
      const [code, err] = await Promise.all([codeOf(child), text(child.stderr!)]);
      deepEqual([code, err], [1, 'The result cannot be written: the disk is full.\n'], words[0]);
    }
  });

  it('that lead to a file which takes a part only are told too', async function () {
    const out = join(await folder(), 'out.csv');
    const file = openSync(out, 'w');
    const child = start(['query', '--db', db, '--sql', manyRows], ['ignore', file, 'pipe']);
    closeSync(file);
    const ended = codeOf(child);
    try {
      execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=5000:unlimited']);
    } catch (error) {
      await ended;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.skip();
      throw error;
    }
    const [code, err] = await Promise.all([ended, text(child.stderr!)]);
    equal(code, 1);
    equal(/^The result cannot be written: .*EFBIG.*\n$/.test(err), true, err);
    equal((await readFile(out)).length, 5000);
  });

  it('has a result in them when its reader comes late', async () => {
    const child = start(['query', '--db', db, '--sql', manyRows, '--format', 'csv']);
    await once(child.stdout!, 'readable');
    const [code, out] = await Promise.all([codeOf(child), text(child.stdout!)]);
    deepEqual([code, out.split('\n').length], [0, 200_002]);
  });
});
