/**
 * Milliseconds that a request of an endpoint takes on average: in its handler and by the delay that was injected; null
 * where neither is known.
 */
export function timePerRequest({
  averageMs,
  injected,
}: {
  readonly averageMs: number | null;
  readonly injected: { readonly averageMs: number } | null;
}): number | null {
  return averageMs === null && injected === null
    ? null
    : (averageMs ?? 0) + (injected?.averageMs ?? 0);
}
