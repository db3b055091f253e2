import { deepEqual, equal, notEqual } from 'node:assert/strict';
import fc from 'fast-check';
import {
  extendKey,
  joinKey,
  lastField,
  parentKey,
  splitKey,
} from '../../../src/domain/compositeKey';
import { hostileStrings } from '../../security/hostileStrings';

const field = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\t', '\\', 't') }),
  fc.constantFrom('', '\n', '\r\n', '\u2028', '\ud800', '\\t', ...hostileStrings),
);
const fields = fc.array(field, { minLength: 1, maxLength: 4 });

describe('a key of several fields', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fields, (some) => {
        deepEqual(splitKey(joinKey(...some)), some);
      }),
    );
  });

  it('differs where a field does, or their number', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        if (JSON.stringify(one) !== JSON.stringify(other)) {
          notEqual(joinKey(...one), joinKey(...other));
        }
      }),
    );
  });

  it('takes one more field, and loses it again', () => {
    fc.assert(
      fc.property(fields, field, (some, last) => {
        const key = extendKey(joinKey(...some), last);
        equal(key, joinKey(...some, last));
        equal(parentKey(key), joinKey(...some));
        equal(lastField(key), last);
      }),
    );
  });
});
