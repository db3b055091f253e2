import assert from 'node:assert/strict';
import { sparkRuns, thinned } from '../../../../webview/charts/sparkRuns';

const layout = { width: 102, height: 24, logarithmic: false };

describe('sparkRuns', () => {
  it('spans the width, from zero to the highest value', () => {
    assert.deepEqual(sparkRuns([0, 5, 10], layout), [
      [
        [0, 22],
        [50, 12],
        [100, 2],
      ],
    ]);
  });

  it('breaks where nothing is known, and ends with the data', () => {
    const runs = sparkRuns([1, null, 1, 1, null], layout);
    assert.deepEqual(
      runs.map((run) => run.map(([x]) => x)),
      [[0], [50, 75]],
    );
  });

  it('lies on the ground when all is zero, and is nothing without values', () => {
    assert.deepEqual(sparkRuns([0, 0], layout)[0]?.[1], [100, 22]);
    assert.deepEqual(sparkRuns([null], layout), []);
  });

  it('marks a single value at its end', () => {
    assert.deepEqual(sparkRuns([7], layout), [[[100, 2]]]);
  });

  it('draws powers of ten apart on request', () => {
    const [run] = sparkRuns([9, 999], { ...layout, logarithmic: true });
    assert.equal(run?.[0]?.[1].toFixed(2), '15.33');
  });
});

describe('thinned', () => {
  it('takes means of what is known', () => {
    assert.deepEqual(thinned([1, 3, null, 5, null, null], 3), [2, 5, null]);
    assert.deepEqual(thinned([1, null], 3), [1, null]);
  });
});
