import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { LogRow } from '../../../src/mockforge/logRow';
import {
  nextInterval,
  nextLogRead,
  nextScrape,
  paceOf,
  phaseOf,
  placeFrom,
} from '../../../src/collector/schedule';
import { after } from '../../support/times';

describe('nextScrape', () => {
  it('is at a whole number of intervals, later than now and at most one away', () => {
    const intervals = fc.constantFrom(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60);
    fc.assert(
      fc.property(fc.nat(10_000_000), intervals, (offset, seconds) => {
        const now = after(0) + offset;
        const next = nextScrape(now, seconds);
        return next > now && next - now <= seconds * 1000 && next % (seconds * 1000) === 0;
      }),
      { seed: 1 },
    );
  });
});

describe('phaseOf', () => {
  const intervals = fc.constantFrom(1, 5, 15, 60).map((seconds) => seconds * 1000);

  it('lets targets take turns 250 ms apart, and closer where an interval is short', () => {
    deepEqual(
      [0, 1, 11].map((place) => phaseOf(place, 12, 15_000)),
      [0, 250, 2750],
    );
    deepEqual(
      [0, 1, 11].map((place) => phaseOf(place, 12, 1000)),
      [0, 41, 451],
    );
  });

  it('is another one for each place, in the first half of the interval', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), intervals, (count, interval) => {
        const phases = Array.from({ length: count }, (_, place) => phaseOf(place, count, interval));
        return new Set(phases).size === count && phases.every((phase) => phase < interval / 2);
      }),
      { seed: 1 },
    );
  });

  it('spreads what begins at once, the current target at once and none with another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), intervals, (count, any, interval) => {
        const current = any % count;
        const begins = Array.from({ length: count }, (_, place) =>
          phaseOf(placeFrom(current, place, count), count, interval),
        );
        const gaps = begins.toSorted((a, b) => a - b).map((at, i, all) => at - (all[i - 1] ?? -1));
        const evenly = Math.min(250, Math.floor(interval / 2 / count));
        return (
          begins[current] === 0 &&
          gaps.slice(1).every((gap) => gap === evenly && gap > 0) &&
          begins.every((begin) => begin < interval / 2)
        );
      }),
      { seed: 1 },
    );
  });

  it('comes behind each full interval', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), intervals, fc.nat(11), (offset, interval, place) => {
        const now = after(0) + offset;
        const phase = phaseOf(place, 12, interval);
        const next = nextScrape(now, interval / 1000, phase);
        return next > now && next - now <= interval && next % interval === phase;
      }),
      { seed: 1 },
    );
  });
});

describe('nextLogRead', () => {
  const read = (perSecond: number, isStreamed = false, scrapeAt: number | null = null): number =>
    (nextLogRead(after(0), perSecond, { isStreamed, scrapeAt }) - after(0)) / 1000;

  it('is a second away, or when half of the ring has turned over, but at least half a second', () => {
    deepEqual([read(0), read(500), read(800)], [1, 1, 0.625]);
    equal(read(10_000), 0.5);
  });

  it('waits up to two seconds where the stream tells when requests come faster', () => {
    deepEqual([read(100, true), read(400, true), read(Infinity, true)], [2, 1.25, 0.5]);
  });

  it('leaves it to a scrape that is due at that time, unless that takes long', () => {
    deepEqual([read(0, false, after(1.1)), read(0, false, after(0.9))], [1.35, 1.15]);
    deepEqual([read(0, false, after(1.25)), read(0, false, after(15))], [1, 1]);
  });

  it('loses nothing below a thousand requests a second, whenever they begin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 990 }), fc.nat(1000), (perSecond, beginMs) => {
        let readAt = 0;
        let pace = 0;
        const served = (ms: number): number =>
          Math.floor((Math.max(0, ms - beginMs) * perSecond) / 1000);
        for (let i = 0; i < 20; i++) {
          const rule = { isStreamed: false, scrapeAt: null };
          const next = nextLogRead(readAt, pace, rule);
          const came = served(next) - served(readAt);
          if (came > 1000) return false;
          pace = (1000 * came) / (next - readAt);
          readAt = next;
        }
        return true;
      }),
    );
  });
});

describe('paceOf', () => {
  const rows = (...times: readonly number[]): LogRow[] =>
    times.map((finishedAt) => ({ finishedAt }) as LogRow);

  it('tells how many requests came a second, as many as can be where all came at once', () => {
    equal(paceOf(rows(0, 10, 20, 40)), 75);
    equal(paceOf(rows(5, 5)), Infinity);
    deepEqual([paceOf(rows(5)), paceOf([])], [NaN, 0]);
  });
});

describe('nextInterval', () => {
  it('doubles while scrapes take more than a fifth of it, as divisors of 60, to 60 at most', () => {
    const slow = (configured: number, current: number): number =>
      nextInterval(configured, current, current * 200 + 1);
    deepEqual([slow(15, 15), slow(15, 30), slow(15, 60)], [30, 60, 60]);
    deepEqual([slow(10, 10), slow(10, 20), slow(12, 12), slow(1, 4)], [20, 60, 30, 10]);
  });

  it('goes back as far as a scrape of that length allows, never below what is set', () => {
    equal(nextInterval(15, 60, 6001), 60);
    equal(nextInterval(15, 60, 6000), 30);
    equal(nextInterval(15, 60, 3000), 15);
    equal(nextInterval(15, 15, 0), 15);
  });

  it('keeps a scrape just after each full minute', () => {
    const settings = fc.constantFrom(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60);
    const lengths = fc.array(fc.nat(20_000), { maxLength: 20 });
    fc.assert(
      fc.property(settings, lengths, (configured, scrapes) => {
        let interval: number = configured;
        for (const scrapeMs of scrapes) interval = nextInterval(configured, interval, scrapeMs);
        return 60 % interval === 0 && interval >= configured;
      }),
    );
  });
});
