/**
 * The most points at which a series never falls: its values at the others cannot be true, since a counter never falls
 * while its process lives: neither to a value that is too low nor from one that is too high.
 * @param points indexes of values, of which none is NaN, in order
 */
export function growingPoints(values: Float64Array, points: readonly number[]): readonly number[] {
  const grows = points.every((point, i) => !(valueAt(point) < valueAt(points[i - 1] ?? point)));
  if (grows) return points;
  /** The last point of the best sequence of each length so far: the lowest value that one can end with. */
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const point of points) {
    const value = valueAt(point);
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (valueAt(ends[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    before.set(point, ends[low - 1]);
    ends[low] = point;
  }
  const kept: number[] = [];
  for (let point = ends.at(-1); point !== undefined; point = before.get(point)) kept.push(point);
  return kept.reverse();

  function valueAt(point: number): number {
    return values[point] ?? NaN;
  }
}
