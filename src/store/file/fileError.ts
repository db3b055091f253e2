import { asStoreError } from '../storeError';
import type { StoreError } from '../storeError';
import type { FileAct } from '../storeFault';

/** A StoreError of what the file system threw over an `act` on the file or folder of a path. */
export function fileError(error: unknown, act: FileAct, path: string): StoreError {
  return asStoreError(error, (reason) => ({
    kind: 'file_failed',
    act,
    path,
    code: codeOf(error),
    reason,
  }));
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
