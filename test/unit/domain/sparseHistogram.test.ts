import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { histogramCount, histogramQuantile } from '../../../src/domain/histogram';
import type { Histogram } from '../../../src/domain/histogram';
import { dense, sparse, sparseCount, sparseQuantile } from '../../../src/domain/sparseHistogram';

const histograms: fc.Arbitrary<Histogram> = fc
  .array(fc.oneof(fc.constant(0), fc.nat(50)), { minLength: 2, maxLength: 30 })
  .map((counts) => ({
    bounds: counts.slice(1).map((_, i) => (i + 1) * 10),
    counts,
    sum: counts.reduce((sum, count, i) => sum + count * i * 10, 0),
  }));

describe('SparseHistogram', () => {
  it('leaves out what is empty, and nothing else', () => {
    const histogram = { bounds: [1, 5, 10], counts: [0, 4, 0, 2], sum: 40 };
    deepEqual(sparse(histogram), { bounds: [1, 5, 10], filled: [1, 4, 3, 2], sum: 40 });
    fc.assert(
      fc.property(histograms, (any) => {
        deepEqual(dense(sparse(any)), any);
      }),
    );
  });

  it('has the count and the quantiles of the dense one', () => {
    const ranks = fc.double({ min: 0.01, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(histograms, ranks, (any, q) => {
        equal(sparseCount(sparse(any)), histogramCount(any));
        deepEqual(sparseQuantile(sparse(any), q), histogramQuantile(any, q));
      }),
    );
  });
});
