import assert from 'node:assert/strict';
import { initialState, isRange, restoredState } from '../../../webview/state';

describe('restoredState', () => {
  it('restores what was saved', () => {
    const saved = { range: '7d', search: 'orders', live: false } as const;
    assert.deepEqual(restoredState(saved), saved);
  });

  it('begins anew without a state', () => {
    for (const saved of [undefined, null, 'x', 7])
      assert.deepEqual(restoredState(saved), initialState);
  });

  it('replaces what another version wrote, and keeps the rest', () => {
    assert.deepEqual(restoredState({ range: '2w', search: 5, live: false, more: 1 }), {
      ...initialState,
      live: false,
    });
    assert.deepEqual(restoredState({ live: 'yes' }), initialState);
  });
});

describe('isRange', () => {
  it('knows the ranges of the toolbar', () => {
    assert.equal(isRange('90d'), true);
    assert.equal(isRange('toString'), false);
  });
});
