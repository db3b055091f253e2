import assert from 'node:assert/strict';
import type { Condition } from '../../../src/domain/condition';
import { isRange } from '../../../src/protocol/dashboardShapes';
import {
  changedState,
  initialState,
  placedState,
  requestOf,
  restoredState,
  wholeTraffic,
} from '../../../src/protocol/dashboardState';

const orders = { protocol: 'http', method: 'POST', endpoint: '/api/orders' } as const;

const conditions = [
  { kind: 'protocol', isExcluded: true, protocol: 'grpc' },
  { kind: 'status', isExcluded: false, code: 500 },
  { kind: 'endpoint', isExcluded: true, ...orders },
  { kind: 'client', isExcluded: false, userAgent: null },
  {
    kind: 'errorGroup',
    isExcluded: false,
    protocol: 'http',
    method: null,
    anyMethod: true,
    endpoint: null,
    errorType: 'injected_fault',
  },
  { kind: 'hour', isExcluded: false, weekday: 2, hour: 14, timeZone: 'Europe/Berlin' },
] as const satisfies readonly Condition[];

describe('restoredState', () => {
  it('restores what was saved', () => {
    const saved = {
      period: { kind: 'between', from: 1000, to: 2000 },
      range: '6h',
      compare: { kind: 'before', at: 900 },
      filter: { conditions, workspaceId: 'shop', environment: 'dev', endpoint: orders },
      search: 'orders',
      live: false,
      sort: { column: 'p95', descending: false },
      scroll: 320,
    } as const;
    assert.deepEqual(restoredState(JSON.parse(JSON.stringify(saved))), saved);
  });

  it('starts with defaults without a state', () => {
    for (const saved of [undefined, null, 'x', 7])
      assert.deepEqual(restoredState(saved), initialState);
  });

  it('replaces what another version wrote, and keeps the rest', () => {
    const strange = {
      period: { kind: 'last', range: '2w' },
      compare: { kind: 'before' },
      filter: { conditions: { kind: 'status' }, endpoint: { method: 'GET' } },
      search: 5,
      sort: { column: 'colour' },
      scroll: -1,
      live: false,
      more: 1,
    };
    assert.deepEqual(restoredState(strange), { ...initialState, live: false });
    const backwards = { period: { kind: 'between', from: 2000, to: 1000 } };
    assert.deepEqual(restoredState(backwards), initialState);
  });
});

describe('restoredState, of conditions', () => {
  it('drops those that are of no known shape, and keeps the others', () => {
    const strange = [
      null,
      'status',
      { kind: 'colour', isExcluded: false },
      { kind: 'status', isExcluded: 'no', code: 500 },
      { kind: 'status', isExcluded: false, code: '500' },
      { kind: 'status', isExcluded: false, code: 5.5 },
      { kind: 'protocol', isExcluded: false, protocol: '__proto__' },
      { kind: 'client', isExcluded: false },
      { kind: 'endpoint', isExcluded: false, protocol: 'http', method: 'GET' },
      { kind: 'errorGroup', isExcluded: false, protocol: 'http', method: null },
      { kind: 'hour', isExcluded: false, weekday: 7, hour: 3, timeZone: 'UTC' },
      { kind: 'hour', isExcluded: false, weekday: 0, hour: 3, timeZone: 'Moon/Sea' },
    ];
    const saved = { filter: { conditions: [...strange, ...conditions, ...strange] } };
    assert.deepEqual(restoredState(saved).filter, { ...wholeTraffic, conditions });
    const many = Array.from({ length: 200 }, (_, code) => ({ ...conditions[1], code }));
    assert.equal(restoredState({ filter: { conditions: many } }).filter.conditions.length, 50);
  });
});

describe('requestOf', () => {
  const between = { kind: 'between', from: 1000, to: 2000 } as const;

  it('asks for new numbers of what ends now alone, and only where it is live', () => {
    assert.equal(requestOf(initialState).live, true);
    assert.equal(requestOf({ ...initialState, period: { kind: 'since', from: 9 } }).live, true);
    assert.equal(requestOf({ ...initialState, live: false }).live, false);
    assert.equal(requestOf({ ...initialState, period: between }).live, false);
  });
});

describe('placedState', () => {
  it('goes where a link leads and keeps the rest', () => {
    const state = { ...initialState, search: 'x', scroll: 40 };
    assert.deepEqual(placedState(state, { endpoint: orders }), {
      ...state,
      filter: { ...wholeTraffic, endpoint: orders },
      scroll: 0,
    });
    const period = { kind: 'last', range: '7d' } as const;
    assert.deepEqual(placedState(state, { period }), { ...state, period, range: '7d' });
  });

  it('shows only what a link asks for, or leaves that out of what is shown', () => {
    const [grpc, failed] = conditions;
    const filter = { ...wholeTraffic, conditions: [grpc], endpoint: orders };
    const state = { ...initialState, filter };
    assert.deepEqual(placedState(state, { only: [failed] }).filter, {
      ...wholeTraffic,
      conditions: [failed],
    });
    const without = [{ ...failed, isExcluded: true }];
    assert.deepEqual(placedState(state, { without }).filter, {
      ...filter,
      conditions: [grpc, ...without],
    });
  });
});

describe('changedState', () => {
  it('remembers the range that a custom one is left for', () => {
    const day = changedState(initialState, { period: { kind: 'last', range: '24h' } });
    const zoomed = changedState(day, { period: { kind: 'between', from: 1000, to: 2000 } });
    const again = changedState(zoomed, { period: { kind: 'between', from: 1200, to: 1500 } });
    assert.deepEqual([day.range, zoomed.range, again.range], ['24h', '24h', '24h']);
  });
});

describe('isRange', () => {
  it('knows the ranges of the toolbar, and no other', () => {
    for (const range of ['15m', '1h', '6h', '24h', '7d', '30d', '90d', '1y', 'all']) {
      assert.equal(isRange(range), true, range);
    }
    for (const other of ['2w', '', 'toString', 7, null]) assert.equal(isRange(other), false);
  });
});
