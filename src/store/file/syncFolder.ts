import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes a name that was put into a folder survive a power cut. Windows does so on its own and cannot open a folder. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
