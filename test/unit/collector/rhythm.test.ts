import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { nextPoll, nextScrape } from '../../../src/collector/rhythm';
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
