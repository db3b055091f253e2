import { deepEqual } from 'node:assert/strict';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

/** An account that collected for `seconds` from noon on, with a request in each scrape. */
function collected(seconds: number, aggregationSeconds?: number): AccountBench {
  const server = new MockForgeModel(after(-3600));
  const bench = new AccountBench(
    server,
    aggregationSeconds === undefined ? {} : { aggregationSeconds },
  );
  bench.scrape(noon);
  for (let at = 15; at <= seconds; at += 15) {
    server.serve({ at: after(at - 5) });
    bench.scrape(after(at));
  }
  return bench;
}

describe('TrafficAccount: when minutes become final', () => {
  it('is each closed minute by itself, once nothing of it is open', () => {
    deepEqual(
      [60, 120, 300, 345].map((seconds) => collected(seconds).books.finalBefore),
      [minute(0), minute(1), minute(4), minute(5)],
    );
  });

  it('is all minutes of an aggregation interval together', () => {
    deepEqual(
      [60, 120, 300, 345, 590, 645].map((seconds) => collected(seconds, 300).books.finalBefore),
      [minute(0), minute(0), minute(0), minute(5), minute(5), minute(10)],
    );
  });

  it('changes no row', () => {
    deepEqual(collected(900, 600).books.byMinute, collected(900).books.byMinute);
  });
});
