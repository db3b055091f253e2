import { errorMessage } from '../domain/errorMessage';
import type { StoreFault } from './storeFault';

/**
 * What the store could not do: as data, which src/sentences words, or as a sentence that says what, where and what to
 * do.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault | undefined;

  constructor(what: StoreFault | string, options?: ErrorOptions) {
    super(typeof what === 'string' ? what : JSON.stringify(what), options);
    this.fault = typeof what === 'string' ? undefined : what;
  }
}

/** A StoreError of anything thrown while doing `what` ("Writing minute rows into /x/traffic.sqlite"). */
export function asStoreError(error: unknown, what: string, todo: string): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(`${what} failed: ${errorMessage(error)}. ${todo}`, { cause: error });
}
