import { deepEqual, throws } from 'node:assert/strict';
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
    const refused: readonly (readonly [string, RegExp])[] = [
      ['', /^it is not JSON$/],
      ['{"a":}', /^it is not JSON$/],
      [deep(102), /^it nests more than 100 deep$/],
      ['['.repeat(10_000_000), /^it nests more than 100 deep$/],
      [`[${'{},'.repeat(many)}{}]`, /^it holds more than 1000 values$/],
      [`[${'1,'.repeat(many)}1]`, /^it holds more than 1000 values$/],
    ];
    for (const [text, message] of refused) {
      throws(
        () => parseOutsideJson(text, many),
        (error) => error instanceof JsonError && message.test(error.message),
      );
    }
  });
});
