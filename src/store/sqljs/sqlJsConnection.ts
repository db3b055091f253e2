import type { Database, Statement } from 'sql.js';
import type { ResultTable } from '../../domain/resultTable';
import settings from '../../../sql/schema/settings.sql';
import type { Connection, SqlParameters } from '../database/connection';
import type { SqlValue } from '../database/row';
import { Row } from '../database/row';
import type { PageImage } from '../file/pageImage';
import { registerQuantileFunction } from './quantileFunction';
import { readTable } from './readTable';
import type { SqlEngine } from './sqlEngine';

/** A prepared statement with the names of its parameters and columns, kept for the life of the connection. */
interface Prepared {
  readonly statement: Statement;
  readonly parameters: readonly string[];
  readonly columns: ReadonlyMap<string, number>;
}

/** One SQLite database. */
export class SqlJsConnection implements Connection {
  readonly #database: Database;
  readonly #beforeStatement: () => void;
  readonly #prepared = new Map<string, Prepared>();

  /**
   * @param image the bytes of a database file, which are copied, or an image that brings pages from elsewhere;
   * left out, the database is empty
   * @param beforeStatement called before each statement but those of execute(), and may throw
   */
  constructor(
    engine: SqlEngine,
    image?: Uint8Array | PageImage,
    beforeStatement: () => void = () => undefined,
  ) {
    this.#beforeStatement = beforeStatement;
    // sql.js uses no more of an array than a PageImage has.
    this.#database = new engine.Database(image as Uint8Array | undefined);
    registerQuantileFunction(this.#database);
    this.execute(settings);
  }

  /** The database itself, for statements that are not ours. */
  get raw(): Database {
    return this.#database;
  }

  execute(sql: string): void {
    this.#database.run(sql);
  }

  run(sql: string, parameters: SqlParameters = {}): void {
    this.#each(sql, parameters, () => undefined);
  }

  changed(sql: string, parameters?: SqlParameters): number {
    this.run(sql, parameters);
    return this.#database.getRowsModified();
  }

  runEach(sql: string, rows: readonly SqlParameters[]): void {
    for (const row of rows) this.run(sql, row);
  }

  each(sql: string, parameters: SqlParameters, visit: (row: Row) => void): void {
    this.#each(sql, parameters, visit);
  }

  all(sql: string, parameters: SqlParameters = {}): Row[] {
    const rows: Row[] = [];
    this.#each(sql, parameters, (row) => rows.push(row));
    return rows;
  }

  allEach(sql: string, rows: readonly SqlParameters[]): Row[][] {
    return rows.map((row) => this.all(sql, row));
  }

  table(sql: string, parameters: SqlParameters, limit: number): ResultTable {
    const prepared = this.#prepare(sql);
    const { statement } = prepared;
    try {
      bind(prepared, parameters);
      return readTable(statement, limit);
    } finally {
      statement.reset();
    }
  }

  first(sql: string, parameters: SqlParameters = {}): Row | undefined {
    return this.all(sql, parameters)[0];
  }

  transaction<Result>(work: () => Result): Result {
    this.execute('BEGIN');
    try {
      const result = work();
      this.execute('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** The bytes of the database as a file. Statements and settings of the connection stay as they are. */
  image(): Uint8Array {
    return this.#database.export();
  }

  /** Frees the memory; nothing may be called afterwards. */
  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  /** Some errors (out of memory, a full database) make SQLite roll back on its own. */
  #rollBack(): void {
    try {
      this.execute('ROLLBACK');
    } catch {
      return;
    }
  }

  #each(sql: string, parameters: SqlParameters, visit: (row: Row) => void): void {
    const prepared = this.#prepare(sql);
    const { statement, columns } = prepared;
    try {
      bind(prepared, parameters);
      while (statement.step()) visit(new Row(columns, statement.get()));
    } finally {
      statement.reset();
    }
  }

  #prepare(sql: string): Prepared {
    this.#beforeStatement();
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    const columns = new Map(statement.getColumnNames().map((name, index) => [name, index]));
    const prepared = { statement, parameters: parametersOf(sql), columns };
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** By place: by name sql.js looks each parameter up again at every call, which takes longer than writing the row. */
function bind({ statement, parameters: names }: Prepared, parameters: SqlParameters): void {
  statement.bind(names.map((name) => parameters[name]) as SqlValue[]);
}

/** A text or a comment, in which nothing is a parameter, or a parameter. */
const token = /'[^']*'|--[^\n]*|\/\*[^]*?\*\/|:(\w+)/g;

/** The names of a statement's parameters in the order in which SQLite numbers them: that in which each first stands. */
function parametersOf(sql: string): readonly string[] {
  const names = Array.from(sql.matchAll(token), ([, name]) => name).filter(
    (name) => name !== undefined,
  );
  return [...new Set(names)];
}

/** Frees what can be freed of a connection that was thrown out of the middle of a statement. */
export function closeBroken(connection: SqlJsConnection): void {
  try {
    connection.close();
  } catch {
    return;
  }
}
