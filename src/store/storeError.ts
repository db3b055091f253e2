import { errorMessage } from '../domain/errorMessage';
import { FaultError } from '../domain/faultError';
import type { StoreFault } from './storeFault';

/** What the store could not do. */
export class StoreError extends FaultError<StoreFault> {
  override readonly name = 'StoreError';
}

/** A StoreError of anything thrown; `faultOf` says what it is where it is none yet. */
export function asStoreError(error: unknown, faultOf: (reason: string) => StoreFault): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(faultOf(errorMessage(error)), { cause: error });
}

/** What is wrong with the store, if that is what was thrown. By its name: each side of a boundary has classes of its own. */
export function storeFaultOf(error: unknown): StoreFault | null {
  const isOne = error instanceof Error && error.name === 'StoreError' && 'fault' in error;
  return isOne ? ((error.fault as StoreFault | undefined) ?? null) : null;
}
