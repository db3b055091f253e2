/** Noon of a Monday, unix ms: the start of a minute, an hour and a scrape interval. */
export const noon = Date.UTC(2026, 0, 5, 12);

/** So many seconds after noon, unix ms. */
export function after(seconds: number): number {
  return noon + seconds * 1000;
}

/** The start of the n-th minute after noon, unix seconds. */
export function minute(n: number): number {
  return noon / 1000 + n * 60;
}
