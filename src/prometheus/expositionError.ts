/**
 * A body that is no exposition, or only a part of one. Nothing of it may be used, also not the
 * samples that were handed out before the error.
 */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';

  /**
   * @param problem what is wrong, without the place
   * @param line counted from 1
   * @param column counted from 1, in bytes
   */
  constructor(
    problem: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`line ${line}, column ${column}: ${problem}`);
  }
}
