import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../src/store/database/migrations';
import { earlierVersions } from '../test/support/earlierDatabases';
import type { Kill, KillPoint } from '../test/support/kills';
import { killMigration, killWriter } from '../test/support/kills';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { nodeWithSqlite } from '../test/support/nativeSqlite';
import { missingNode } from './store/sides';

/** Databases that several writers in turn are killed over. */
const killsPerDatabase = 20;

/** What kills must have hit, or they prove nothing about it. */
const phases = ['write', 'checkpoint', 'retention', 'compaction', 'replacement', 'migration'];

/** A kill, and what native SQLite says of the database after it was opened again and closed. */
interface CheckedKill extends Kill {
  readonly native: readonly string[];
}

/**
 * Kills writers with SIGKILL, most of them in the middle of a write, a sync or a rename while they commit, move pages,
 * delete what has expired, compact, or bring a database of an earlier version forward, some at any time; and looks
 * at every database afterwards, with our own checks and with native SQLite. The peer is the promise of SQLite: nothing
 * torn, nothing lost. Where the kills fall follows from their numbers, except for those at any time.
 */
export async function benchKills(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  const node = nodeWithSqlite();
  if (node === undefined) throw new Error(missingNode);
  const count = isSmoke ? kinds.length : Math.round(200 * scale);
  const kills: CheckedKill[] = [];
  while (kills.length < count) {
    const left = Math.min(count - kills.length, killsPerDatabase);
    kills.push(...(await killsOfOneDatabase(left, kills.length, node)));
  }
  console.table(tableOf(kills));
  const harmed = kills.filter((kill) => harm(kill) > 0);
  for (const kill of harmed) console.error(kill);
  const missed = phases.filter((phase) => !kills.some((kill) => kill.phase === phase));
  if (missed.length > 0) console.error(`No kill fell into ${missed.join(', ')}.`);
  return [
    {
      name: `kill -9, of ${kills.length} databases torn or without an acknowledged batch (peer: what SQLite promises)`,
      ours: harmed.length,
      peer: 0,
      ratio: harmed.length === 0 ? 1 : 0,
      limit: 'none',
      holds: harmed.length === 0 && missed.length === 0,
    },
  ];
}

async function killsOfOneDatabase(
  count: number,
  before: number,
  node: string,
): Promise<CheckedKill[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kills-'));
  const kills: CheckedKill[] = [];
  try {
    for (let index = before; index < before + count; index += 1) {
      const round = Math.floor(index / kinds.length);
      const kind = kinds[index % kinds.length];
      const file = join(folder, kind ? 'traffic.sqlite' : `earlier-${index}.sqlite`);
      const kill = kind ? await killWriter(file, kind(round)) : await killOfMigration(file, round);
      kills.push({ ...kill, native: nativeIntegrity(file, node) });
      console.log(`kill ${index + 1}: ${kill.phase}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return kills;
}

/** The kinds of kills, which take turns; undefined: one over a migration. */
const kinds: readonly (((round: number) => KillPoint) | undefined)[] = [
  (round) => ({ during: 'write', call: 1 + ((round * 7) % 97), frames: Infinity }),
  (round) => ({ during: 'write', call: 4 + ((round * 11) % 83), frames: 1 }),
  (round) => ({ during: 'retention', call: 1 + ((round * 5) % 31) }),
  (round) => ({ during: 'compaction', call: 1 + ((round * 29) % 240) }),
  undefined,
  (round) => ({ batches: (round * 5) % 31, whileMs: (round * 3) % 17 }),
  (round) => ({ during: 'replacement', call: 1 + (round % 4) }),
];

/** The calls of opening a database of an earlier version: for the lock, the sidecar, what is brought forward. */
const callsOfMigration = 6;

function killOfMigration(file: string, round: number): Promise<Kill> {
  const earlier = earlierVersions.filter((name) => name !== migrations.at(-1)?.name);
  const version = earlier[round % earlier.length] ?? '';
  return killMigration(file, version, 1 + (round % callsOfMigration));
}

/** What native SQLite finds wrong with a database file; empty when nothing is. */
function nativeIntegrity(file: string, node: string): readonly string[] {
  const program = join(repositoryRoot(), 'out', 'bench', 'store', 'nativeIntegrity.js');
  const words = ['--disable-warning=ExperimentalWarning', program, file];
  return JSON.parse(execFileSync(node, words, { encoding: 'utf8' })) as string[];
}

function harm({ torn, lost, native }: CheckedKill): number {
  return torn.length + lost + native.length;
}

function tableOf(kills: readonly CheckedKill[]): unknown {
  const found = [...new Set(kills.map(({ phase }) => phase))].sort();
  return found.map((phase) => {
    const those = kills.filter((kill) => kill.phase === phase);
    return {
      phase,
      kills: those.length,
      torn: those.filter(({ torn }) => torn.length > 0).length,
      'acknowledged lost': those.reduce((sum, { lost }) => sum + lost, 0),
      'native integrity_check failed': those.filter(({ native }) => native.length > 0).length,
    };
  });
}
