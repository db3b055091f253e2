import { deepEqual, equal } from 'node:assert/strict';
import { schemaKeyAt, schemaPlace } from '../../../src/budgets/schemaPlace';

const limits = ['errorRate', 'p50', 'p95', 'p99', 'wholeP95', 'requests', 'statuses'];
const ofBudget = ['endpoint', ...limits, 'coverage'];

/** What may be written where `|` stands. */
function allowedAt(...lines: readonly string[]): unknown {
  const text = lines.join('\n');
  const place = schemaPlace(text.slice(0, text.indexOf('|')).split('\n'));
  return place && [place.kind, place.keys.map(({ name }) => name)];
}

describe('the place in the schema', () => {
  const top = ['key', ['window', 'budgets', 'ignore']];
  for (const [lines, expected] of [
    [['|'], top],
    [['win|'], top],
    [['window: 15m', '|'], top],
    [['window: |'], ['value', ['window']]],
    [['window: 1|'], ['value', ['window']]],
    [['window:|'], null],
    [['# |'], null],
    [
      ['budgets:', '  - |'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '- |'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '  - endpoint: |'],
      ['value', ['endpoint']],
    ],
    [
      ['budgets:', '  - endpoint: GET /a', '    e|'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '- endpoint: GET /a', '  e|'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '  - endpoint: GET /a', '    p95: |'],
      ['value', ['p95']],
    ],
    [
      ['budgets:', '  - endpoint: GET /a', '    p95: 1s', '', '  - { |'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '  - { endpoint: /a, |'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '  - { endpoint: /a, p95: |'],
      ['value', ['p95']],
    ],
    [
      ['budgets:', '  - coverage: { |'],
      ['key', ['operations', 'statuses']],
    ],
    [
      ['budgets:', '  - coverage: { operations: |'],
      ['value', ['operations']],
    ],
    [
      ['budgets:', '  - coverage:', '      |'],
      ['key', ['operations', 'statuses']],
    ],
    [
      ['budgets:', '  - coverage:', '      operations: 1%', '  - |'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '  - endpoint: /a', '    statuses: [200], |'],
      ['key', ofBudget],
    ],
    [
      ['budgets:', '  - endpoint: /a', 'ignore:', '  |'],
      ['key', ['injectedFaults']],
    ],
    [['ignore: { injectedFaults: |'], ['value', ['injectedFaults']]],
    [['ignore: { injectedFaults: true }', '|'], top],
    [['nothing:', '  |'], null],
    [['window:', '  x: |'], null],
  ] as const) {
    it(`is known after ${JSON.stringify(lines)}`, () => {
      deepEqual(allowedAt(...lines), expected);
    });
  }

  it('gives examples that are quoted where YAML would read something else', () => {
    const place = schemaPlace(['budgets:', '  - requests: ']);
    deepEqual(place?.keys[0]?.examples, ['">= 10"', '"<= 1000"', '"= 0"']);
  });

  it('tells the key under the pointer', () => {
    equal(schemaKeyAt(['budgets:', '  - '], 'p95')?.name, 'p95');
    equal(schemaKeyAt(['budgets:', '  - coverage: { '], 'statuses')?.name, 'statuses');
    equal(schemaKeyAt([''], 'p95'), null);
  });
});
