import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, SqlParameters } from '../../src/store/database/connection';
import type { Row } from '../../src/store/database/row';
import { repositoryRoot } from '../../test/support/repository';

const folder = join(repositoryRoot(), 'sql', 'readModels');

/** Each statement of the read models by its file, as the build leaves it: without comments. */
const statements = readdirSync(folder).map((file) => ({
  name: file.replace('.sql', ''),
  sql: readFileSync(join(folder, file), 'utf8').replaceAll(/^ *--.*\n/gm, ''),
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
    const start = performance.now();
    const rows = this.#connection.all(sql, parameters);
    const name = nameOf(sql);
    this.times.set(name, (this.times.get(name) ?? 0) + performance.now() - start);
    return rows;
  }

  first(sql: string, parameters?: SqlParameters): Row | undefined {
    return this.all(sql, parameters)[0];
  }
}

/** What other statements are preceded by ends none, so only one file fits. */
function nameOf(sql: string): string {
  return statements.find((statement) => sql.endsWith(statement.sql))?.name ?? 'bucket bounds';
}
