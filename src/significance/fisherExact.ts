/** Below so many expected observations of a kind the normal distribution approximates badly, and this test is taken. */
export const fewestExpected = 5;

/** Tables that are as probable but for rounding: the sums of a hundred thousand factors differ by less. */
const alike = 1 + 1e-10;

/**
 * Fisher's exact test, two-sided: of all ways in which the failed requests could have fallen into the two spans, the
 * probability of those that are no more probable than what happened (as SciPy's fisher_exact and R's fisher.test).
 * It walks through all of them, which are one more than the smallest of the four sums of rows and columns.
 */
export function fisherExact(
  [failedBefore, before]: readonly [failed: number, requests: number],
  [failedAfter, after]: readonly [failed: number, requests: number],
): number {
  const failed = failedBefore + failedAfter;
  const least = Math.max(0, failed - after);
  const most = Math.min(failed, before);
  // How many times as probable one more failed request before is. Ratios, since factorials of millions are no numbers.
  const ratio = (k: number): number =>
    ((failed - k) * (before - k)) / ((k + 1) * (after - failed + k + 1));
  const mode = Math.floor(((before + 1) * (failed + 1)) / (before + after + 2));
  const start = Math.min(most, Math.max(least, mode));
  // All relative to the most probable, so that none is too great for a number.
  const weights = new Float64Array(most - least + 1);
  weights[start - least] = 1;
  for (let k = start; k < most; k += 1) {
    weights[k + 1 - least] = (weights[k - least] ?? 0) * ratio(k);
  }
  for (let k = start; k > least; k -= 1) {
    weights[k - 1 - least] = (weights[k - least] ?? 0) / ratio(k - 1);
  }
  const limit = (weights[failedBefore - least] ?? 0) * alike;
  let [asExtreme, all] = [0, 0];
  for (const weight of weights) {
    all += weight;
    if (weight <= limit) asExtreme += weight;
  }
  return asExtreme / all;
}
