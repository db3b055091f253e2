import assert from 'node:assert/strict';
import { errorRateRows, latencyRows, trafficRows } from '../../../../webview/panels/chartRows';
import { dashboard, point, quantileOf } from '../dashboards';

const data = dashboard([]);
const now = point(1, 1000, 250, 10);
const before = point(1, 500, 50, 5);

describe('chartRows', () => {
  it('have a number for each of their columns, without units', () => {
    assert.deepEqual(trafficRows.row(data, now, before), [750, 0, 250, 0, 0, 1000]);
    assert.deepEqual(latencyRows.row(data, now, before), [10, 20, 30, 10, 1000]);
    assert.deepEqual(errorRateRows.row(data, now, before), [0.25, 0.1, 250, 1000]);
    for (const { head, row } of [trafficRows, latencyRows, errorRateRows]) {
      assert.equal(row(data, now, undefined).length, head.length);
    }
  });

  it('have no number where there is a limit alone, or nothing to reckon with', () => {
    const slow = { ...now, p99: { ...quantileOf(10_000), above: true } };
    assert.deepEqual(latencyRows.row(data, slow, undefined), [10, 20, null, null, 1000]);
    assert.deepEqual(errorRateRows.row(data, point(2, 0), undefined), [null, null, 0, 0]);
  });
});
