import type { Connection, FieldDef, Submittable } from 'pg';
import type { Answer, StatementCommand } from './networkCalls';
import type { PreparedStatements } from './preparedStatements';
import { problemOf } from './problem';
import { RowsRead } from './rowsRead';

/** Whom a portal tells. */
export interface PortalListener {
  /** Of each portion, and of what went wrong. */
  readonly answer: (answer: Answer) => void;
  /** The connection is free again. */
  readonly done: () => void;
}

/** A statement whose rows are fetched in portions, as many as are asked for. */
export class Portal implements Submittable {
  readonly #command: StatementCommand;
  readonly #prepared: PreparedStatements;
  readonly #portion: number;
  readonly #told: PortalListener;
  readonly #rows = new RowsRead();
  #connection: Connection | undefined;
  #isUnwanted = false;
  #hasEnded = false;

  /** @param portion rows at a time */
  constructor(
    command: StatementCommand,
    prepared: PreparedStatements,
    portion: number,
    told: PortalListener,
  ) {
    this.#command = command;
    this.#prepared = prepared;
    this.#portion = portion;
    this.#told = told;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    this.#prepared.close(connection);
    this.#prepared.bind(connection, this.#command);
    connection.describe({ type: 'P' }, true);
    this.#fetch();
  }

  /** Fetches the next portion. */
  more(): void {
    this.#fetch();
  }

  /** No more rows are wanted. */
  enough(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#isUnwanted = true;
    this.#connection?.close({ type: 'P' }, true);
    this.#connection?.sync();
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#rows.begin(fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.add(fields);
  }

  handlePortalSuspended(): void {
    this.#told.answer({ rows: this.#rows.take(true) });
  }

  handleCommandComplete(): void {
    this.#hasEnded = true;
    this.#connection?.sync();
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleError(error: Error): void {
    this.#prepared.failed();
    const problem = problemOf(error);
    // The server passes over everything until it is told that this is the end.
    if (!problem.isEnd) this.#connection?.sync();
    this.#told.answer({ problem });
    this.#told.done();
  }

  handleReadyForQuery(): void {
    this.#prepared.settled();
    if (!this.#isUnwanted) this.#told.answer({ rows: this.#rows.take(false) });
    this.#told.done();
  }

  #fetch(): void {
    // The types of `pg` say text, and its code takes a number.
    const rows = this.#portion as unknown as string;
    this.#connection?.execute({ portal: '', rows }, true);
    this.#connection?.flush();
  }
}
