import { errorMessage } from '../../domain/errorMessage';
import { codeOf } from '../file/fileError';
import { StoreError } from '../storeError';

/** A StoreError of what was thrown while `out` was written: by the file system, or by SQLite, which reads. */
export function exportError(error: unknown, out: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const reason = errorMessage(error);
  return new StoreError(
    code === undefined
      ? { kind: 'export_unreadable', out, reason }
      : { kind: 'export_unwritable', out, code, reason },
    { cause: error },
  );
}
