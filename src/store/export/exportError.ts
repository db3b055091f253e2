import { errorMessage } from '../../domain/errorMessage';
import { codeOf } from '../file/fileError';
import { StoreError } from '../storeError';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, or choose another folder',
  EDQUOT: 'your disk quota is used up. Free some space, or choose another folder',
  EFBIG: 'a file may not grow that large there. Choose another folder',
  EROFS: 'the disk is read-only. Choose another folder',
  EACCES: 'permission was denied. Choose another folder',
  EPERM: 'permission was denied. Choose another folder',
  ENOENT: 'there is no such folder. Choose another one',
  ENOTDIR: 'a part of the path is not a folder. Choose another one',
  EISDIR: 'a folder is in its place. Choose another name',
};

/** A StoreError of what was thrown while `out` was written: by the file system, or by SQLite, which reads. */
export function exportError(error: unknown, out: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  if (code === undefined) {
    return new StoreError(
      `The database cannot be read for the export ${out}: ${errorMessage(error)}. Run the command check on it. Nothing was left behind.`,
      { cause: error },
    );
  }
  const reason = reasons[code] ?? `${errorMessage(error)}. Choose another folder`;
  return new StoreError(
    `The export ${out} cannot be written: ${reason}, and export again. Nothing was left behind.`,
    { cause: error },
  );
}
