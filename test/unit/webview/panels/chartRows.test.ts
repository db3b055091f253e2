import assert from 'node:assert/strict';
import {
  errorRateRows,
  latencyRows,
  percentOf,
  stepRows,
  trafficRows,
} from '../../../../webview/panels/chartRows';
import { dashboard, partly, point, quantileOf } from '../dashboards';

const data = dashboard([]);
const now = point(1, 1000, 250, 10);
const before = point(1, 500, 50, 5);

describe('chartRows', () => {
  it('have a number for each of their columns, without units', () => {
    assert.deepEqual(trafficRows.row(data, now, before), [750, 0, 250, 0, 0, 1000]);
    assert.deepEqual(latencyRows.row(data, now, before), [10, 20, 30, 10, null, 1000]);
    assert.deepEqual(errorRateRows.row(data, now, before), [25, 10, 250, 1000]);
    for (const { head, row } of [trafficRows, latencyRows, errorRateRows]) {
      assert.equal(row(data, now, undefined).length, head(data).length);
    }
  });

  it('have no number where there is a limit alone, but that limit, or nothing to reckon with', () => {
    const slow = { ...now, p99: { ...quantileOf(10_000), above: true } };
    assert.deepEqual(latencyRows.row(data, slow, undefined), [10, 20, null, null, 10_000, 1000]);
    assert.deepEqual(errorRateRows.row(data, point(2, 0), undefined), [null, null, 0, 0]);
  });

  it('say whether they are of whole requests or of handlers, which are timed in whole milliseconds', () => {
    const filter = {
      ...{ conditions: [], workspaceId: null, environment: null },
      endpoint: { protocol: 'http', method: 'GET', endpoint: '/a' },
    } as const;
    const ofEndpoint = { ...data, query: { ...data.query, filter } };
    assert.equal(latencyRows.head(data)[1], 'Whole request p95, ms');
    assert.equal(latencyRows.head(ofEndpoint)[1], 'Handler p95, ms');
    const row = latencyRows.row(ofEndpoint, { ...now, p50: quantileOf(1.2) }, undefined);
    assert.equal(row[0], 2);
  });
});

describe('stepRows', () => {
  it('are oldest first, with their time and how much of it is known', () => {
    const points = [point(0, 3, 1), partly(point(1, 0), 0), partly(point(2, 0), 15)];
    assert.deepEqual(stepRows(dashboard(points), errorRateRows), [
      ['Time', 'Error rate, %', 'Error rate before, %', 'Errors', 'Requests', 'Collected, s'],
      ['2026-11-23T22:00:00Z', 100 / 3, null, 1, 3, 60],
      ['2026-11-23T22:01:00Z', null, null, null, null, 0],
      ['2026-11-23T22:02:00Z', null, null, 0, 0, 15],
    ]);
  });
});

describe('percentOf', () => {
  it('is exact where it can be, and nothing of nothing', () => {
    assert.equal(percentOf(7, 100), 7);
    assert.equal(percentOf(1, 8), 12.5);
    assert.equal(percentOf(0, 0), null);
  });
});
