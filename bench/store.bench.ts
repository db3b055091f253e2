import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeWithSqlite } from '../test/support/nativeSqlite';
import type { BenchRow } from './benchRow';
import { benchKills } from './kill.bench';
import type { MeasuredBeside } from './store/benchBeside';
import { benchBeside } from './store/benchBeside';
import { benchBeyond } from './store/benchBeyond';
import { fullRounds, smokeRounds } from './store/rounds';
import { compared } from './store/rows';
import { missingNode } from './store/sides';

/** Shares of the full load that make databases of 100 MB, 1.1 GB and 5 GB. */
const shares = { small: 0.021, large: 0.272, beyond: 1.26 } as const;

const seed = 1;

/**
 * The store beside native SQLite (Node's own, node:sqlite; WAL, synchronous=FULL) on databases of 100 MB and 1.1 GB:
 * the same statements and the same TypeScript on both sides, in turns, each side in a process of its own under the
 * same Node. Then, alone, on 5 GB, more than the full load. The files lie where TMPDIR says and take
 * 6 GB.
 */
export async function benchStore(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  if (isSmoke && nodeWithSqlite() === undefined) {
    console.log(`Skipped the store. ${missingNode}`);
    return [];
  }
  const rounds = isSmoke ? smokeRounds : fullRounds;
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
  try {
    const part = (share: number): { scale: number; seed: number } => ({
      scale: share * scale,
      seed,
    });
    const small = await benchBeside(folder, part(shares.small), rounds);
    const large = await benchBeside(folder, part(shares.large), rounds);
    return [
      ...small.rows,
      ...large.rows,
      growth(small, large),
      ...(await benchBeyond(folder, part(shares.beyond), rounds)),
      // Tests of their own run small ones.
      ...(isSmoke ? [] : await benchKills(scale, false)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Whether commits write more the larger the database is, beyond what the peer's do. */
function growth(small: MeasuredBeside, large: MeasuredBeside): BenchRow {
  const times = {
    ours: large.written.ours / small.written.ours,
    peer: large.written.peer / small.written.peer,
  };
  return compared('written for a minute, times as much on the larger database', times, 1);
}
