import { deepEqual, equal } from 'node:assert/strict';
import * as fc from 'fast-check';
import { judge, needsCoverage, selectionsOf, type Verdict } from '../../../src/budgets/judge';
import { readBudgets } from '../../../src/budgets/readBudgets';
import { numberFormat } from '../../../src/domain/numberFormat';
import { sparse } from '../../../src/domain/sparseHistogram';
import type { ContractCoverage } from '../../../src/protocol/contractCoverage';
import type { SelectedTraffic, SelectionTraffic } from '../../../src/protocol/selectedTraffic';
import { judgementText, remarksText } from '../../../src/sentences/budgetText';
import { english } from '../../../src/sentences/localize';

const none: SelectedTraffic = {
  ...{ requests: 0, errors: 0, injected: [0, 0], statuses: [], times: null, endpoint: null },
};

/** A hundred requests, three of them failed: one with 404, two with 500. */
const some: SelectedTraffic = {
  ...none,
  requests: 100,
  errors: 3,
  statuses: [
    { status: 200, requests: 97, injected: [0, 0] },
    { status: 404, requests: 1, injected: [0, 0] },
    { status: 500, requests: 2, injected: [0, 0] },
  ],
  times: sparse({ bounds: [100, 200, 250, 300, 400], counts: [90, 0, 0, 10, 0, 0], sum: 0 }),
};

function injected(least: number, most: number): SelectedTraffic {
  const [ok, notFound, failed] = some.statuses;
  return {
    ...some,
    injected: [least, most],
    statuses: [ok!, notFound!, { ...failed!, injected: [least, most] }],
  };
}

/** What is said of the limits of one budget. */
function said(
  lines: string,
  traffic: SelectedTraffic,
  more: Partial<SelectionTraffic> & { readonly coverage?: ContractCoverage | null } = {},
): readonly (readonly [Verdict, string])[] {
  const budgets = readBudgets(`window: 1h\nbudgets:\n  - { ${lines} }\n`);
  deepEqual(budgets.mistakes, []);
  const all = { wholeP95: null, unattributed: 0, coveredSeconds: 3600, coveredUntil: 3600 };
  const judged = judge(budgets, { ...all, selected: [traffic], ...more }, more.coverage ?? null);
  return judged.flatMap(({ judgements }) =>
    judgements.map(
      (one) => [one.verdict, judgementText(one, numberFormat('en'), english)] as const,
    ),
  );
}

