import { deepEqual, throws } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { JsonError, parseOutsideJson } from '../../../src/domain/json';

const many = 1000;

describe('parseOutsideJson', () => {
  it('reads what JSON.parse reads', () => {
    const property = fc.property(fc.json({ maxDepth: 5 }), (text) => {
      deepEqual(parseOutsideJson(text, 1_000_000), JSON.parse(text));
    });
    fc.assert(property, { seed: 1 });
  });

  it('counts nothing that stands in a string', () => {
    const value = ['[{,'.repeat(many), '"[\\', '\\"', ''];
    deepEqual(parseOutsideJson(JSON.stringify(value), 5), value);
  });

  it('refuses what is no JSON, nests too deep or holds too much', () => {
    const deep = (depth: number): string =>
      '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);
    parseOutsideJson(deep(100), many);
    const refused: readonly (readonly [string, unknown])[] = [
      ['', { kind: 'not_json' }],
      ['{"a":}', { kind: 'not_json' }],
      [deep(102), { kind: 'too_deep', deepest: 100 }],
      ['['.repeat(10_000_000), { kind: 'too_deep', deepest: 100 }],
      [`[${'{},'.repeat(many)}{}]`, { kind: 'too_many_values', most: many }],
      [`[${'1,'.repeat(many)}1]`, { kind: 'too_many_values', most: many }],
    ];
    for (const [text, fault] of refused) {
      throws(
        () => parseOutsideJson(text, many),
        (error) => error instanceof JsonError && isDeepStrictEqual(error.fault, fault),
      );
    }
  });
});
