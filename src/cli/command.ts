import type { Output } from './output';

/** A sub-command. */
export interface Command {
  /** How it is called: a line for each way, its name first; one that begins with a blank continues the way above. */
  readonly usage: string;
  /** What it does, for `help`: lines of plain text. */
  readonly about: string;
  /** What it ends with when it failed or was called wrongly, where 1 and 2 mean something else. */
  readonly failureCode?: number;
  /**
   * Rejects with a UsageError when it was called wrongly, with an ExitCode to end with that, and with another Error when it
   * failed.
   */
  readonly run: (words: readonly string[], output: Output) => Promise<void>;
}
