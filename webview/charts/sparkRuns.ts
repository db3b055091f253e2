/** How a sparkline is laid out. */
export interface SparkLayout {
  readonly width: number;
  readonly height: number;
  /** Latencies differ by powers of ten: draw their logarithm. */
  readonly logarithmic: boolean;
}

/** Radius of the dot at the end; the line keeps this far from the edges. */
export const sparkDot = 2;

/** Pixels from point to point at least: more detail than that is noise at this size. */
const finest = 3;

/** The points of a sparkline, one list an unbroken run; null breaks it. */
export function sparkRuns(
  values: readonly (number | null)[],
  { width, height, logarithmic }: SparkLayout,
): (readonly [x: number, y: number])[][] {
  const scaled = thinned(values, Math.max(2, Math.floor(width / finest))).map((value) =>
    value === null ? null : logarithmic ? Math.log10(1 + value) : value,
  );
  const highest = Math.max(0, ...scaled.filter((value) => value !== null));
  const stride = (width - sparkDot) / Math.max(1, scaled.length - 1);
  // What is the only one is the last one, too.
  const start = scaled.length === 1 ? width - sparkDot : 0;
  const room = height - 2 * sparkDot;
  const runs: (readonly [number, number])[][] = [[]];
  for (const [i, value] of scaled.entries()) {
    const share = value === null || highest === 0 ? 0 : value / highest;
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([start + i * stride, sparkDot + room * (1 - share)]);
  }
  return runs.filter((run) => run.length > 0);
}

/** At most `most` values, each the mean of what is known of its part of the series. */
export function thinned(values: readonly (number | null)[], most: number): (number | null)[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, i) => {
    const from = Math.floor((i * values.length) / most);
    const to = Math.floor(((i + 1) * values.length) / most);
    const known = values.slice(from, to).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
