/** What the store could not do, as a sentence for the user: what, where, what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** The message of anything thrown; sql.js throws strings as well as Errors, and neither bears a code. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A StoreError of anything thrown while doing `what` ("Writing minute rows into /x/traffic.sqlite"). */
export function asStoreError(error: unknown, what: string, todo: string): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(`${what} failed: ${messageOf(error)}. ${todo}`, { cause: error });
}
