import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { nextInterval, nextPoll, nextScrape } from '../../../src/collector/rhythm';
import { after } from '../../support/times';

describe('rhythm', () => {
  it('scrapes next at a whole interval, later than now and at most one away', () => {
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

  it('polls after two seconds, after one when many rows came, and not just before a scrape', () => {
    equal(nextPoll(after(0), after(15), 333), after(2));
    equal(nextPoll(after(0), after(15), 334), after(1));
    equal(nextPoll(after(12.4), after(15), 0), after(14.4));
    equal(nextPoll(after(12.5), after(15), 0), null);
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