describe('judge', () => {
  it('says by how much an error rate is over its limit', () => {
    deepEqual(said('endpoint: /a, errorRate: 3%', some), [
      ['held', 'The error rate is 3.0%, at most 3%.'],
    ]);
    deepEqual(said('endpoint: /a, errorRate: 1%', some), [
      ['broken', 'The error rate is 3.0%, 2.0\u00a0pp over the limit of 1%.'],
    ]);
  });

  it('leaves out injected faults where they are ignored, as far as the server tells', () => {
    deepEqual(said('endpoint: /a, errorRate: 1.1%', injected(2, 2)), [
      ['held', 'The error rate is 1.0%, at most 1.1%.'],
    ]);
    deepEqual(said('endpoint: /a, errorRate: 1.1%, statuses: [200, 404]', injected(0, 2)), [
      [
        'unsure',
        'The error rate is 1.0% to 3.0%, since the server does not tell which requests injected faults ended. Whether it is at most 1.1% cannot be told.',
      ],
      [
        'unsure',
        'Whether 500 (2) came from injected faults alone cannot be told. Allowed are 200, 404.',
      ],
    ]);
    const onlyFaults: SelectedTraffic = {
      ...{ ...none, requests: 2, errors: 2, injected: [2, 2] },
      statuses: [{ status: 500, requests: 2, injected: [2, 2] }],
    };
    deepEqual(
      said('endpoint: /a, errorRate: 1%, statuses: [200], requests: ">= 1"', onlyFaults).map(
        ([verdict]) => verdict,
      ),
      ['no_requests', 'no_requests', 'broken'],
    );
  });

  it('judges a quantile by its bucket', () => {
    deepEqual(said('endpoint: /a, p95: 300ms', some), [
      ['held', 'p95 is 275\u00a0ms, at most 300\u00a0ms.'],
    ]);
    deepEqual(said('endpoint: /a, p95: 250ms', some), [
      ['broken', 'p95 is 275\u00a0ms, 10.0% over the limit of 250\u00a0ms.'],
    ]);
    deepEqual(said('endpoint: /a, p95: 260ms', some), [
      [
        'unsure',
        'p95 lies between 250\u00a0ms and 300\u00a0ms, which is all that its bucket tells. Whether it is at most 260\u00a0ms cannot be told.',
      ],
    ]);
    deepEqual(
      said('endpoint: /a, p50: 100ms, p99: 299ms', some).map(([verdict]) => verdict),
      ['held', 'unsure'],
    );
  });

  it('judges a quantile above every bucket by the highest bound', () => {
    const wholeP95 = { value: 10_000, bucket: [10_000, Infinity], above: true } as const;
    const verdicts = (limit: string): readonly Verdict[] =>
      said(`endpoint: "*", wholeP95: ${limit}`, some, { wholeP95 }).map(([verdict]) => verdict);
    deepEqual([verdicts('10s'), verdicts('11s')], [['broken'], ['unsure']]);
  });

  it('says that handler times are not known', () => {
    deepEqual(said('endpoint: /a, p95: 1s', { ...some, times: null }), [
      [
        'unknown',
        'No handler times are known, so p95 cannot be judged. They come from the request log of the server.',
      ],
    ]);
  });

  it('says that there were no requests', () => {
    const limits = 'errorRate: 1%, p95: 1s, statuses: [200], requests: ">= 10"';
    deepEqual(said(`endpoint: /a, ${limits}`, none), [
      ['no_requests', 'There were no requests.'],
      ['no_requests', 'There were no requests.'],
      ['no_requests', 'There were no requests.'],
      ['broken', 'There were 0 requests. The budget asks for >= 10.'],
    ]);
  });

  it('names the statuses that are not allowed', () => {
    deepEqual(said('endpoint: /a, statuses: [200]', some), [
      ['broken', 'Seen and not allowed: 500 (2), 404 (1). Allowed are 200.'],
    ]);
    deepEqual(said('endpoint: /a, statuses: [200, 404, 500]', some), [
      ['held', 'No other statuses than 200, 404, 500 were seen.'],
    ]);
  });

  it('judges any comparison as it does both ends of what is known', () => {
    const comparison = fc.constantFrom('>=', '<=', '>', '<', '=');
    fc.assert(
      fc.property(
        comparison,
        fc.nat(6),
        fc.nat(3),
        fc.nat(3),
        fc.nat(4),
        (sign, count, sure, maybe, own) => {
          const requests = own + sure + maybe;
          const injected = [sure, sure + maybe] as const;
          const [[verdict] = []] = said(`endpoint: /a, requests: "${sign} ${count}"`, {
            ...{ ...none, requests, errors: requests, injected },
          });
          const possible = Array.from({ length: maybe + 1 }, (_, i) => own + i);
          const kept = possible.map((n) => compares(n, sign, count));
          const expected = kept.every(Boolean) ? 'held' : kept.some(Boolean) ? 'unsure' : 'broken';
          equal(verdict, expected);
        },
      ),
    );
  });

  it('judges coverage, of which nothing is no share', () => {
    const coverage = (covered: number, total: number): ContractCoverage => ({
      operations: { covered, partly: 1, never: 0, total, deprecated: 0, notCounted: 0 },
      statuses: { declared: 10, seen: 6, seenByFaultOnly: 0 },
      ...{ undeclared: [], unknown: [], list: [] },
    });
    const limits = 'coverage: { operations: 80%, statuses: 60% }';
    deepEqual(said(limits, none, { coverage: coverage(6, 10) }), [
      ['broken', '7 of 10 operations were exercised (70.0%). The budget asks for 80%.'],
      ['held', '6 of 10 declared statuses were seen (60.0%). The budget asks for 60%.'],
    ]);
    deepEqual(
      said(limits, none).map(([verdict]) => verdict),
      ['unknown', 'unknown'],
    );
    equal(said(limits, none, { coverage: coverage(0, 0) })[0]?.[0], 'broken');
  });

  it('says what of the window is not known', () => {
    const remarks = (
      coveredSeconds: number,
      coveredUntil: number | null,
      unattributed = 0,
    ): readonly string[] =>
      remarksText(
        { from: 0, to: 3600 },
        { coveredSeconds, coveredUntil, unattributed },
        numberFormat('en'),
        english,
      );
    deepEqual(remarks(3600, 3600), []);
    // The next scrape is still to come.
    deepEqual(remarks(3540, 3540), []);
    deepEqual(remarks(0, null), ['3,600 s of 3,600 s were not collected.']);
    deepEqual(remarks(3480, 3480), ['120 s of 3,600 s were not collected.']);
    deepEqual(remarks(600, 3590, 12), [
      '2,990 s of 3,600 s were not collected.',
      'Requests that belong to no endpoint that is known: 12.',
    ]);
  });

  it('asks for the endpoints of its budgets, faults and documents', () => {
    const budgets = readBudgets(
      'window: 1h\nbudgets:\n  - { coverage: { operations: 1% } }\n  - { endpoint: GET /a, p95: 1s }\nignore: { injectedFaults: true }\n',
    );
    deepEqual(selectionsOf(budgets), {
      selections: [{ method: 'GET', path: '/a', isBeginning: false }],
      tellsFaults: true,
    });
    equal(needsCoverage(budgets), true);
  });
});

function compares(own: number, sign: string, count: number): boolean {
  if (own === count) return sign !== '<' && sign !== '>';
  return sign.startsWith(own > count ? '>' : '<');
}
