import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { killWriter } from '../../../support/kills';
import { temporaryFolders } from '../support/databases';

describe('a writer that is killed', function () {
  this.timeout(120_000);
  const folder = temporaryFolders();

  it('in the middle of a write, sync or checkpoint leaves every acknowledged batch', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const phases = new Set<string>();
    for (let round = 0; round < 15; round += 1) {
      const kill = await killWriter(file, { call: 2 + round * 3 });
      deepEqual(kill.defects, [], `killed in call ${2 + round * 3}, at ${kill.phase}`);
      phases.add(kill.phase);
    }
    for (const phase of ['start', 'write', 'checkpoint']) ok(phases.has(phase), phase);
  });

  it('in the middle of a compaction leaves every acknowledged batch, and no half of a copy', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const phases = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const call = 3 + round * 40;
      const kill = await killWriter(file, { call, isCompacting: true });
      deepEqual(kill.defects, [], `killed in call ${call}, at ${kill.phase}`);
      equal(existsSync(`${file}.writing`), false);
      phases.add(kill.phase);
    }
    ok(phases.has('compaction'));
  });

  it('at any time leaves every acknowledged batch', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    for (let round = 0; round < 5; round += 1) {
      const kill = await killWriter(file, { batches: round * 3, whileMs: round * 2 });
      deepEqual(kill.defects, [], `killed after ${kill.acknowledged} batches, at ${kill.phase}`);
    }
  });

  it('leaves a file that native tools find whole once it was opened and closed', async function () {
    const file = join(await folder(), 'traffic.sqlite');
    await killWriter(file, { batches: 5, whileMs: 3 });
    try {
      const check = execFileSync('sqlite3', [file, 'PRAGMA integrity_check'], { encoding: 'utf8' });
      deepEqual(check, 'ok\n');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.skip();
    }
  });
});
