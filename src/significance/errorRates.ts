import { fewestExpected, fisherExact } from './fisherExact';
import { twoSidedP } from './normal';

/** Requests of a span, at least one, and how many of them failed. */
export interface ErrorCounts {
  readonly requests: number;
  readonly errors: number;
}

/** How the error rates of two spans differ, and whether chance alone may have made it so. */
export interface ErrorRateTest {
  /** Fisher's exact test where a small count was to be expected, else that of two proportions. */
  readonly method: 'fisher' | 'proportions';
  /** How probable it is that spans without any difference differ at least so much: 0 to 1. */
  readonly p: number;
  /** The error rate after less that before, as a fraction. */
  readonly difference: number;
  /** Where it lies with 95 % confidence. */
  readonly interval: readonly [low: number, high: number];
}

/** The 97.5 % quantile of the normal distribution: 95 % lie within it. */
const z95 = 1.959963984540054;

/** Compares the error rates of two spans (docs/comparison.md#error-rates). */
export function compareErrorRates(before: ErrorCounts, after: ErrorCounts): ErrorRateTest {
  const isFew = leastExpected(before, after) < fewestExpected;
  return {
    method: isFew ? 'fisher' : 'proportions',
    p: isFew
      ? fisherExact([before.errors, before.requests], [after.errors, after.requests])
      : proportionsP(before, after),
    difference: after.errors / after.requests - before.errors / before.requests,
    interval: newcombe(before, after),
  };
}

/** The smallest of the four counts that were to be expected if both spans had the same error rate. */
function leastExpected(before: ErrorCounts, after: ErrorCounts): number {
  const failed = before.errors + after.errors;
  const all = before.requests + after.requests;
  return (Math.min(before.requests, after.requests) * Math.min(failed, all - failed)) / all;
}

/** The z test of two proportions with their common variance, without continuity correction: the chi-squared test. */
function proportionsP(before: ErrorCounts, after: ErrorCounts): number {
  const failed = before.errors + after.errors;
  const all = before.requests + after.requests;
  // By what succeeded, not by all requests: then products are small where nearly all failed, too, and keep their digits.
  const excess =
    after.errors * (before.requests - before.errors) -
    before.errors * (after.requests - after.errors);
  const variance = ((before.requests * after.requests) / all) * failed * (all - failed);
  return twoSidedP(excess / Math.sqrt(variance));
}

/**
 * Newcombe's hybrid score interval of a difference of proportions, without continuity correction: method 10 of
 * R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
 * (1998), 873-890.
 */
function newcombe(before: ErrorCounts, after: ErrorCounts): readonly [low: number, high: number] {
  const [was, is] = [before.errors / before.requests, after.errors / after.requests];
  const [wasLow, wasHigh] = wilson(before);
  const [isLow, isHigh] = wilson(after);
  return [
    is - was - Math.hypot(is - isLow, wasHigh - was),
    is - was + Math.hypot(isHigh - is, was - wasLow),
  ];
}

/** Wilson's score interval of a proportion, which holds the proportion itself, also where that is 0 or 1. */
function wilson({ requests, errors }: ErrorCounts): readonly [low: number, high: number] {
  const share = errors / requests;
  const square = z95 ** 2 / requests;
  const center = share + square / 2;
  const reach = Math.sqrt(square * (share * (1 - share) + square / 4));
  return [
    Math.min(share, (center - reach) / (1 + square)),
    Math.max(share, (center + reach) / (1 + square)),
  ];
}
