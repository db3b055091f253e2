import { equal, ok } from 'node:assert/strict';
import { benjaminiHochberg } from '../../../src/significance/benjaminiHochberg';
import { compareErrorRates } from '../../../src/significance/errorRates';
import { compareLatencies } from '../../../src/significance/latencies';
import { mannWhitney } from '../../../src/significance/mannWhitney';
import { twoSidedP } from '../../../src/significance/normal';
import { significanceCases } from '../../support/significanceFixture';

/** Nine digits; of probabilities that hardly are numbers any more, that they are as small. */
function assertSame(actual: number, expected: number, what: string): void {
  ok(
    Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-300,
    `${what}: ${actual} is not ${expected}`,
  );
}

/** Bounds for so many buckets. */
function boundsOf({ length }: readonly number[]): number[] {
  return Array.from({ length: length - 1 }, (_, i) => i + 1);
}

describe('Significance beside SciPy', () => {
  const rates = significanceCases('errorRates');
  const latencies = significanceCases('latencies');

  it('is held against hundreds of spans, of one request and of a billion', () => {
    const methods = rates.map(({ method }) => method);
    ok(methods.filter((method) => method === 'fisher').length > 200);
    ok(methods.filter((method) => method === 'proportions').length > 100);
    ok(latencies.filter(({ source }) => source === 'mannwhitneyu').length > 300);
    ok(latencies.filter(({ method }) => method === 'fisher').length > 15);
    for (const requests of [1, 1_000_000_000]) {
      ok(rates.some(({ before, after }) => before[1] === requests && after[1] === requests));
    }
  });

  it('has the p-values of fisher_exact and of the chi-squared test', () => {
    for (const one of rates) {
      const [before, after] = [one.before, one.after].map(([errors, requests]) => ({
        requests,
        errors,
      }));
      const found = compareErrorRates(before!, after!);
      equal(found.method, one.method, JSON.stringify(one));
      assertSame(found.p, one.p, JSON.stringify(one));
    }
  });

  it("has Newcombe's interval", () => {
    for (const { before, after, interval } of rates) {
      const found = compareErrorRates(
        { errors: before[0], requests: before[1] },
        { errors: after[0], requests: after[1] },
      );
      for (const [i, expected] of interval.entries()) {
        // Differences of fractions near each other have no more digits than the fractions.
        const isSame = Math.abs(found.interval[i]! - expected) <= 1e-9 * Math.abs(expected) + 1e-14;
        ok(isSame, `${before.join()} ${after.join()}: ${found.interval[i]} is not ${expected}`);
      }
    }
  });

  it('has the p-values of mannwhitneyu', () => {
    for (const one of latencies) {
      assertSame(mannWhitney(one.before, one.after).p, one.ranks, JSON.stringify(one));
    }
  });

  it('takes fisher_exact where nearly all latencies are in one bucket', () => {
    for (const { before, after, method, p } of latencies) {
      const bounds = boundsOf(before);
      if (bounds.length === 0) continue;
      const found = compareLatencies(
        { bounds, counts: before, sum: 0 },
        { bounds, counts: after, sum: 0 },
      );
      equal(found?.method, method);
      assertSame(found.p, p, `${before.join()} ${after.join()}`);
    }
  });

  it('has the corrected p-values of false_discovery_control', () => {
    for (const { p, corrected } of significanceCases('benjaminiHochberg')) {
      const found = benjaminiHochberg(p);
      equal(found.length, corrected.length);
      for (const [i, expected] of corrected.entries()) assertSame(found[i]!, expected, p.join());
    }
  });

  it('has the tails of norm.sf', () => {
    for (const { z, p } of significanceCases('twoSidedP')) {
      assertSame(twoSidedP(z), p, String(z));
      equal(twoSidedP(-z), twoSidedP(z));
    }
  });
});
