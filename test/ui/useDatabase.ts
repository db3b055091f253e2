import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { targetDatabasePath } from '../../src/domain/target';
import { settingKeys } from '../../src/ids';
import { repositoryRoot } from '../support/repository';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';
import type { OpenWorkbench } from './openWorkbench';

/** Nobody listens there. */
const gone = { metricsUrl: 'http://127.0.0.1:2/metrics', adminUrl: 'http://127.0.0.1:2' };

/** A database that the workbench finds, of a server that is gone. */
export interface FilledDatabase {
  /** A folder that goes away with it. */
  folder(): string;
}

/**
 * Lets the workbench of the surrounding `describe` find a database.
 * @param filled is called with its file when it is written and not open yet
 */
export function useDatabase(
  current: () => OpenWorkbench,
  fill: (database: WholeDatabase) => Promise<void>,
  filled: (file: string) => void = () => undefined,
): FilledDatabase {
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'filled-'));
    const file = join(folder, targetDatabasePath(gone));
    mkdirSync(dirname(file), { recursive: true });
    const wasmPath = join(repositoryRoot(), 'dist', 'sql-wasm.wasm');
    const database = await WholeDatabase.open({ file, wasmPath });
    await fill(database);
    await database.close();
    filled(file);
    await current().workbench.applySettings({
      [settingKeys.storagePath]: folder,
      [settingKeys.metricsUrl]: gone.metricsUrl,
      [settingKeys.adminUrl]: gone.adminUrl,
    });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  return { folder: () => folder };
}
