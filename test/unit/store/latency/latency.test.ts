import { deepEqual, equal, match, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { sparse } from '../../../../src/domain/sparseHistogram';
import { errorText } from '../../../../src/sentences/errorText';
import { english } from '../../../../src/sentences/localize';
import { addCounts, encodeCounts } from '../../../../src/store/latency/sparseCounts';
import type { Reach } from '../../../../src/store/readModels/segments';
import { coarsestFor, segmentsOf } from '../../../../src/store/readModels/segments';

describe('stored bucket counts', () => {
  const encoded = (counts: readonly number[]): string =>
    encodeCounts(sparse({ bounds: [], counts, sum: 0 }));

  it('come back as they were, and add up', () => {
    const counts = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const sum = [0, 0, 0];
        addCounts(encoded(a), sum);
        deepEqual(sum, a);
        addCounts(encoded(b), sum);
        deepEqual(
          sum,
          a.map((count, i) => count + (b[i] ?? 0)),
        );
      }),
    );
  });

  it('name only the buckets that hold something', () => {
    equal(encoded([0, 3, 0, 12]), '1 3 3 12');
    equal(encoded([0, 0]), '');
  });

  for (const text of ['3 1', '1', 'a b', '-1 2', '0.5 1', '1  2']) {
    it(`are refused when they are not such: "${text}"`, () => {
      throws(
        () => {
          addCounts(text, [0, 0, 0]);
        },
        (error) => {
          match(errorText(error, english), /latency distribution that cannot be read/);
          return true;
        },
      );
    });
  }
});

describe('segments of a span', () => {
  const hour = 3600;
  const day = 24 * hour;
  const kept = (rolledUntil: number): Reach => ({
    rolledUntil,
    minutesFrom: 0,
    hoursFrom: 0,
    daysFrom: 0,
    ...{ failuresFrom: 0, sendersFrom: 0, lastFailure: 0 },
  });

  it('cover every second once, coarse where they may', () => {
    const time = fc.integer({ min: 0, max: 5 * day });
    fc.assert(
      fc.property(
        time,
        time,
        fc.integer({ min: 0, max: 120 }),
        fc.constantFrom('minute' as const, 'hour' as const, 'day' as const),
        (a, b, hours, coarsest) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const rolledUntil = hours * hour;
          let end = from;
          for (const [resolution, start, stop] of segmentsOf(
            { from, to },
            kept(rolledUntil),
            coarsest,
          )) {
            equal(start, end);
            equal(stop > start, true);
            end = stop;
            const size = { minute: 1, hour, day }[resolution];
            deepEqual([start % size, stop % size], [0, 0]);
            if (resolution !== 'minute') equal(stop <= rolledUntil, true);
          }
          equal(end, to);
        },
      ),
    );
  });

  it('are days and hours where those are rolled up', () => {
    deepEqual(
      segmentsOf({ from: hour - 60, to: 2 * day + 3 * hour + 5 }, kept(2 * day + 2 * hour)),
      [
        ['minute', hour - 60, hour],
        ['hour', hour, day],
        ['day', day, 2 * day],
        ['hour', 2 * day, 2 * day + 2 * hour],
        ['minute', 2 * day + 2 * hour, 2 * day + 3 * hour + 5],
      ],
    );
  });

  it('are never coarser than the steps of a chart', () => {
    deepEqual(
      [coarsestFor(0, day), coarsestFor(hour, day), coarsestFor(0, 4 * hour), coarsestFor(0, 300)],
      ['day', 'hour', 'hour', 'minute'],
    );
    equal(coarsestFor(60, hour), 'minute');
  });
});
