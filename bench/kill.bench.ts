import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kill, KillPoint } from '../test/support/kills';
import { killWriter, phases } from '../test/support/kills';
import type { BenchRow } from './benchRow';
import { missingNode, nodeWithSqlite } from './store/sides';

/** Databases that several writers in turn are killed over. */
const killsPerDatabase = 20;

/** A kill, and what native SQLite finds in the database after it was opened and closed. */
interface CheckedKill extends Kill {
  readonly nativeDefects: readonly string[];
}

/**
 * Kills writers with SIGKILL at any time and in the middle of a write, sync or checkpoint, of retention and of
 * compaction, and looks at every database afterwards, also with native SQLite.
 */
export async function benchKills(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  const node = nodeWithSqlite();
  if (node === undefined) {
    if (!isSmoke) throw new Error(missingNode);
    console.log(`Skipped the kills. ${missingNode}`);
    return [];
  }
  const kills: CheckedKill[] = [];
  for (let left = Math.ceil(200 * scale); left > 0; left -= killsPerDatabase) {
    kills.push(...(await killsOfOneDatabase(Math.min(left, killsPerDatabase), kills.length, node)));
  }
  const count = kills.length;
  return [
    ...phases.map((phase) => hit(phase, kills)),
    harmed(
      `${count} kills: databases torn`,
      kills.filter(({ defects }) => defects.length > 0),
    ),
    harmed(
      `${count} kills: acknowledged batches lost`,
      kills.filter(({ acknowledged, kept }) => kept < acknowledged),
    ),
    harmed(
      `${count} kills: PRAGMA integrity_check in native SQLite failed`,
      kills.filter(({ nativeDefects }) => nativeDefects.length > 0),
    ),
  ];
}

async function killsOfOneDatabase(
  count: number,
  before: number,
  node: string,
): Promise<CheckedKill[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kills-'));
  const file = join(folder, 'traffic.sqlite');
  const kills: CheckedKill[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const kill = await killWriter(file, pointOf(before + index));
      kills.push({ ...kill, nativeDefects: nativeDefects(node, file) });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return kills;
}

/** Spread over the calls of the first thirty batches, of retention and of compaction, and over their time. */
function pointOf(index: number): KillPoint {
  switch (index % 5) {
    case 0:
      return { call: 2 + ((index * 7) % 97) };
    case 2:
      return { call: 2 + ((index * 11) % 450), over: 'compaction' };
    case 3:
      return { call: 2 + ((index * 3) % 40), over: 'retention' };
    default:
      return { batches: (index * 5) % 31, whileMs: (index * 3) % 17 };
  }
}

function nativeDefects(node: string, file: string): readonly string[] {
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    const rows = new DatabaseSync(process.argv[1]).prepare('PRAGMA integrity_check').all();
    console.log(JSON.stringify(rows.map((row) => row.integrity_check)));`;
  const words = ['--disable-warning=ExperimentalWarning', '-e', program, file];
  const lines = JSON.parse(execFileSync(node, words, { encoding: 'utf8' })) as string[];
  return lines.filter((line) => line !== 'ok');
}

/** Each kind of moment has to have been met, or the kills say nothing about it. */
function hit(phase: Kill['phase'], kills: readonly Kill[]): BenchRow {
  const ours = kills.filter((kill) => kill.phase === phase).length;
  return { name: `kills at: ${phase}`, ours, limit: 'at least 1', holds: ours >= 1 };
}

function harmed(name: string, kills: readonly CheckedKill[]): BenchRow {
  for (const kill of kills) console.error(name, kill);
  return { name, ours: kills.length, limit: 'none', holds: kills.length === 0 };
}
