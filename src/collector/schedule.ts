import { floorTo } from '../domain/time';
import type { LogRow } from '../mockforge/logRow';
import { logRingSize } from '../mockforge/paths';

/** Between two reads of the log at least and, where no stream tells what comes, at most, ms. */
const shortestGapMs = 500;
const longestGapMs = 1000;
/** While the stream tells how fast requests come, ms. */
const longestStreamedGapMs = 2000;
/** A scrape reads the log itself, a moment after it began, ms. */
const scrapeMs = 250;

/** Between the scrapes of two targets, ms. */
const turnMs = 250;

/**
 * How long after each full interval a target is scraped, ms, or after all have begun at once: those of a list in turn, all
 * in the first half of an interval, so that each delta stays in its minute.
 */
export function phaseOf(place: number, count: number, intervalMs: number): number {
  return place * Math.min(turnMs, Math.floor(intervalMs / 2 / count));
}

/** The place of a target in a list that goes on from the one at `first` and begins again behind its last. */
export function placeFrom(first: number, place: number, count: number): number {
  return (place - first + count) % count;
}

/**
 * When to scrape next, unix ms: aligned, so that with a divisor of 60 one scrape lands just after each :00, and later by a
 * phase.
 */
export function nextScrape(now: number, intervalSeconds: number, phaseMs = 0): number {
  const interval = intervalSeconds * 1000;
  return floorTo(now - phaseMs, interval) + interval + phaseMs;
}

const divisorsOf60: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];

/** The next longer interval, s: twice as long, and as all of them a divisor of 60; 60 at most. */
function doubled(seconds: number): number {
  return divisorsOf60.find((divisor) => divisor >= 2 * seconds) ?? 60;
}

/**
 * The interval to go on with, s: it doubles, up to 60 s, where a scrape took more than a fifth of it, and goes
 * back towards the `configured` one where it would not have (docs/collection.md#scraping).
 */
export function nextInterval(configured: number, current: number, scrapeMs: number): number {
  const isSlow = (seconds: number): boolean => scrapeMs > (seconds * 1000) / 5;
  if (isSlow(current)) return doubled(current);
  let interval = configured;
  while (interval < current && isSlow(interval)) interval = doubled(interval);
  return Math.min(interval, current);
}

/**
 * When to read the log next, unix ms, after a read that began at `readAt` and found so many requests a second: before
 * half of its ring has turned over. The scrape that is due at `scrapeAt` reads it too, unless that takes long.
 */
export function nextLogRead(
  readAt: number,
  perSecond: number,
  { isStreamed, scrapeAt }: { readonly isStreamed: boolean; readonly scrapeAt: number | null },
): number {
  const halfMs = Math.floor((1000 * logRingSize) / 2 / perSecond);
  const longest = isStreamed ? longestStreamedGapMs : longestGapMs;
  const at = readAt + Math.max(shortestGapMs, Math.min(longest, halfMs));
  if (scrapeAt === null || Math.abs(at - scrapeAt) >= scrapeMs) return at;
  return scrapeAt + scrapeMs;
}

/** How many requests a second came while these rows did, oldest first; as many as can be where all came at once. */
export function paceOf(rows: readonly LogRow[]): number {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return 0;
  return (1000 * (rows.length - 1)) / Math.max(0, last.finishedAt - first.finishedAt);
}
