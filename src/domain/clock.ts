/** Time for the engine: a real one in the product, a virtual one in replays and tests. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /**
   * Calls back once `now()` has reached `at` (unix ms), never before, unless the clock was set back meanwhile.
   * The function returned cancels it.
   */
  schedule(at: number, callback: () => void): () => void;
}
