/** The answer did not come, or not whole, within the time given. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(readonly seconds: number) {
    super(`${seconds} s`);
  }
}
