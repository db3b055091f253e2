import type { Connection } from 'pg';
import type { Command, StatementCommand } from './networkCalls';

/** The statements that a session of the server keeps parsed, by their ids. */
export class PreparedStatements {
  readonly #texts = new Map<number, string>();
  readonly #parsed = new Set<number>();
  /** Sent to be parsed, and not known to be. */
  readonly #parsing = new Set<number>();
  /** To be closed on the server, which takes it for no mistake where one is not there. */
  readonly #closing = new Set<number>();
  #toldToClose: readonly number[] = [];

  /** Binds a statement to its values, and has it parsed before where it is not. */
  bind(connection: Connection, { statement, text, values }: StatementCommand): void {
    const name = `s${statement}`;
    if (text !== undefined) this.#texts.set(statement, text);
    if (!this.#parsed.has(statement)) {
      this.#parsed.add(statement);
      this.#parsing.add(statement);
      connection.parse({ name, text: this.#texts.get(statement) ?? '', types: [] }, true);
    }
    connection.bind({ statement: name, values: [...values] }, true);
  }

  /** What is not done after all may nevertheless have brought a text, or ended the use of one. */
  passOver(commands: readonly Command[]): void {
    for (const command of commands) {
      if ('forget' in command) this.forget(command.forget);
      if ('statement' in command && command.text !== undefined) {
        this.#texts.set(command.statement, command.text);
      }
    }
  }

  /** A statement is not used again. */
  forget(id: number): void {
    this.#texts.delete(id);
    if (this.#parsed.delete(id)) this.#closing.add(id);
  }

  /** Has the server forget what is to be; comes before anything else is sent. */
  close(connection: Connection): void {
    this.#toldToClose = [...this.#closing];
    for (const id of this.#toldToClose) connection.close({ type: 'S', name: `s${id}` }, true);
  }

  /** The server has done all that it was sent. */
  settled(): void {
    this.#parsing.clear();
    for (const id of this.#toldToClose) this.#closing.delete(id);
  }

  /** The server came to an error, and passed over what followed. */
  failed(): void {
    for (const id of this.#parsing) {
      this.#parsed.delete(id);
      this.#closing.add(id);
    }
    this.#parsing.clear();
  }
}
