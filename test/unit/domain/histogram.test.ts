import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { commonHistogram } from '../../../src/domain/commonHistogram';
import {
  histogramCount,
  histogramQuantile,
  mergeHistograms,
  withoutObservation,
} from '../../../src/domain/histogram';
import type { Histogram } from '../../../src/domain/histogram';

function histogram(counts: readonly number[], bounds = [10, 20, 50], sum = 0): Histogram {
  return { bounds, counts, sum };
}

const counts = fc.array(fc.nat(50), { minLength: 4, maxLength: 4 });

describe('histogramQuantile', () => {
  const tenTwentySeventy = histogram([10, 20, 70, 0]);

  it('interpolates inside the bucket of its rank, as Prometheus does', () => {
    // Rank 50 of 100 is the 20th of the 70 between 20 and 50.
    const median = histogramQuantile(tenTwentySeventy, 0.5);
    deepEqual(median, { value: 20 + (30 * 20) / 70, bucket: [20, 50], above: false });
    equal(histogramQuantile(tenTwentySeventy, 0.95)?.value, 20 + (30 * 65) / 70);
  });

  it('begins the first bucket at 0', () => {
    equal(histogramQuantile(tenTwentySeventy, 0.05)?.value, 5);
  });

  it("takes a bucket's bound for a rank that lies on it", () => {
    equal(histogramQuantile(tenTwentySeventy, 0.1)?.value, 10);
    equal(histogramQuantile(tenTwentySeventy, 0.3)?.value, 20);
  });

  it('skips empty buckets', () => {
    deepEqual(histogramQuantile(histogram([0, 0, 4, 0]), 0.5)?.bucket, [20, 50]);
    equal(histogramQuantile(histogram([2, 0, 2, 0]), 0.5)?.value, 10);
  });

  it('says only that it lies above the highest bound in the +Inf bucket', () => {
    deepEqual(histogramQuantile(histogram([1, 0, 0, 9]), 0.95), {
      value: 50,
      bucket: [50, Infinity],
      above: true,
    });
  });

  it('is undefined without observations', () => {
    equal(histogramQuantile(histogram([0, 0, 0, 0]), 0.5), undefined);
  });

  it('grows with its rank and lies in its bucket', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (some, q) => {
        const low = histogramQuantile(histogram(some), q);
        const high = histogramQuantile(histogram(some), Math.min(0.995, q + 0.1));
        if (!low || !high) return histogramCount(histogram(some)) === 0;
        const [from, to] = low.bucket;
        return low.value >= from && low.value <= to && high.value >= low.value;
      }),
      { seed: 1 },
    );
  });
});

describe('mergeHistograms', () => {
  it('adds bucket by bucket', () => {
    const merged = mergeHistograms(
      histogram([1, 2, 3, 4], [10, 20, 50], 100),
      histogram([10, 20, 30, 40], [10, 20, 50], 1000),
    );
    deepEqual(merged, histogram([11, 22, 33, 44], [10, 20, 50], 1100));
  });

  it('refuses to guess where bounds differ', () => {
    throws(() => mergeHistograms(histogram([1, 1, 1, 1]), histogram([1, 1], [10])), RangeError);
    throws(
      () => mergeHistograms(histogram([1, 1, 1, 1]), histogram([1, 1, 1, 1], [10, 20, 51])),
      RangeError,
    );
  });
});

describe('commonHistogram', () => {
  it('is nothing of nothing', () => {
    equal(commonHistogram([]), undefined);
  });

  it('brings different bounds to those that all share, and stays exact', () => {
    const common = commonHistogram([
      histogram([1, 2, 4, 8], [10, 20, 50], 5),
      histogram([16, 32, 64], [20, 100], 7),
    ]);
    deepEqual(common, histogram([1 + 2 + 16, 4 + 8 + 32 + 64], [20], 12));
  });

  it('keeps every observation', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 6 });
    const some = bounds.chain((list) =>
      fc.array(fc.nat(9), { minLength: list.length + 1, maxLength: list.length + 1 }).map((made) =>
        histogram(
          made,
          list.sort((a, b) => a - b),
          made.length,
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 4 }), (all) => {
        const common = commonHistogram(all);
        ok(common);
        equal(
          histogramCount(common),
          all.reduce((sum, one) => sum + histogramCount(one), 0),
        );
      }),
      { seed: 1 },
    );
  });
});

describe('withoutObservation', () => {
  it('takes one of the highest bucket that can have it', () => {
    deepEqual(withoutObservation(histogram([1, 2, 3, 0], [10, 20, 50], 160), 45), {
      ...{ bounds: [10, 20, 50], counts: [1, 2, 2, 0], sum: 115 },
    });
    deepEqual(withoutObservation(histogram([1, 2, 3, 0], [10, 20, 50], 160), 20)?.counts, [
      ...[1, 1, 3, 0],
    ]);
    deepEqual(withoutObservation(histogram([0, 0, 3, 0], [10, 20, 50], 100), 5)?.counts, [
      ...[0, 0, 2, 0],
    ]);
    equal(withoutObservation(histogram([0, 1, 0, 0], [10, 20, 50], 15), 15), undefined);
  });

  it('leaves the others no less time than their buckets say, and no more than all took', () => {
    equal(withoutObservation(histogram([0, 1, 1, 0], [10, 20, 50], 60), 900)?.sum, 10);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 20 }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        (times, delay) => {
          const [own = 0, ...others] = times;
          const bounds = [10, 20, 50];
          const counts = [0, 0, 0, 0];
          for (const time of times) {
            const bucket = bounds.findIndex((bound) => time <= bound);
            counts[bucket < 0 ? bounds.length : bucket]! += 1;
          }
          const sum = times.reduce((total, time) => total + time, 0);
          const left = withoutObservation({ bounds, counts, sum }, own + delay)!;
          equal(histogramCount(left), others.length);
          const least = left.counts.reduce(
            (total, count, i) => total + count * (bounds[i - 1] ?? 0),
            0,
          );
          ok(left.sum >= Math.min(least, sum) && left.sum <= sum, `${left.sum}`);
        },
      ),
    );
  });
});
