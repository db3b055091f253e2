import type { Connection, FieldDef, Submittable } from 'pg';
import type { Answer, Command } from './networkCalls';
import type { PreparedStatements } from './preparedStatements';
import { problemOf } from './problem';
import { RowsRead } from './rowsRead';

/** Of which commands the rows are wanted. */
export type RowsAsked = 'none' | 'last' | 'each';

/**
 * Commands that are sent together and answered together: one way to the server and one back. The server passes over what
 * follows an error (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY).
 */
export class Batch implements Submittable {
  readonly #commands: readonly Command[];
  readonly #prepared: PreparedStatements;
  readonly #asked: RowsAsked;
  readonly #done: (answer: Answer) => void;
  readonly #rows = new RowsRead();
  /** How many commands are still to be answered. */
  #left = 0;

  constructor(
    commands: readonly Command[],
    prepared: PreparedStatements,
    asked: RowsAsked,
    done: (answer: Answer) => void,
  ) {
    this.#commands = commands;
    this.#prepared = prepared;
    this.#asked = asked;
    this.#done = done;
  }

  submit(connection: Connection): void {
    // In one piece, rather than in a packet for each message.
    connection.stream.cork();
    this.#prepared.close(connection);
    const [first] = this.#commands;
    if (first && 'script' in first) connection.query(first.script);
    else this.#send(connection);
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#rows.begin(fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#asked === 'each' || (this.#asked === 'last' && this.#left === 1)) {
      this.#rows.add(fields);
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#left -= 1;
    this.#rows.end(text);
  }

  handleEmptyQuery(): void {
    this.#left -= 1;
  }

  handleError(error: Error): void {
    this.#prepared.failed();
    this.#done({ problem: problemOf(error) });
  }

  handleReadyForQuery(): void {
    this.#prepared.settled();
    this.#done({ rows: this.#rows.take(false) });
  }

  #send(connection: Connection): void {
    for (const [i, command] of this.#commands.entries()) {
      if ('forget' in command) this.#prepared.forget(command.forget);
      if (!('statement' in command)) continue;
      this.#left += 1;
      this.#prepared.bind(connection, command);
      const isLast = i + 1 === this.#commands.length;
      if (this.#asked === 'each' || (this.#asked === 'last' && isLast))
        connection.describe({ type: 'P' }, true);
      connection.execute(null, true);
      // Otherwise the server keeps what it has to say until the end, and looks like one that is gone.
      connection.flush();
    }
    connection.sync();
  }
}
