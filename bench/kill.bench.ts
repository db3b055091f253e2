import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kill, KillPoint, Phase } from '../test/support/kills';
import { killWriter } from '../test/support/kills';
import type { BenchRow } from './benchRow';

/** Databases that several writers in turn are killed over. */
const killsPerDatabase = 20;

/**
 * Kills writers with SIGKILL, half of them at any time, a quarter in the middle of a write, sync or checkpoint, a
 * quarter over a compaction, and looks at every database afterwards. The peer is the promise of SQLite: nothing torn, nothing lost.
 */
export async function benchKills(scale: number): Promise<BenchRow[]> {
  const kills: Kill[] = [];
  for (let left = Math.round(200 * scale); left > 0; left -= killsPerDatabase) {
    kills.push(...(await killsOfOneDatabase(Math.min(left, killsPerDatabase), kills.length)));
  }
  const phases = new Map<Phase, number>();
  for (const { phase } of kills) phases.set(phase, (phases.get(phase) ?? 0) + 1);
  console.log([...phases].map(([phase, count]) => `${count} x ${phase}`).join(', '));
  const harmed = kills.filter(({ defects }) => defects.length > 0);
  for (const kill of harmed) console.error(kill);
  return [
    {
      name: `kill -9, of ${kills.length} databases torn or without an acknowledged batch (peer: what SQLite promises)`,
      ours: harmed.length,
      peer: 0,
      ratio: harmed.length === 0 ? 1 : 0,
      limit: 'none',
      holds: harmed.length === 0,
    },
  ];
}

async function killsOfOneDatabase(count: number, before: number): Promise<Kill[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kills-'));
  const kills: Kill[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      kills.push(await killWriter(join(folder, 'traffic.sqlite'), pointOf(before + index)));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return kills;
}

/** Spread over the calls of the first thirty batches, and over the time that they take. */
function pointOf(index: number): KillPoint {
  if (index % 4 === 2) return { call: 2 + ((index * 11) % 450), isCompacting: true };
  return index % 2 === 0
    ? { call: 2 + ((index * 7) % 97) }
    : { batches: (index * 5) % 31, whileMs: (index * 3) % 17 };
}
