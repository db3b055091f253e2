import { deepEqual, equal } from 'node:assert/strict';
import { onlyPlaceOf, placeOf, withoutPlaceOf } from '../../../src/host/commands/commandArguments';

const orders = { protocol: 'http', method: 'GET', endpoint: '/api/orders' } as const;
const row = { ...orders, requests: 5, errors: 1, statusCodes: [] };
const name = { ...orders, anyMethod: false, errorType: 'not_found' };
const group = { ...name, count: 3 };
const day = { kind: 'last', range: '24h' } as const;

describe('the place that a command names', () => {
  it('is an endpoint, or all of them for null', () => {
    deepEqual(placeOf({ endpoint: orders }), { endpoint: orders });
    deepEqual(placeOf({ endpoint: null }), { endpoint: null });
    deepEqual(placeOf({ range: '1h', endpoint: null }), {
      period: { kind: 'last', range: '1h' },
      endpoint: null,
    });
    deepEqual(placeOf({ range: '1h' }), { period: { kind: 'last', range: '1h' } });
    equal(placeOf({ target: 'shop' }), null);
  });
});

describe('the place that a row of a view names', () => {
  const condition = { kind: 'endpoint', isExcluded: false, ...orders } as const;

  it('is the dashboard of its endpoint alone, and of its status', () => {
    deepEqual(onlyPlaceOf({ kind: 'endpoint', endpoint: row }), { period: day, only: [condition] });
    deepEqual(onlyPlaceOf({ kind: 'status', endpoint: row, code: 404, requests: 2 }), {
      period: day,
      only: [condition, { kind: 'status', isExcluded: false, code: 404 }],
    });
  });

  it('is that of its error group, also of one occurrence', () => {
    const only = [{ kind: 'errorGroup', isExcluded: false, ...name }];
    deepEqual(onlyPlaceOf({ kind: 'group', group }), { period: day, only });
    const error = { ...orders, errorType: 'not_found', id: 7 };
    deepEqual(onlyPlaceOf({ kind: 'error', error }), { period: day, only });
  });

  it('is the dashboard as it is without it, where that can be said of it alone', () => {
    const without = [{ ...condition, isExcluded: true }];
    deepEqual(withoutPlaceOf({ kind: 'endpoint', endpoint: row }), { without });
    equal(withoutPlaceOf({ kind: 'status', endpoint: row, code: 404 }), null);
  });

  it('is none where the row names nothing of the kind', () => {
    const unnamed = { ...row, endpoint: null };
    for (const argument of [undefined, null, 'x', {}, { kind: 'endpoint', endpoint: unnamed }]) {
      equal(onlyPlaceOf(argument), null);
      equal(withoutPlaceOf(argument), null);
    }
  });
});
