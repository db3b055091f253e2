import type { Connection, Submittable } from 'pg';
import { noRows } from './networkCalls';
import type { Answer } from './networkCalls';
import { problemOf } from './problem';

/** Asks the server for the types of a statement's parameters, and answers with their numbers in pg_type. */
export class ParameterTypes implements Submittable {
  readonly #text: string;
  readonly #done: (answer: Answer) => void;
  #types: readonly number[] = [];

  constructor(text: string, done: (answer: Answer) => void) {
    this.#text = text;
    this.#done = done;
  }

  submit(connection: Connection): void {
    connection.once(
      'parameterDescription',
      ({ dataTypeIDs }: { readonly dataTypeIDs: readonly number[] }) => {
        this.#types = dataTypeIDs;
      },
    );
    connection.parse({ name: '', text: this.#text, types: [] }, true);
    connection.describe({ type: 'S' }, true);
    connection.sync();
  }

  handleRowDescription(): void {
    // Its columns are not asked for.
  }

  handleError(error: Error): void {
    this.#done({ problem: problemOf(error) });
  }

  handleReadyForQuery(): void {
    this.#done({ rows: { ...noRows, values: this.#types } });
  }
}
