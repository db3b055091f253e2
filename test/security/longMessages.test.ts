import { equal, ok } from 'node:assert/strict';
import { redact } from '../../src/mockforge/redaction';

/** Code units of a message and of the request that it repeats, of which only some thousand are ever shown. */
const size = 129_000;

const nested = (): string[] => {
  const values: string[] = [];
  for (let all = 0, length = 3; all < size; all += length++) values.push('a'.repeat(length));
  return values;
};

/** Values of a request that a message may repeat: many, one, and such as lie in one another. */
const values: Readonly<Record<string, readonly string[]>> = {
  'many words': Array.from({ length: size / 12 }, (_, i) => `secret${i}`.padEnd(9, 'x')),
  'one long value': ['a'.repeat(size)],
  'values that lie in one another': nested(),
};

describe('A message of a server that repeats a long request', () => {
  for (const [what, sent] of Object.entries(values)) {
    it(`(${what}) is short and tells nothing of it`, () => {
      const body = JSON.stringify(sent);
      const shown = redact(sent.join(' ').slice(0, size), [body, body], {});
      ok(shown.length <= 2049, `${shown.length} are shown`);
      equal(/secret|aaa/.test(shown), false, shown.slice(0, 100));
    });
  }
});
