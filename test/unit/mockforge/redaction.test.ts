import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../src/mockforge/redaction';

/** Values of a body of letters and quotes, each looked for at each place. */
function plainlyRedacted(message: string, values: readonly string[]): string {
  const covered = new Set<number>();
  const cover = (pattern: string, before: number): void => {
    for (let at = message.indexOf(pattern); at >= 0; at = message.indexOf(pattern, at + 1)) {
      for (let i = at + before; i < at + pattern.length - before; i++) covered.add(i);
    }
  };
  for (const value of values.filter((candidate) => candidate !== '')) {
    for (const spelling of [value, JSON.stringify(value).slice(1, -1)]) {
      if (spelling.length >= 3) cover(spelling, 0);
      else for (const quote of ['"', "'"]) cover(quote + spelling + quote, 1);
    }
  }
  return [...message.split('')]
    .map((unit, at) => (covered.has(at) ? (covered.has(at - 1) ? '' : '…') : unit))
    .join('');
}

describe('redact', () => {
  it('leaves out what a plain search for each value leaves out', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '"', "'", '\\', ' '), maxLength: 6 });
    const property = fc.property(
      fc.array(word, { maxLength: 6 }),
      fc.array(fc.oneof(word, fc.constantFrom('"a"', "'ab'", '"\\""')), { maxLength: 8 }),
      (values, parts) => {
        const message = [...parts, ...values].join('');
        equal(redact(message, [JSON.stringify(values)], {}), plainlyRedacted(message, values));
      },
    );
    fc.assert(property, { seed: 1, numRuns: 3000 });
  });

  it('leaves no part of a secret before the cut, wherever the cut goes through it', () => {
    const secret = fc
      .integer({ min: 3, max: 5000 })
      .map((length) => '0123456789'.repeat(500).slice(0, length));
    const property = fc.property(secret, fc.integer({ min: 0, max: 4200 }), (value, before) => {
      const shown = redact(
        `${'x'.repeat(before)}${value} is wrong`,
        [JSON.stringify({ value })],
        {},
      );
      doesNotMatch(shown, /\d/);
      ok(shown.length <= 2049);
      if (before > 0) match(shown, /^x/);
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });

  it('says that a message goes on', () => {
    equal(redact('x'.repeat(5000), [null], {}), `${'x'.repeat(2048)}…`);
    equal(redact('x'.repeat(2048), [null], {}), 'x'.repeat(2048));
  });

  it('leaves out the words of a body that cannot be read as what it is', () => {
    const deep = `${'[{"a":'.repeat(10_000)}"hunter2"`;
    equal(redact('"hunter2" is too short', [deep], {}), '"…" is too short');
    for (const broken of ['{"password": "hunter2"', '{"password": "hunter2", "a": "b=c"']) {
      equal(redact('hunter2 is too short', [broken], {}), '… is too short');
    }
  });
});
