import { closeSync, fsyncSync, openSync } from 'node:fs';
import { codeOf } from './fileError';

/** What a system says that keeps names by itself and syncs no folder: Windows, and file systems of a network. */
const notForFolders: readonly (string | undefined)[] = ['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'];

/** Makes a name that was put into a folder survive a power cut, where that has to be asked for. */
export function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    if (!notForFolders.includes(codeOf(error))) throw error;
  }
}
