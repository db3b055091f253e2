import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { benjaminiHochberg } from '../../../src/significance/benjaminiHochberg';
import { compareErrorRates } from '../../../src/significance/errorRates';
import type { ErrorCounts } from '../../../src/significance/errorRates';
import { compareLatencies } from '../../../src/significance/latencies';
import { mannWhitney } from '../../../src/significance/mannWhitney';
import { twoSidedP } from '../../../src/significance/normal';

/** Spans of one request up to a billion, with any error rate; small ones often. */
const errorCounts: fc.Arbitrary<ErrorCounts> = fc
  .oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000_000 }))
  .chain((requests) =>
    fc
      .oneof(fc.constant(0), fc.constant(requests), fc.nat(requests), fc.nat(Math.min(9, requests)))
      .map((errors) => ({ requests, errors })),
  );

const buckets = (most: number, length = 6): fc.Arbitrary<number[]> =>
  fc
    .array(fc.oneof(fc.nat(3), fc.nat(most)), { minLength: length, maxLength: length })
    .filter((counts) => counts.some((count) => count > 0));

const bounds = [1, 2, 5, 10, 20];

function isProbability(p: number): boolean {
  return p >= 0 && p <= 1;
}

function nearly(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(one, other) + 1e-300;
}

function scaled(counts: readonly number[], by: number): number[] {
  return counts.map((count) => count * by);
}

describe('compareErrorRates, of any spans', () => {
  it('gives a probability, and an interval that holds the difference', () => {
    fc.assert(
      fc.property(errorCounts, errorCounts, (before, after) => {
        const { p, difference, interval } = compareErrorRates(before, after);
        const [low, high] = interval;
        ok(isProbability(p));
        ok(-1 - 1e-12 <= low && low <= difference && difference <= high && high <= 1 + 1e-12);
      }),
    );
  });

  it('says the same of both when they change places', () => {
    fc.assert(
      fc.property(errorCounts, errorCounts, (one, other) => {
        const [there, back] = [compareErrorRates(one, other), compareErrorRates(other, one)];
        ok(nearly(there.p, back.p), `${there.p} ${back.p}`);
        equal(there.method, back.method);
        equal(there.difference + back.difference, 0);
        ok(Math.abs(there.interval[0] + back.interval[1]) < 1e-15);
      }),
    );
  });

  it('says the same of successes as of failures', () => {
    const turned = ({ requests, errors }: ErrorCounts): ErrorCounts => ({
      requests,
      errors: requests - errors,
    });
    fc.assert(
      fc.property(errorCounts, errorCounts, (one, other) =>
        nearly(compareErrorRates(one, other).p, compareErrorRates(turned(one), turned(other)).p),
      ),
    );
  });

  it('finds no difference between equal spans', () => {
    fc.assert(
      fc.property(errorCounts, (span) => {
        equal(compareErrorRates(span, span).difference, 0);
        ok(compareErrorRates(span, span).p > 1 - 1e-9);
      }),
    );
  });

  it('is surer of the same shares of more requests', () => {
    const few = fc
      .integer({ min: 1, max: 3000 })
      .chain((requests) => fc.nat(requests).map((errors) => ({ requests, errors })));
    fc.assert(
      fc.property(few, few, fc.integer({ min: 2, max: 1000 }), (one, other, by) => {
        const [more, others] = [one, other].map(({ requests, errors }) => ({
          requests: requests * by,
          errors: errors * by,
        }));
        const [less, sure] = [compareErrorRates(one, other), compareErrorRates(more!, others!)];
        // Of differences that are noise anyway an exact test of few has steps.
        ok(sure.p <= less.p * (1 + 1e-9) || less.p > 0.5, `${sure.p} ${less.p}`);
      }),
    );
  });
});

