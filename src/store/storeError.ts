import { errorMessage } from '../domain/errorMessage';
/** What the store could not do, as a sentence for the user: what, where, what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** A StoreError of anything thrown while doing `what` ("Writing minute rows into /x/traffic.sqlite"). */
export function asStoreError(error: unknown, what: string, todo: string): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(`${what} failed: ${errorMessage(error)}. ${todo}`, { cause: error });
}
