import { join } from 'node:path';
import { productName } from '../../src/ids';
import type { OpenWorkbench } from './openWorkbench';

/** Saves all that was collected as a database into a folder, by the palette, and returns its path. */
export async function exportDatabase(
  { workbench }: OpenWorkbench,
  folder: string,
): Promise<string> {
  const file = join(folder, 'exported.sqlite');
  await workbench.runCommand(`${productName}: Export Data...`);
  await workbench.quickInput.choose('Database (SQLite)');
  await workbench.quickInput.nameFile('Save As', file);
  await workbench.notified(`Exported to ${file}`);
  await workbench.runCommand('Notifications: Clear All Notifications');
  return file;
}
