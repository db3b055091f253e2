import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Budgets } from '../../../src/budgets/budgets';
import { readBudgets } from '../../../src/budgets/readBudgets';
import { mistakeText } from '../../../src/sentences/budgetText';
import { english } from '../../../src/sentences/localize';

/** Each mistake as `line: text`, lines counted from 1 as editors show them. */
function mistakesIn(text: string): readonly string[] {
  return told(readBudgets(text));
}

function told({ mistakes }: Budgets): readonly string[] {
  return mistakes.map((mistake) => `${mistake.at.line + 1}: ${mistakeText(mistake, english)}`);
}

/** A file with one budget. */
function budget(...lines: readonly string[]): string {
  return ['window: 15m', 'budgets:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

describe('readBudgets', () => {
  it('reads every key, with where it stands', () => {
    const { mistakes, ...read } = readBudgets(
      [
        'window: 15m            # the last quarter',
        'budgets:',
        '  - endpoint: GET /api/users/{id}',
        '    errorRate: 1.5%',
        '    p50: 20ms',
        '    p95: 0.2s',
        '    p99: 2 s',
        '    requests: ">= 10"',
        '    statuses: [404, 200, 404]',
        '  - endpoint: "*"',
        '    wholeP95: 250 ms',
        '  - coverage: { operations: 80%, statuses: 60% }',
        'ignore: { injectedFaults: true }',
      ].join('\n'),
    );
    deepEqual(mistakes, []);
    const at = (line: number, from: number, to: number): object => ({ at: { line, from, to } });
    deepEqual(read, {
      window: { kind: 'last', seconds: 900 },
      ignoresInjectedFaults: true,
      list: [
        {
          kind: 'endpoints',
          name: 'GET /api/users/{id}',
          selection: { method: 'GET', path: '/api/users/:', isBeginning: false },
          ...at(2, 4, 33),
          limits: [
            { kind: 'errorRate', percent: 1.5, ...at(3, 4, 19) },
            { kind: 'latency', of: 'p50', milliseconds: 20, ...at(4, 4, 13) },
            { kind: 'latency', of: 'p95', milliseconds: 200, ...at(5, 4, 13) },
            { kind: 'latency', of: 'p99', milliseconds: 2000, ...at(6, 4, 12) },
            { kind: 'requests', comparison: '>=', count: 10, ...at(7, 4, 21) },
            { kind: 'statuses', allowed: [200, 404], ...at(8, 4, 29) },
          ],
        },
        {
          kind: 'endpoints',
          name: '*',
          selection: { method: null, path: '', isBeginning: true },
          ...at(9, 4, 17),
          limits: [{ kind: 'latency', of: 'wholeP95', milliseconds: 250, ...at(10, 4, 20) }],
        },
        {
          kind: 'coverage',
          ...at(11, 4, 48),
          limits: [
            { kind: 'coveredOperations', percent: 80, ...at(11, 16, 31) },
            { kind: 'coveredStatuses', percent: 60, ...at(11, 33, 46) },
          ],
        },
      ],
    });
  });

  for (const [text, window] of [
    ['90s', { kind: 'last', seconds: 90 }],
    ['2h', { kind: 'last', seconds: 7200 }],
    ['1d', { kind: 'last', seconds: 86_400 }],
    ['2w', { kind: 'last', seconds: 1_209_600 }],
    ['1y', { kind: 'last', seconds: 31_536_000 }],
    ['run', { kind: 'session', name: null }],
    ['smoke tests', { kind: 'session', name: 'smoke tests' }],
    ['2026-11-30 nightly', { kind: 'session', name: '2026-11-30 nightly' }],
  ] as const) {
    it(`takes ${text} for a window`, () => {
      const { window: read, mistakes } = readBudgets(`window: ${text}\nbudgets: []\n`);
      deepEqual([read, mistakes], [window, []]);
    });
  }

  it('says which line is wrong and what is allowed, and reads the rest', () => {
    const read = readBudgets(
      [
        'window: 15 minutes',
        'bugdets: []',
        'budgets:',
        '  - endpoint: GET /a',
        '    errorRate: 1',
        '    p95: 200',
        '    statuses: [200, 99]',
        '    requests: 10',
        '  - endpoint: GET /b',
        '    p59: 1s',
        '    p95: 1s',
        '    p95: 2s',
        '  - p95: 1s',
        '  - endpoint: api/*/x',
        '    p95: 1s',
        '  - endpoint: /c',
        '  - endpoint: /d',
        '    wholeP95: 1s',
        '  - coverage: { operation: 80% }',
        '    p95: 1s',
        '  - GET /e',
        'ignore: { injectedFaults: maybe }',
      ].join('\n'),
    );
    const limits = 'errorRate, p50, p95, p99, wholeP95, requests, statuses';
    deepEqual(told(read), [
      '1: window cannot be 15 minutes. Write 15m, 1h or 7d (s, m, h, d, w, y), the name of a session, or run.',
      '2: bugdets is unknown. Did you mean budgets? Allowed are window, budgets, ignore.',
      '5: errorRate cannot be 1. Write a percentage from 0% to 100%.',
      '6: p95 cannot be 200. Write a time with its unit, such as 200ms or 2s.',
      '7: statuses cannot be [200, 99]. Write a list of statuses from 100 to 599, such as [200, 404].',
      '8: requests cannot be 10. Write a comparison in quotes, such as ">= 10" (>=, >, <=, <, =).',
      `10: p59 is unknown. Did you mean p50? Allowed are endpoint, ${limits}, coverage.`,
      '12: p95 is there twice. The first one counts.',
      '13: One of these is missing: endpoint, coverage.',
      '14: endpoint cannot be api/*/x. Write a template such as GET /api/users/{id}, /api/* or "*".',
      `16: One of these is missing: ${limits}.`,
      '18: wholeP95 is known of all requests together only. Write endpoint: "*".',
      '19: operation is unknown. Did you mean operations? Allowed are operations, statuses.',
      '20: p95 cannot stand beside coverage. Make a budget of its own.',
      `21: Keys with values are expected here: endpoint, ${limits}, coverage.`,
      '22: injectedFaults cannot be maybe. Write true or false.',
    ]);
    deepEqual(
      read.list.map((own) => [own.kind === 'endpoints' && own.name, own.limits.length]),
      [['GET /b', 1]],
    );
  });

  it('names what is missing in a file that is empty', () => {
    deepEqual(mistakesIn(''), ['1: window is missing.', '1: budgets is missing.']);
    deepEqual(mistakesIn('window:\nbudgets:\n'), [
      '1: window has no value. Write 15m, 1h or 7d (s, m, h, d, w, y), the name of a session, or run.',
    ]);
  });

  it('says what to quote, and reads the budgets around it', () => {
    const read = readBudgets(
      budget(
        '- endpoint: GET /a',
        '  requests: >= 10',
        '  p95: 3ms',
        '- endpoint: *',
        '  p95: 2s',
        '- endpoint: /b',
        '  p95: 2s',
      ),
    );
    const text = 'Put quotes around what begins with a sign, such as ">= 10" and "*".';
    deepEqual(told(read), [`4: ${text}`, `6: ${text}`]);
    deepEqual(
      read.list.map((own) => own.kind === 'endpoints' && own.name),
      ['/b'],
    );
  });

  it('says where it is not YAML', () => {
    const [mistake = ''] = mistakesIn(budget('- endpoint: GET /a', ' p95: 3ms'));
    match(mistake, /^4: This is not YAML: .*\.$/);
  });

  it('follows aliases without expanding them', () => {
    const laughs = Array.from({ length: 60 }, (_, i) => `&a${i + 1} [${`*a${i}, `.repeat(50)}]`);
    const bomb = ['window: 15m', 'x: [&a0 [1], ', laughs.join(',\n'), ']', 'budgets: *a60'];
    const read = readBudgets(bomb.join('\n'));
    equal(read.list.length, 0);
    ok(read.mistakes.length <= 100);
    const shared = readBudgets(
      budget('- &one { endpoint: /a, p95: &slow 2s }', '- *one', '- { endpoint: /b, p95: *slow }'),
    );
    deepEqual(shared.mistakes, []);
    deepEqual(
      shared.list.map(({ limits: [limit] }) => limit?.kind === 'latency' && limit.milliseconds),
      [2000, 2000, 2000],
    );
  });

  it('reads an anchor that means itself', () => {
    deepEqual(mistakesIn('window: 15m\nbudgets: &a [*a]\n').length, 1);
    deepEqual(mistakesIn(budget('- &a { endpoint: /a, coverage: *a }')).length > 0, true);
  });

  it('refuses what is too large, too deep or too much in a sentence', () => {
    deepEqual(mistakesIn(`#${'x'.repeat(10_000_000)}`), [
      '1: traffic-budgets.yaml has more than 200000 characters. Nothing of it is read.',
    ]);
    deepEqual(mistakesIn(`budgets: ${'['.repeat(100_000)}`), [
      '1: traffic-budgets.yaml is nested too deep. Nothing of it is read.',
    ]);
    const many = budget(...Array<string>(10_000).fill('- {p95: 1s}'));
    equal(mistakesIn(many).length, 100);
    const right = readBudgets(budget(...Array<string>(5000).fill('- {endpoint: /a, p95: 1s}')));
    deepEqual(told(right), ['2: Only the first 1000 budgets are read.']);
    equal(right.list.length, 1000);
  });
});
