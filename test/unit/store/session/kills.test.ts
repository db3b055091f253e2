import { deepEqual, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KillPoint } from '../../../support/kills';
import { killWriter } from '../../../support/kills';
import { temporaryFolders } from '../support/databases';

describe('a writer that is killed', function () {
  this.timeout(120_000);
  const folder = temporaryFolders();

  const points: Readonly<Record<string, readonly KillPoint[]>> = {
    start: [1, 2, 3].map((call) => ({ during: 'start', call })),
    write: [1, 2, 7, 12, 17].map((call) => ({ during: 'write', call, frames: Infinity })),
    checkpoint: [3, 4, 5, 6, 7, 8, 9].map((call) => ({
      during: 'write',
      call,
      frames: 1,
    })),
    retention: [1, 4, 9, 14].map((call) => ({ during: 'retention', call })),
    compaction: [1, 2, 9, 80, 120].map((call) => ({ during: 'compaction', call })),
    replacement: [1, 2, 3, 4].map((call) => ({ during: 'replacement', call })),
  };
  for (const [phase, pointsOfPhase] of Object.entries(points)) {
    it(`in the middle of its ${phase} leaves every acknowledged batch, and nothing unfinished`, async () => {
      const file = join(await folder(), 'traffic.sqlite');
      // Something to lose.
      await killWriter(file, { batches: 10, whileMs: 0 });
      let hits = 0;
      for (const point of pointsOfPhase) {
        const kill = await killWriter(file, point);
        deepEqual([kill.torn, kill.lost], [[], 0], `${JSON.stringify(point)}, at ${kill.phase}`);
        deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
        if (kill.phase === phase) hits += 1;
      }
      ok(hits > 2, `${hits} of ${pointsOfPhase.length} hit it`);
    });
  }

  it('at any time leaves every acknowledged batch', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    for (let round = 0; round < 5; round += 1) {
      const kill = await killWriter(file, { batches: round * 3, whileMs: round * 2 });
      deepEqual([kill.torn, kill.lost], [[], 0], `killed at ${kill.phase}`);
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
