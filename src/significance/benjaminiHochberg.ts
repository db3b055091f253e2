/**
 * The p-values of many tests, corrected for being many (Benjamini and Hochberg 1995): of all tests that are at most q
 * now, no more than the share q is expected to be chance. In their order, each at least what it was and at most 1.
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const descending = [...pValues.keys()].sort((a, b) => (pValues[b] ?? 0) - (pValues[a] ?? 0));
  const corrected = new Array<number>(pValues.length);
  let least = 1;
  for (const [position, index] of descending.entries()) {
    const rank = pValues.length - position;
    least = Math.min(least, (pValues[index] ?? 0) * (pValues.length / rank));
    corrected[index] = least;
  }
  return corrected;
}
