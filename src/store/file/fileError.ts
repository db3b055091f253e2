import { errorMessage } from '../../domain/errorMessage';
import { StoreError } from '../storeError';

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space; what is not written yet is kept in memory.',
  EDQUOT: 'your disk quota is used up. Free some space; what is not written yet is kept in memory.',
  EFBIG: 'the file may not grow further. Raise the limit, or choose another storage folder.',
  EROFS: 'the disk is read-only. Choose another storage folder.',
  EACCES: 'permission was denied. Give yourself access to the folder, or choose another one.',
  EPERM: 'permission was denied. Give yourself access to the folder, or choose another one.',
  ENOTDIR: 'a part of the path is not a folder. Choose another storage folder.',
  EEXIST: 'a file is in the place of a folder. Move it away, or choose another storage folder.',
  EISDIR: 'a folder is in its place. Move it away, or choose another storage folder.',
};

/** A StoreError of what the file system threw while doing `what` ("The database /x cannot be read"). */
export function fileError(error: unknown, what: string): StoreError {
  if (error instanceof StoreError) return error;
  const reason =
    remedies[codeOf(error) ?? ''] ?? `${errorMessage(error)}. Choose another storage folder.`;
  return new StoreError(`${what}: ${reason}`, { cause: error });
}

/** The code of a failed system call, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The result of a file operation; undefined when there is no such file. */
export function ifThere<Result>(operation: () => Result): Result | undefined {
  try {
    return operation();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
