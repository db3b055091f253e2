/** The message of anything thrown; sql.js, for one, throws strings as well as Errors. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
