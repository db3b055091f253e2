import type { ResultTable } from '../../domain/resultTable';
import type { Row, SqlValue } from './row';

export type SqlParameters = Readonly<Record<string, SqlValue>>;

/**
 * A database to which statements are given. Everything is synchronous and throws what the engine throws; callers add
 * what was being done, since only they know. sql/README.md says what the statements need of an engine beyond standard
 * SQL.
 */
export interface Connection {
  /** Runs statements without parameters and results, separated by semicolons. */
  execute(sql: string): void;
  /** Runs one statement; parameters are named without their colon. */
  run(sql: string, parameters?: SqlParameters): void;
  /** Runs one statement and tells how many rows it has inserted, updated or deleted. */
  changed(sql: string, parameters?: SqlParameters): number;
  /**
   * Runs one statement for each set of parameters, in their order. Where it is INSERT ... ON CONFLICT DO UPDATE, no two of
   * them may lead to the same row.
   */
  runEach(sql: string, rows: readonly SqlParameters[]): void;
  /** Gives each row of one statement to `visit`, without holding them all. */
  each(sql: string, parameters: SqlParameters, visit: (row: Row) => void): void;
  /** All rows of one statement. */
  all(sql: string, parameters?: SqlParameters): Row[];
  /** The first row of one statement. */
  first(sql: string, parameters?: SqlParameters): Row | undefined;
  /** As `all` for each set of parameters, with the rows of each in no certain order. A SELECT sees none of the others' work. */
  allEach(sql: string, rows: readonly SqlParameters[]): Row[][];
  /** The result of one statement by column, `limit` rows at most. */
  table(sql: string, parameters: SqlParameters, limit: number): ResultTable;
  /** Does `work` in one transaction: all of it, or, when it throws, nothing. */
  transaction<Result>(work: () => Result): Result;
}
