import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { errorMessage } from '../domain/errorMessage';
import { launchOf } from './launch';
import { endingSignals, reachesChildren } from './signals';
import type { EndingSignal } from './signals';
import { ExitCode } from './usageError';

/** As shells have it. */
const codes = { notFound: 127, notRunnable: 126, ofSignals: 128 } as const;

/**
 * A command that runs with the input and the outputs of this process, and gets the signals that come for it. What waits
 * for something else is told by `hurry` of a signal that comes while no command runs.
 */
export class ChildCommand {
  readonly #hurry = new AbortController();
  #child: ChildProcess | undefined;
  #signal: EndingSignal | undefined;

  constructor() {
    for (const name of endingSignals) process.on(name, this.#onSignal);
  }

  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  /**
   * Runs a command to its end. Resolves with its exit code, or 128 and the number of the signal that ended it, or that came
   * before it was begun.
   * @throws ExitCode where it cannot be started
   */
  async run(command: readonly string[]): Promise<number> {
    if (this.#signal) return codeOf(this.#signal);
    const { file, args, ...how } = launchOf(command, process.platform, process.env);
    const child = spawn(file, args, { stdio: 'inherit', ...how });
    this.#child = child;
    try {
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return code ?? (signal ? codeOf(signal) : codes.ofSignals);
    } catch (error) {
      throw notStarted(command[0] ?? '', error);
    } finally {
      this.#child = undefined;
    }
  }

  /** Lets signals end this process again. */
  release(): void {
    for (const name of endingSignals) process.off(name, this.#onSignal);
  }

  readonly #onSignal = (signal: EndingSignal): void => {
    if (!this.#child) {
      this.#signal = signal;
      this.#hurry.abort();
    } else if (!reachesChildren(signal, process.platform, isatty(0))) this.#child.kill(signal);
  };
}

function codeOf(signal: NodeJS.Signals): number {
  return codes.ofSignals + constants.signals[signal];
}

function notStarted(name: string, error: unknown): ExitCode {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing
    ? new ExitCode(codes.notFound, `There is no program ${name}.`)
    : new ExitCode(codes.notRunnable, `${name} cannot be run: ${errorMessage(error)}.`);
}
