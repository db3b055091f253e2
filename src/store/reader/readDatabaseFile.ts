import { resolve } from 'node:path';
import type { ResultTable } from '../../domain/resultTable';
import type { SqlJsConnection } from '../sqljs/sqlJsConnection';
import { loadLimitedSqlEngine } from '../sqljs/sqlEngine';
import { readSql } from '../sqljs/readSql';
import { ReadingSession } from '../session/readingSession';
import type { StoreFault } from '../storeFault';

/** A read of a database file that may be in use: which file, what to ask, and where SQLite is. */
export interface FileRead {
  readonly file: string;
  readonly wasmPath: string;
  readonly sql: string;
  /** Rows at most. */
  readonly limit: number;
}

/**
 * Runs one reading statement on a database file as it was at the last commit, while another process may write
 * it. Nothing is written. Rejects with a StoreError.
 */
export async function readDatabaseFile(read: FileRead): Promise<ResultTable> {
  const { file, wasmPath, sql, limit } = read;
  const { result } = await readFromFile(file, wasmPath, (connection) =>
    readSql(connection, sql, limit),
  );
  return result;
}

/** The result of a piece of work on a database file. */
export interface FileResult<Result> {
  readonly result: Result;
  /** Why the sidecar was left out; undefined where it was not. */
  readonly leftOut: StoreFault | undefined;
}

/** Does `work` on a database file, as readDatabaseFile does. */
export async function readFromFile<Result>(
  file: string,
  wasmPath: string,
  work: (connection: SqlJsConnection) => Result,
): Promise<FileResult<Result>> {
  const session = new ReadingSession(await loadLimitedSqlEngine(wasmPath), resolve(file));
  try {
    return { result: await session.read(work), leftOut: session.leftOut };
  } finally {
    session.close();
  }
}
