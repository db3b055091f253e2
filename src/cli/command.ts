import type { Output } from './output';

/** A sub-command. */
export interface Command {
  /** How it is called: a line for each way, its name first. */
  readonly usage: string;
  /** What it does, for `help`: lines of plain text. */
  readonly about: string;
  /** Rejects with a UsageError when it was called wrongly, and with another Error when it failed. */
  readonly run: (words: readonly string[], output: Output) => Promise<void>;
}
