import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { youngGenerationMegabytes } from '../../src/store/worker/workerLimits';
import { nodeWithSqlite } from '../../test/support/nativeSqlite';
import { repositoryRoot } from '../../test/support/repository';
import type { OfSides, SideAnswer, SideCommand, SideName } from './sideProtocol';

export const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

/** As the store's threads have it: three semi-spaces are the young generation. */
const memoryLimit = `--max-semi-space-size=${youngGenerationMegabytes / 3}`;

/** One side in a process of its own. */
export class SideProcess {
  readonly #process: ChildProcess;
  readonly #failure: Promise<never>;

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#failure = once(child, 'exit').then(([code]) => {
      throw new Error(`A side ended with exit code ${String(code)}.`);
    });
    this.#failure.catch(() => undefined);
  }

  static async start(name: SideName): Promise<SideProcess> {
    const program = join(repositoryRoot(), 'out', 'bench', 'store', 'side.js');
    const execArgv = ['--disable-warning=ExperimentalWarning', memoryLimit];
    const execPath = nodeWithSqlite();
    if (execPath === undefined) throw new Error(missingNode);
    const side = new SideProcess(fork(program, [name, wasmPath], { execPath, execArgv }));
    await Promise.race([once(side.#process, 'message'), side.#failure]);
    return side;
  }

  async ask(command: SideCommand): Promise<SideAnswer> {
    const answer = once(this.#process, 'message') as Promise<[SideAnswer]>;
    this.#process.send(command);
    const [given] = await Promise.race([answer, this.#failure]);
    if (given.failure !== undefined) throw new Error(given.failure);
    return given;
  }

  end(): void {
    this.#process.kill();
  }
}

/** The two sides, asked in turns. */
export class Sides {
  readonly #ours: SideProcess;
  readonly #peer: SideProcess;

  private constructor(ours: SideProcess, peer: SideProcess) {
    this.#ours = ours;
    this.#peer = peer;
  }

  /** Both, each with its database open. */
  static async open(files: OfSides<string>): Promise<Sides> {
    const sides = new Sides(await SideProcess.start('ours'), await SideProcess.start('peer'));
    await sides.ask({ what: 'open', file: files.ours }, { what: 'open', file: files.peer });
    return sides;
  }

  async ask(
    command: SideCommand,
    peerCommand: SideCommand = command,
  ): Promise<OfSides<SideAnswer>> {
    const ours = await this.#ours.ask(command);
    return { ours, peer: await this.#peer.ask(peerCommand) };
  }

  end(): void {
    this.#ours.end();
    this.#peer.end();
  }
}

export const missingNode =
  'Native SQLite is in Node 24: run this with it, or on Linux x64 run npm run test:ui once before, which brings one along.';
