/** Radii that mark the last known point of a line, and every one that has no neighbour to be joined to. */
export function lastPointOnly(known: readonly boolean[]): number[] {
  const last = known.lastIndexOf(true);
  return known.map((isKnown, i) => {
    if (!isKnown) return 0;
    if (i === last) return 3.5;
    return known[i - 1] !== true && known[i + 1] !== true ? 2 : 0;
  });
}
