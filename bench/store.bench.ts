import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './benchRow';
import { benchBeside } from './store/benchBeside';
import { benchBeyond } from './store/benchBeyond';
import { fullRounds, smokeRounds } from './store/rounds';
import { missingNode, nodeWithSqlite } from './store/sides';

/** Shares of the design's load that make databases of 100 MB and 1.1 GB; and the whole of it. */
const shares = { small: 0.021, large: 0.272, whole: 1 } as const;

const seed = 1;

/**
 * The store beside native SQLite (Node's own, node:sqlite; WAL, synchronous=FULL) on databases of 100 MB and 1.1 GB:
 * the same statements and the same TypeScript on both sides, in turns, each side in a process of its own under the
 * same Node. Then, alone, on the design's whole load. The files lie where TMPDIR says; the whole needs 6 GB.
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
    return [
      ...(await benchBeside(folder, part(shares.small), rounds)),
      ...(await benchBeside(folder, part(shares.large), rounds)),
      ...(await benchBeyond(folder, part(shares.whole), rounds)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
