import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from './repository';
import type { Activity, Death, WriterAnswer, WriterCommand } from './writerProtocol';

export const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

/** A database's writer in a process of its own. */
export class Writer {
  readonly process: ChildProcess;
  /** What it said when it had opened the database; undefined when it died over that. */
  opening: WriterAnswer | undefined;

  readonly #acknowledged: number[] = [];
  /** Resolves when the process is gone and what it said is read. */
  readonly #ended: Promise<unknown>;
  #activity: Activity = 'start';
  #enough: { readonly count: number; readonly resolve: () => void } | undefined;

  private constructor(child: ChildProcess) {
    this.process = child;
    if (!child.stdout) throw new Error('A writer tells on its stdout what it has acknowledged.');
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => {
      if (!/^\d+$/.test(line)) {
        this.#activity = line as Activity;
        return;
      }
      this.#acknowledged.push(Number(line));
      if (this.#acknowledged.length >= (this.#enough?.count ?? Infinity)) this.#enough?.resolve();
    });
    this.#ended = Promise.all([once(lines, 'close'), once(child, 'exit')]);
  }

  /**
   * Starts a writer, whose sidecar is brought into the file after so many frames.
   * @param death where it kills itself; left out, it lives
   * @param through a command and its words that start the process in their turn, with other rights or limits
   */
  static async start(
    file: string,
    frames: number,
    death?: Death,
    through: readonly string[] = [],
  ): Promise<Writer> {
    const [execPath, ...execArgv] = [...through, process.execPath];
    const program = join(repositoryRoot(), 'out', 'test', 'support', 'writerProcess.js');
    const dying = death ? [death.during, String(death.call)] : [];
    const child = fork(program, [file, wasmPath, String(frames), ...dying], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      execPath,
      execArgv,
    });
    const writer = new Writer(child);
    const ended = once(child, 'exit').then(() => undefined);
    writer.opening = await Promise.race([writer.answer(), ended]);
    return writer;
  }

  async answer(): Promise<WriterAnswer> {
    const [answer] = (await once(this.process, 'message')) as [WriterAnswer];
    return answer;
  }

  ask(command: WriterCommand): Promise<WriterAnswer> {
    const answer = this.answer();
    this.process.send(command);
    return answer;
  }

  /** Lets it commit without end, and delete what has expired if it is to; resolves when so many batches are acknowledged, or it has died before. */
  async run(count: number, retains = false): Promise<void> {
    if (this.process.connected) this.process.send({ what: 'run', retains } satisfies WriterCommand);
    const enough = new Promise<void>((resolve) => {
      if (count === 0) resolve();
      this.#enough = { count, resolve };
    });
    await Promise.race([enough, this.#ended]);
  }

  /** Lets it compact its database; what it commits meanwhile waits. */
  compact(): void {
    if (this.process.connected) this.process.send({ what: 'compact' } satisfies WriterCommand);
  }

  /** What it was about when it was last heard of. */
  get activity(): Activity {
    return this.#activity;
  }

  /** The last batch that it acknowledged after run(); 0 for none. */
  get acknowledged(): number {
    return this.#acknowledged.at(-1) ?? 0;
  }

  /** Ends it as a power cut does for the process, and resolves when it is gone and what it said is read. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.#ended;
  }
}
