/** Moments that are drawn as one, at the first of them. */
export interface Joined {
  readonly x: number;
  readonly count: number;
}

/** Those joined that would lie upon each other, closer than so many pixels to the first; in order. */
export function joinedMoments(xs: readonly number[], apart: number): readonly Joined[] {
  const joined: { x: number; count: number }[] = [];
  for (const x of xs) {
    const last = joined.at(-1);
    if (last && x - last.x < apart) last.count += 1;
    else joined.push({ x, count: 1 });
  }
  return joined;
}
