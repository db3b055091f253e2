/** Time that a request of an endpoint takes on average, ms, by where it goes; null where that is not known. */
interface RequestTime {
  readonly averageMs: number | null;
  readonly injected: { readonly averageMs: number } | null;
}

/**
 * Milliseconds that a request of an endpoint takes on average: in its handler and by the delay that was injected; null
 * where neither is known.
 */
export function timePerRequest({ averageMs, injected }: RequestTime): number | null {
  return averageMs === null && injected === null
    ? null
    : (averageMs ?? 0) + (injected?.averageMs ?? 0);
}

/** Milliseconds that all requests of an endpoint took together, its impact; null where their average is not known. */
export function timeSpent(row: RequestTime & { readonly requests: number }): number | null {
  const time = timePerRequest(row);
  return time === null ? null : row.requests * time;
}
