import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, SqlParameters } from '../../src/store/database/connection';
import type { Row } from '../../src/store/database/row';
import { repositoryRoot } from '../../test/support/repository';

const folder = join(repositoryRoot(), 'sql', 'readModels');

/** Each statement of the read models by its file, as the build leaves it: without comments and indentation. */
const statements = readdirSync(folder).map((file) => ({
  name: file.replace('.sql', ''),
  sql: readFileSync(join(folder, file), 'utf8').replaceAll(/^ *(--.*\n)?/gm, ''),
}));

/** A connection that reads, and knows how long each statement took, by the name of its file. */
export class TimedConnection {
  readonly #connection: Connection;
  /** Milliseconds. */
  readonly times = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** As the functions of the store take it. */
  get asConnection(): Connection {
    return this as unknown as Connection;
  }

  all(sql: string, parameters?: SqlParameters): Row[] {
    return this.#timed(sql, () => this.#connection.all(sql, parameters));
  }

  /** Their time has that of `visit` in it. */
  each(sql: string, parameters: SqlParameters, visit: (row: Row) => void): void {
    this.#timed(sql, () => {
      this.#connection.each(sql, parameters, visit);
    });
  }

  first(sql: string, parameters?: SqlParameters): Row | undefined {
    return this.all(sql, parameters)[0];
  }

  #timed<Result>(sql: string, work: () => Result): Result {
    const start = performance.now();
    const result = work();
    const name = nameOf(sql);
    this.times.set(name, (this.times.get(name) ?? 0) + performance.now() - start);
    return result;
  }
}

/** What other statements are preceded by ends none, so only one file fits. */
function nameOf(sql: string): string {
  return statements.find((statement) => sql.endsWith(statement.sql))?.name ?? 'bucket bounds';
}
