import { deepEqual, equal, match } from 'node:assert/strict';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repositoryRoot } from '../../support/repository';

/** What a call of the command came to: exit code, stdout, stderr. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** As it is built. */
const cli = join(repositoryRoot(), 'dist', 'cli.js');

/** Options of Node with which a process' timers run fifty times as fast, so that nobody waits for it. */
export const fastTimers: readonly string[] = [
  '--import',
  `data:text/javascript,const { setTimeout } = globalThis;
    globalThis.setTimeout = (call, ms, ...words) => setTimeout(call, ms / 50, ...words);`,
];

/** Starts the built command. */
export function start(
  words: readonly string[],
  stdio: StdioOptions = ['ignore', 'pipe', 'pipe'],
  nodeOptions: readonly string[] = [],
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, cli, ...words], { stdio });
}

/** The exit code of a command when it has ended; null when a signal ended it. */
export async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

/** Runs the built command; `onNote` is told what it says on stderr while it runs. */
export async function run(
  words: readonly string[],
  onNote: (note: string, stop: () => void) => void = () => undefined,
  nodeOptions: readonly string[] = [],
): Promise<Outcome> {
  const child = spawn(process.execPath, [...nodeOptions, cli, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', (piece: Buffer) => {
    onNote(piece.toString(), () => child.kill('SIGINT'));
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, out, err };
}

/** Asserts that a call ends with 1, and with a line that says why. */
export async function assertFails(
  words: readonly string[],
  message: RegExp,
  nodeOptions: readonly string[] = [],
): Promise<void> {
  const { code, out, err } = await run(words, undefined, nodeOptions);
  deepEqual([code, out], [1, ''], err);
  const last = err.trimEnd().split('\n').pop() ?? '';
  match(last, message);
  equal(err.includes('    at '), false, 'a stack trace');
}
