import { deepEqual, equal } from 'node:assert/strict';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { readBudgets } from '../../../src/budgets/readBudgets';
import schema from '../../../src/budgets/trafficBudgets.schema.json';

const isValid = new Ajv({ strict: false }).compile(schema);

const percents = fc.oneof(
  fc.constantFrom<unknown>('0%', '1%', '0.5 %', '100%', '100.0%', '99.99%'),
  fc.constantFrom<unknown>('100.1%', '101%', '1', 1, 0.01, '', '-1%', '1%%', true, ['1%']),
);
const durations = fc.constantFrom<unknown>(
  ...['200ms', '0.2s', '2 s', '1000000s', '0ms', '1h', '200', 200, '', 'ms', '-1s', { ms: 1 }],
);
const comparisons = fc.constantFrom<unknown>(
  ...['>= 10', '<=10', '> 0', '< 1', '= 0', '=> 1', '10', 10, '>= 1.5', '>= -1', '', '==1'],
);
const statuses = fc.oneof(
  fc.array(fc.integer({ min: 95, max: 605 }), { maxLength: 4 }),
  fc.constantFrom<unknown>(200, '200', ['200'], [200, 200], [200.5], [[200]], true),
);
const endpoints = fc.oneof(
  fc.constantFrom<unknown>('*', 'GET *', '/api/*', 'GET /a/{id}', '/a/{*rest}', '/a/*rest', '/'),
  fc.constantFrom<unknown>('', '**', 'a', 'GET', '/a b', '/a*', '/*/a', 1, ['/a']),
  fc.stringMatching(/^[GP]? ?[/a*{}: ]{0,6}$/),
);
const windows = fc.oneof(
  fc.constantFrom<unknown>('15m', '1h', '999999y', 'run', 'smoke', '2026-11-30', '1 h smoke'),
  fc.constantFrom<unknown>('0m', '15', '15 m', '15min', '1000000y', '', 15, true, ['15m']),
);
const coverage = fc.oneof(
  fc.record({ operations: percents, statuses: percents }, { requiredKeys: [] }),
  fc.constantFrom<unknown>('80%', [], { operation: '80%' }),
);
const budget = fc.oneof(
  fc.record(
    {
      ...{ endpoint: endpoints, errorRate: percents, p50: durations, p95: durations },
      ...{ p99: durations, requests: comparisons, statuses },
    },
    { requiredKeys: [] },
  ),
  fc.record(
    { endpoint: endpoints, wholeP95: durations, coverage, p9: durations },
    { requiredKeys: [] },
  ),
  fc.record({ coverage }),
  fc.constantFrom<unknown>('GET /a', 1, []),
);
/** Nothing is wrong but what stands beside what, or is missing. */
const rightValues = fc
  .subarray<readonly [string, unknown]>([
    ['endpoint', '*'],
    ['endpoint', '/a'],
    ['errorRate', '1%'],
    ['p95', '1s'],
    ['wholeP95', '1s'],
    ['coverage', { operations: '1%' }],
    ['coverage', {}],
  ])
  .map((entries) => Object.fromEntries(entries));
const ignore = fc.oneof(
  fc.record({ injectedFaults: fc.constantFrom<unknown>(true, false, 'true', 1) }),
  fc.constantFrom<unknown>({}, { faults: true }, true, []),
);
const file = fc.oneof(
  fc.record(
    { window: windows, budgets: fc.array(budget, { maxLength: 3 }), ignore, budget },
    { requiredKeys: ['window', 'budgets'] },
  ),
  fc.record({ window: windows, budgets: fc.array(budget, { maxLength: 1 }) }, { requiredKeys: [] }),
  fc.record({ window: windows, budgets: budget }),
  rightValues.map((own) => ({ window: '1h', budgets: [own] })),
);

describe('the schema of budgets', () => {
  it('accepts what the reader accepts, and nothing else', () => {
    let valid = 0;
    fc.assert(
      fc.property(file, (content) => {
        const text = stringify(content);
        const isRight = isValid(content);
        if (isRight) valid += 1;
        const { mistakes } = readBudgets(text);
        equal(mistakes.length === 0, isRight, `${text}${JSON.stringify(mistakes)}`);
      }),
      { numRuns: 3000 },
    );
    // Otherwise only refusals were compared.
    equal(valid > 100, true, `${valid} were valid`);
  });

  it('gives examples that it accepts', () => {
    const { properties } = schema.properties.budgets.items;
    const { window, ignore: ignored } = schema.properties;
    const wrong = [
      ...window.examples.map((example) => ({ window: example, budgets: [] })),
      ...ignored.properties.injectedFaults.examples.map((example) => ({
        ...{ window: '1h', budgets: [], ignore: { injectedFaults: example } },
      })),
      ...ignored.examples.map((example) => ({ window: '1h', budgets: [], ignore: example })),
      ...properties.coverage.examples.map((example) => inFile({ coverage: example })),
      ...properties.endpoint.examples.map((endpoint) => inFile({ endpoint, p95: '1s' })),
      ...properties.coverage.properties.operations.examples.map((operations) =>
        inFile({ coverage: { operations } }),
      ),
      ...properties.coverage.properties.statuses.examples.map((own) =>
        inFile({ coverage: { statuses: own } }),
      ),
      ...(['errorRate', 'p50', 'p95', 'p99', 'wholeP95', 'requests', 'statuses'] as const).flatMap(
        (key) =>
          properties[key].examples.map((example) => inFile({ endpoint: '*', [key]: example })),
      ),
    ].filter((content) => !isValid(content));
    deepEqual(wrong, []);
  });
});

function inFile(content: object): object {
  return { window: '1h', budgets: [content] };
}
