/**
 * Shares out `count` in proportion to `weights`, in whole numbers that add up to it (Hamilton's method: what
 * rounding down leaves goes to the largest remainders, of equal ones to the first). None gets more than its weight
 * where `count` is not more than all of them. All numbers are whole and 0 or more.
 */
export function inProportion(count: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (count * weight) / total);
  const shares = exact.map(Math.floor);
  let rest = count - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = [...exact.keys()].sort(
    (a, b) => (exact[b] ?? 0) - (shares[b] ?? 0) - ((exact[a] ?? 0) - (shares[a] ?? 0)),
  );
  for (const i of byRemainder) {
    if (rest-- <= 0) break;
    shares[i] = (shares[i] ?? 0) + 1;
  }
  return shares;
}