describe('compareLatencies, of any spans', () => {
  const histogram = (counts: number[]): Parameters<typeof compareLatencies>[0] => ({
    bounds,
    counts,
    sum: 0,
  });

  it('gives a probability and a share of pairs', () => {
    fc.assert(
      fc.property(buckets(1_000_000_000), buckets(1_000_000_000), (before, after) => {
        const found = compareLatencies(histogram(before), histogram(after));
        ok(found && isProbability(found.p) && isProbability(found.longer));
      }),
    );
  });

  it('says the same of both when they change places', () => {
    fc.assert(
      fc.property(buckets(1_000_000), buckets(1_000_000), (one, other) => {
        const there = compareLatencies(histogram(one), histogram(other));
        const back = compareLatencies(histogram(other), histogram(one));
        ok(there && back && nearly(there.p, back.p));
        ok(Math.abs(there.longer + back.longer - 1) < 1e-12);
        deepEqual(there.medians, back.medians.toReversed());
      }),
    );
  });

  it('finds no difference between equal spans', () => {
    fc.assert(
      fc.property(buckets(1_000_000_000), (counts) => {
        const found = compareLatencies(histogram(counts), histogram(counts));
        ok(found && found.p > 1 - 1e-9);
        equal(found.longer, 0.5);
      }),
    );
  });

  it('is surer of the same shares of more requests', () => {
    fc.assert(
      fc.property(
        buckets(3000),
        buckets(3000),
        fc.integer({ min: 2, max: 1000 }),
        (one, other, by) =>
          mannWhitney(scaled(one, by), scaled(other, by)).p <=
          mannWhitney(one, other).p * (1 + 1e-9),
      ),
    );
  });

  it('says nothing of buckets that have no bound in common, and of no requests', () => {
    const other = { bounds: [3, 7], counts: [1, 2, 3], sum: 0 };
    equal(compareLatencies(histogram([1, 2, 3, 4, 5, 6]), other), undefined);
    const none = histogram([0, 0, 0, 0, 0, 0]);
    equal(compareLatencies(none, none), undefined);
    equal(compareLatencies(histogram([1, 0, 0, 0, 0, 0]), none), undefined);
  });

  it('compares on the bounds that both have, and reads each median from its own', () => {
    const fine = histogram([0, 10, 10, 10, 0, 0]);
    const coarse = { bounds: [2, 10, 30], counts: [10, 20, 0, 0], sum: 0 };
    const found = compareLatencies(fine, coarse);
    const shared = compareLatencies({ bounds: [2, 10], counts: [10, 20, 0], sum: 0 }, coarse);
    equal(found?.p, 1);
    equal(found.p, shared?.p);
    deepEqual(found.medians[0].bucket, [2, 5]);
    deepEqual(found.medians[1].bucket, [2, 10]);
  });

  it('is not surer of one slow request than chance allows', () => {
    const nearlyAll = histogram([9, 1, 0, 0, 0, 0]);
    const all = histogram([1000, 0, 0, 0, 0, 0]);
    // One of ten in a thousand and ten.
    ok(nearly(compareLatencies(all, nearlyAll)!.p, 10 / 1010));
    ok(mannWhitney(all.counts, nearlyAll.counts).p < 1e-20);
  });
});

describe('benjaminiHochberg, of any tests', () => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 50 });

  it('keeps order, makes nothing surer and gives probabilities', () => {
    fc.assert(
      fc.property(probabilities, (values) => {
        const corrected = benjaminiHochberg(values);
        for (const [i, p] of values.entries()) {
          ok(corrected[i]! >= p && corrected[i]! <= 1);
          for (const [j, other] of values.entries()) {
            if (p <= other) ok(corrected[i]! <= corrected[j]!);
          }
        }
      }),
    );
  });

  it('leaves one test as it is, and finds all where each would be found', () => {
    deepEqual(benjaminiHochberg([0.03]), [0.03]);
    ok(benjaminiHochberg([0.05, 0.05, 0.05]).every((q) => nearly(q, 0.05)));
  });
});

describe('twoSidedP', () => {
  it('falls from 1 to 0', () => {
    equal(twoSidedP(0), 1);
    equal(twoSidedP(Infinity), 0);
    const z = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(z, z, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        return twoSidedP(more) <= twoSidedP(less) * (1 + 1e-12);
      }),
    );
  });
});
