import { strict as assert } from 'node:assert';
import { isRecord } from '../../../src/domain/isRecord';

describe('isRecord', () => {
  it('holds of an object, also of an empty one', () => {
    assert.ok(isRecord({ id: 1 }));
    assert.ok(isRecord({}));
  });

  it('holds of nothing else that JSON has', () => {
    for (const value of [null, [], [{}], 'text', 1, true]) assert.ok(!isRecord(value));
  });
});
