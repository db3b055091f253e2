import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellValue } from '../../../../src/domain/resultTable';
import { rowsOf } from '../../../../src/domain/resultTable';
import { WholeDatabase } from './wholeDatabase';
import { ManualClock } from './manualClock';

export const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

/** A folder of its own for each test that asks, removed after it. Call it in a describe block. */
export function temporaryFolders(): () => Promise<string> {
  let folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    folders = [];
  });
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'traffic-store-'));
    folders.push(folder);
    return folder;
  };
}

/** New databases in folders of their own, closed and removed after each test. Call it in a describe block. */
export function newDatabases(): () => Promise<WholeDatabase> {
  let databases: WholeDatabase[] = [];
  // Before the hook of temporaryFolders: closing writes into the folders.
  afterEach(async () => {
    for (const database of databases) await database.close();
    databases = [];
  });
  const folder = temporaryFolders();
  return async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const database = await WholeDatabase.open({ file, wasmPath, clock: new ManualClock() });
    databases.push(database);
    return database;
  };
}

/** The rows of a reading statement. */
export async function rows(
  database: WholeDatabase,
  sql: string,
): Promise<Record<string, CellValue>[]> {
  return rowsOf(await database.readSql(sql, 100_000));
}
