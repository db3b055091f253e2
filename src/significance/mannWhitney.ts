import { twoSidedP } from './normal';

/** What the ranks of two groups of observations say. */
export interface RankTest {
  /** How probable it is that groups without any difference differ at least so much: 0 to 1. */
  readonly p: number;
  /** Of all pairs of one of each group, the share in which the second one's is greater; ties count half. */
  readonly greater: number;
}

/**
 * The Mann-Whitney U test, two-sided, of observations that are known by their bucket alone: by the normal approximation
 * with corrections for ties and continuity, as SciPy's mannwhitneyu(method='asymptotic') has it of the numbers of their
 * buckets. Sums of what is positive only, so that a billion observations lose no digits that matter.
 * @param before how many observations are in each bucket, at least one in all; `after` has as many buckets
 */
export function mannWhitney(before: readonly number[], after: readonly number[]): RankTest {
  let [belowBefore, belowAfter, ties] = [0, 0, 0];
  // Twice what U of the second group is above its expectation.
  let excess = 0;
  for (const [i, ofBefore] of before.entries()) {
    const ofAfter = after[i] ?? 0;
    excess += ofAfter * belowBefore - ofBefore * belowAfter;
    const [below, both] = [belowBefore + belowAfter, ofBefore + ofAfter];
    // The cubes of all less those of each bucket, whose difference would be lost in them.
    ties += 3 * both * below * (below + both);
    belowBefore += ofBefore;
    belowAfter += ofAfter;
  }
  const pairs = belowBefore * belowAfter;
  const all = belowBefore + belowAfter;
  const greater = 0.5 + excess / 2 / pairs;
  const deviation = Math.sqrt(((pairs / 12 / all) * ties) / (all - 1));
  const beyond = Math.abs(excess) / 2 - 0.5;
  return { p: beyond > 0 ? twoSidedP(beyond / deviation) : 1, greater };
}
