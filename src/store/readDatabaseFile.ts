import { resolve } from 'node:path';
import type { ResultTable } from '../domain/resultTable';
import { Connection } from './database/connection';
import { loadSqlEngine } from './database/sqlEngine';
import { DatabaseFile } from './file/databaseFile';
import { headerDefect } from './file/fileHeader';
import { readSql } from './readSql';
import { asStoreError, StoreError } from './storeError';

/** A read of a database file that may be in use: which file, what to ask, and where SQLite is. */
export interface FileRead {
  readonly file: string;
  readonly wasmPath: string;
  readonly sql: string;
  /** Rows at most. */
  readonly limit: number;
}

/**
 * Runs one reading statement on a copy of a database file in memory. The file is never written, and what its
 * writer has not saved yet is not seen. Rejects with a StoreError.
 */
export async function readDatabaseFile(read: FileRead): Promise<ResultTable> {
  const path = resolve(read.file);
  const image = await new DatabaseFile(path).read();
  if (!image) throw new StoreError(`There is no database ${path}. Give the path of one.`);
  const defect = headerDefect(image);
  if (defect)
    throw new StoreError(`${path} cannot be read: ${defect}. Give the path of a database.`);
  const engine = await loadSqlEngine(read.wasmPath);
  const connection = openConnection(engine, image, path);
  try {
    return readSql(connection, read.sql, read.limit);
  } finally {
    connection.close();
  }
}

function openConnection(
  engine: Awaited<ReturnType<typeof loadSqlEngine>>,
  image: Uint8Array,
  path: string,
): Connection {
  try {
    return new Connection(engine, image);
  } catch (error) {
    throw asStoreError(error, `Opening ${path}`, 'Give the path of a database.');
  }
}
