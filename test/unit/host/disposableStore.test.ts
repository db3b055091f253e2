import { strict as assert } from 'node:assert';
import { DisposableStore } from '../../../src/host/disposableStore';

describe('DisposableStore', () => {
  const disposed: string[] = [];
  const named = (name: string): { dispose: () => void } => ({
    dispose: () => {
      disposed.push(name);
    },
  });

  beforeEach(() => {
    disposed.length = 0;
  });

  it('disposes once, the last first', () => {
    const store = new DisposableStore();
    store.add(named('first'));
    store.add(named('second'));
    store.dispose();
    store.dispose();
    assert.deepEqual(disposed, ['second', 'first']);
  });

  it('disposes at once what comes too late', () => {
    const store = new DisposableStore();
    store.dispose();
    store.add(named('late'));
    assert.deepEqual(disposed, ['late']);
  });
});
