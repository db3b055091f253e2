import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';

export const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

/** Folders for a suite, removed after it. Call it in a describe block. */
export function folders(): () => Promise<string> {
  const made: string[] = [];
  after(async () => {
    for (const folder of made) await rm(folder, { recursive: true, force: true });
  });
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mockforge-analytics-'));
    made.push(folder);
    return folder;
  };
}

/**
 * Databases on real files for a suite, new ones or what `write` writes at a path, closed and removed after it. Call it in
 * a describe block.
 */
export function databases(): (write?: (file: string) => Promise<void>) => Promise<WholeDatabase> {
  const folder = folders();
  const opened: WholeDatabase[] = [];
  after(async () => {
    for (const database of opened) await database.close();
  });
  return async (write) => {
    const file = join(await folder(), 'traffic.sqlite');
    await write?.(file);
    const database = await WholeDatabase.open({ file, wasmPath });
    opened.push(database);
    return database;
  };
}
