import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { ResultTable } from '../../src/domain/resultTable';
import type { Connection, SqlParameters } from '../../src/store/database/connection';
import { registerQuantileFunction } from '../../src/store/sqljs/quantileFunction';
import { Row } from '../../src/store/database/row';

/** The peer's statements and the names of their columns, prepared once as ours are. */
interface Prepared {
  readonly statement: StatementSync;
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, number>;
}

/** What sql.js calls to make an aggregate known. */
type Aggregate = {
  init(): unknown;
  step(state: unknown, ...values: never[]): unknown;
  finalize(state: unknown): number | string | null;
};

/**
 * Native SQLite behind the methods of our Connection, so that both sides run the same code and the same statements:
 * write-ahead log, every commit synced.
 */
export class NativeConnection implements Connection {
  readonly #path: string;
  readonly #settings: string;
  #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  private constructor(path: string, settings: string) {
    this.#path = path;
    this.#settings = settings;
    this.#database = this.#open();
  }

  static open(path: string): NativeConnection {
    return new NativeConnection(
      path,
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536',
    );
  }

  /** For filling a new file, of which nothing counts before it is whole; it is a plain one afterwards. */
  static forLoading(path: string): NativeConnection {
    return new NativeConnection(
      path,
      `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
       PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1000000`,
    );
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, parameters: SqlParameters = {}): void {
    this.#rows(sql, parameters);
  }

  changed(sql: string, parameters: SqlParameters = {}): number {
    return Number(this.#prepare(sql).statement.run(parameters).changes);
  }

  all(sql: string, parameters: SqlParameters = {}): Row[] {
    const { columns } = this.#prepare(sql);
    return this.#rows(sql, parameters).map((values) => new Row(columns, values));
  }

  runEach(sql: string, rows: readonly SqlParameters[]): void {
    for (const row of rows) this.run(sql, row);
  }

  each(sql: string, parameters: SqlParameters, visit: (row: Row) => void): void {
    this.all(sql, parameters).forEach(visit);
  }

  first(sql: string, parameters: SqlParameters = {}): Row | undefined {
    return this.all(sql, parameters)[0];
  }

  allEach(sql: string, rows: readonly SqlParameters[]): Row[][] {
    return rows.map((row) => this.all(sql, row));
  }

  table(sql: string, parameters: SqlParameters, limit: number): ResultTable {
    const rows = this.#rows(sql, parameters).slice(0, limit);
    const { names } = this.#prepare(sql);
    const columns = names.map((name, index) => ({
      name,
      values: rows.map((row) => row[index] as number | string | null),
    }));
    return { columns, rowCount: rows.length, cut: false };
  }

  transaction<Result>(work: () => Result): Result {
    this.execute('BEGIN');
    const result = work();
    this.execute('COMMIT');
    return result;
  }

  /** As a native program would: a copy without free pages, synced, in the place of the file. */
  compact(): void {
    const copy = `${this.#path}.writing`;
    this.execute(`VACUUM INTO '${copy}'`);
    const file = openSync(copy, 'r+');
    fsyncSync(file);
    closeSync(file);
    this.close();
    renameSync(copy, this.#path);
    this.#database = this.#open();
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #open(): DatabaseSync {
    const database = new DatabaseSync(this.#path);
    database.exec(this.#settings);
    registerQuantileFunction({
      create_aggregate: (name: string, aggregate: Aggregate) => {
        database.aggregate(name, {
          start: () => aggregate.init(),
          step: (state, ...values) => aggregate.step(state, ...values),
          result: (state) => aggregate.finalize(state),
          varargs: true,
        });
      },
    } as unknown as Parameters<typeof registerQuantileFunction>[0]);
    return database;
  }

  #rows(sql: string, parameters: SqlParameters): unknown[][] {
    return this.#prepare(sql).statement.all(parameters) as unknown[][];
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    statement.setAllowUnknownNamedParameters(true);
    const names = statement.columns().map(({ name }) => name);
    const columns = new Map(names.map((name, index) => [name, index]));
    const prepared = { statement, names, columns };
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}
