import { join } from 'node:path';
import { productName } from '../../src/ids';
import type { OpenWorkbench } from './openWorkbench';

/** Saves all that was collected as a database into a folder, by the palette, and returns its path. */
export async function exportDatabase(
  { workbench, t }: OpenWorkbench,
  folder: string,
): Promise<string> {
  const file = join(folder, 'exported.sqlite');
  await workbench.runCommand(`${productName}: ${t('Export Data...')}`);
  await workbench.quickInput.choose(t('Database (SQLite)'));
  await workbench.quickInput.nameFile(t('Save As'), file);
  await workbench.notified(t('Exported to {0}', file));
  await workbench.runCommand('Notifications: Clear All Notifications');
  return file;
}
