import { copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hourSeconds, minuteSeconds } from '../../src/domain/time';
import type { BenchRow } from '../benchRow';
import { makeLoadFile } from '../load/loadFile';
import { loadEnd, periodsOf, policyOf } from '../load/periods';
import type { Load } from '../load/writeLoad';
import type { Rounds } from './rounds';
import { firstTimes, inTurns, queryNames } from './rounds';
import { compared, limited, told } from './rows';
import type { OfSides, SideAnswer } from './sideProtocol';
import { Sides } from './sides';

const megabyte = 1_000_000;

/** What was measured on a database of one size. */
export interface MeasuredBeside {
  readonly rows: readonly BenchRow[];
  /** What was written for a minute of traffic, kB. */
  readonly written: OfSides<number>;
}

/** The limits (docs/store.md#limits-that-the-benchmark-holds) on a database of one size, beside native SQLite on a copy. */
export async function benchBeside(
  folder: string,
  load: Load,
  rounds: Rounds,
): Promise<MeasuredBeside> {
  const files = { ours: join(folder, 'ours.sqlite'), peer: join(folder, 'peer.sqlite') };
  await makeLoadFile(files.ours, load);
  await copyFile(files.ours, files.peer);
  const label = `${Math.round((await stat(files.ours)).size / megabyte)} MB`;
  const first = {
    ours: await firstTimes('ours', files.ours, rounds),
    peer: await firstTimes('peer', files.peer, rounds),
  };
  const opening = { ours: first.ours.opening, peer: first.peer.opening };
  const work = await benchWork(files, label, rounds);
  const rows = [
    limited(`${label}: open in a new process, ms`, opening, 100),
    ...queryNames.map((name) =>
      compared(
        `${label}: query ${name}, first, ms`,
        { ours: first.ours.queries[name], peer: first.peer.queries[name] },
        4,
      ),
    ),
    ...work.rows,
    ...(await benchCleanup(files, label, load)),
  ];
  await Promise.all(Object.values(files).map((file) => rm(file)));
  return { rows, written: work.written };
}

/** Reading and collecting, in the same two processes from opening to closing. */
async function benchWork(
  files: OfSides<string>,
  label: string,
  rounds: Rounds,
): Promise<MeasuredBeside> {
  const sides = await Sides.open(files);
  try {
    const queries = await benchQueries(sides, label, rounds);
    const hour = loadEnd - hourSeconds;
    const rollup = await inTurns(sides, rounds, () => ({ what: 'rollup', hour }));
    const start = await sides.ask({ what: 'query', name: 'overview', now: loadEnd });
    let count = 0;
    const minutes = await inTurns(sides, rounds, () => {
      count += 1;
      return { what: 'minute', minute: loadEnd + count * minuteSeconds, id: count * 4 };
    });
    const memory = await sides.ask({ what: 'query', name: 'overview', now: loadEnd });
    const end = await sides.ask({ what: 'close' });
    const written = both((side) => (end[side].written - start[side].written) / count / 1000);
    const resident = both((side) => memory[side].resident / megabyte);
    const rows = [
      ...queries,
      compared(`${label}: rollup of an hour, ms`, rollup, 2.5),
      compared(`${label}: durable minute, ms`, minutes, 2),
      compared(`${label}: written for it, with checkpoints, kB`, written, 1.1),
      limited(`${label}: resident memory, MB`, resident, 300),
    ];
    return { rows, written };
  } finally {
    sides.end();
  }
}

async function benchQueries(sides: Sides, label: string, rounds: Rounds): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const name of queryNames) {
    const warm = await inTurns(sides, rounds, () => ({ what: 'query', name, now: loadEnd }));
    rows.push(compared(`${label}: query ${name}, warm, ms`, warm, 2.5));
  }
  return rows;
}

/** A day expires and is deleted chunk by chunk; then the file is made smaller. */
async function benchCleanup(
  files: OfSides<string>,
  label: string,
  { scale }: Load,
): Promise<BenchRow[]> {
  const sides = await Sides.open(files);
  try {
    const policy = policyOf(periodsOf(scale), 1);
    const now = loadEnd + hourSeconds;
    const chunks: OfSides<SideAnswer>[] = [];
    do chunks.push(await sides.ask({ what: 'retain', now, policy }));
    while (chunks.at(-1)?.ours.more);
    const total = both((side) => chunks.reduce((sum, chunk) => sum + chunk[side].ms, 0));
    const largest = both((side) => Math.max(...chunks.map((chunk) => chunk[side].ms)));
    const compaction = await sides.ask({ what: 'compact' });
    await sides.ask({ what: 'close' });
    return [
      compared(`${label}: retention of a day in ${chunks.length} chunks, ms`, total, 1.5),
      limited(`${label}: the longest of these chunks, ms`, largest, 300),
      told(
        `${label}: compaction after it, at the peer VACUUM INTO and rename, ms`,
        both((side) => compaction[side].ms),
      ),
    ];
  } finally {
    sides.end();
  }
}

function both(value: (side: 'ours' | 'peer') => number): OfSides<number> {
  return { ours: value('ours'), peer: value('peer') };
}
