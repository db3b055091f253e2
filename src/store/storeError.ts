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
