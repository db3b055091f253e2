import { floorTo } from '../domain/time';

const pollMs = 2000;
const hurriedPollMs = 1000;
/** A third of the log's ring: at twice this pace it would turn over between two polls. */
const manyRows = 333;

/** When to scrape next, unix ms: aligned, so that with a divisor of 60 one scrape lands just after each :00. */
export function nextScrape(now: number, intervalSeconds: number): number {
  const interval = intervalSeconds * 1000;
  return floorTo(now, interval) + interval;
}

const divisorsOf60: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];

/** The next longer interval, s: twice as long, and as all of them a divisor of 60; 60 at most. */
function doubled(seconds: number): number {
  return divisorsOf60.find((divisor) => divisor >= 2 * seconds) ?? 60;
}

/**
 * The interval to go on with, s: it doubles, up to 60 s, where a scrape took more than a fifth of it, and goes
 * back towards the `configured` one where it would not have (design, collection, section 2).
 */
export function nextInterval(configured: number, current: number, scrapeMs: number): number {
  const isSlow = (seconds: number): boolean => scrapeMs > (seconds * 1000) / 5;
  if (isSlow(current)) return doubled(current);
  let interval = configured;
  while (interval < current && isSlow(interval)) interval = doubled(interval);
  return Math.min(interval, current);
}

/** When to read the log before the next scrape at `scrapeAt`, which reads it too; null for not any more. */
export function nextPoll(now: number, scrapeAt: number, freshRows: number): number | null {
  const at = now + (freshRows > manyRows ? hurriedPollMs : pollMs);
  return at < scrapeAt - hurriedPollMs / 2 ? at : null;
}
