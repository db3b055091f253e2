/**
 * The probability that what is normally distributed lies at least |z| standard deviations from its mean, to either side:
 * from 1 at 0 to 0 beyond 38. Twelve digits are right, those of the smallest probabilities too.
 */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < 2 ? 1 - errorFunction(x) : farComplement(x);
}

/** The error function by its series, in the form of which every term is positive. */
function errorFunction(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * Number.EPSILON; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 less the error function, from 2 on: a difference would lose the digits that this continued fraction keeps. */
function farComplement(x: number): number {
  if (x > 30) return 0;
  let fraction = x;
  for (let k = 60; k > 0; k -= 1) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
