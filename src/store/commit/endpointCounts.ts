/** Endpoints of a client and hour that are counted (docs/collection.md#clients). */
const countedEndpoints = 20;

/**
 * Adds requests by endpoint to a client's counts, of which at most 20 are kept: one more replaces the least frequent
 * and inherits its count (Metwally's Space-Saving). So up to 20 endpoints are counted exactly, and of more, every one
 * with over a twentieth of the client's requests is among those kept.
 */
export function addEndpointCounts(
  before: ReadonlyMap<string, number>,
  added: ReadonlyMap<string, number>,
): Map<string, number> {
  const counts = new Map(before);
  for (const [endpoint, count] of mostFirst(added)) {
    const own = counts.get(endpoint);
    const [least, taken] =
      own === undefined && counts.size >= countedEndpoints
        ? (mostFirst(counts).pop() ?? ['', 0])
        : [endpoint, own ?? 0];
    counts.delete(least);
    counts.set(endpoint, taken + count);
  }
  return new Map(mostFirst(counts));
}

/** By count, and by name where counts are equal, so that the order depends on nothing else. */
function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
