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

/** When to read the log before the next scrape at `scrapeAt`, which reads it too; null for not any more. */
export function nextPoll(now: number, scrapeAt: number, freshRows: number): number | null {
  const at = now + (freshRows > manyRows ? hurriedPollMs : pollMs);
  return at < scrapeAt - hurriedPollMs / 2 ? at : null;
}
