import type { BigIntStats } from 'node:fs';
import { statSync } from 'node:fs';
import { codeOf } from './fileError';

/** What identifies a file, also against a later one of the same name: its file system and its inode. */
export function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev} ${ino}`;
}

/** The identity of the file at a path; undefined when there is none. Throws what else the file system throws. */
export function identityAt(path: string): string | undefined {
  try {
    return identityOf(statSync(path, { bigint: true }));
  } catch (error) {
    // A folder of the path may be gone, or be something else by now.
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
