import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { jsonWithMaps, mapOf } from '../../../src/domain/jsonMap';
import { hostileStrings } from '../../security/hostileStrings';

const name = fc.oneof(fc.string(), fc.constantFrom(...hostileStrings));

describe('a Map in JSON', () => {
  it('is read back with every name that a key can have', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.integer())), (entries) => {
        const written = { inner: [new Map(entries)] };
        const read = JSON.parse(jsonWithMaps(written)) as { inner: Record<string, number>[] };
        deepEqual(mapOf(read.inner[0]), new Map(entries));
      }),
    );
  });

  it('is empty where there was none', () => {
    deepEqual(mapOf(undefined), new Map());
  });
});
