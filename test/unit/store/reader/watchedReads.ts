import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Code to put before the query worker's own: it writes down when a thread starts and which statements it runs, and holds
 * each statement as long as it is told to.
 */
export const watched = `
  import { appendFileSync, existsSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  import { SqlJsConnection } from './src/store/sqljs/sqlJsConnection';
  let file = '';
  const note = (what) => appendFileSync(file + '.notes', JSON.stringify(what) + '\\n');
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  parentPort.on('message', ({ data }) => {
    file = data.file;
    note('thread');
  });
  for (const method of ['all', 'each']) {
    const run = SqlJsConnection.prototype[method];
    SqlJsConnection.prototype[method] = function (sql, ...rest) {
      if (existsSync(file + '.hold')) {
        note('held');
        while (existsSync(file + '.hold')) Atomics.wait(nothing, 0, 0, 5);
      }
      const result = run.call(this, sql, ...rest);
      note(sql);
      return result;
    };
  }
`;

/** What the watched worker of a database file does. */
export class WatchedReads {
  readonly #notes: string;
  readonly #hold: string;

  constructor(file: string) {
    this.#notes = `${file}.notes`;
    this.#hold = `${file}.hold`;
  }

  /** How many threads were started. */
  get threads(): number {
    return this.#all.filter((note) => note === 'thread').length;
  }

  /** The statements that have been run, in order. */
  get statements(): readonly string[] {
    return this.#all.filter((note) => note !== 'thread' && note !== 'held');
  }

  /** From now on each statement is held before it begins. */
  hold(): void {
    writeFileSync(this.#hold, '');
  }

  /** Resolves when a statement is being held. */
  async held(): Promise<void> {
    const times = (): number => this.#all.filter((note) => note === 'held').length;
    const before = times();
    while (times() === before) await new Promise(setImmediate);
  }

  letGo(): void {
    rmSync(this.#hold, { force: true });
  }

  get #all(): readonly string[] {
    if (!existsSync(this.#notes)) return [];
    const lines = readFileSync(this.#notes, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as string);
  }
}
