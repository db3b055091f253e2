/** Whether so long a silence, ms, without a good scrape is a gap: over one and a half intervals (docs/collection.md#gaps). */
export function isGap(silence: number, intervalMs: number): boolean {
  return silence > 1.5 * intervalMs;
}
