import { deepEqual, equal } from 'node:assert/strict';
import { noBreak, numberFormat } from '../../../src/domain/numberFormat';
import { compareTraffic } from '../../../src/protocol/compareTraffic';
import {
  changedLine,
  changedText,
  differenceText,
  errorRateText,
  latencyText,
  onlyTexts,
} from '../../../src/protocol/differenceTexts';
import { comparisonSummary } from '../../../src/protocol/spanComparison';
import type {
  ComparedSpan,
  EndpointDifference,
  SpanComparison,
} from '../../../src/protocol/spanComparison';
import { english } from '../../../src/sentences/localize';

const numbers = numberFormat('en');

const quiet: ComparedSpan = {
  ...{ from: 0, to: 900, askedSeconds: 900, coveredSeconds: 900 },
  ...{ gapSeconds: 0, restarts: 0, faults: 0, injectedMs: 0 },
};

const bounds = [1, 2, 5, 10];

/** How an endpoint went on that had 100 requests, 2 of which failed, and times of up to 2 ms. */
function wentOn(
  endpoint: string,
  requests: number,
  errors: number,
  times: readonly number[],
): EndpointDifference {
  const before = { requests: 100, errors: 2, faults: 0 };
  const [difference] = compareTraffic([
    {
      before: { ...before, times: { bounds, counts: [50, 50, 0, 0, 0], sum: 0 } },
      after: { requests, errors, faults: 0, times: { bounds, counts: times, sum: 0 } },
    },
  ]);
  return { protocol: 'http', method: 'GET', endpoint, ...difference! };
}

const same = [50, 50, 0, 0, 0];
const failing = wentOn('/failing', 100, 30, same);
const slow = wentOn('/slow', 100, 2, [0, 50, 50, 0, 0]);
const both = wentOn('/both', 100, 30, [0, 50, 50, 0, 0]);
const good = wentOn('/good', 100, 2, [100, 0, 0, 0, 0]);
const steady = wentOn('/steady', 100, 3, same);
const seldom = wentOn('/seldom', 4, 4, [4, 0, 0, 0, 0]);

function told(...endpoints: readonly EndpointDifference[]): string {
  const comparison: SpanComparison = { before: quiet, after: quiet, endpoints };
  return changedLine(changedText(comparisonSummary(comparison), numbers, english));
}

describe('what a comparison says in a sentence', () => {
  it('names what really changed, and says of how many too little is known', () => {
    equal(told(steady), 'None of 1 endpoints really changed.');
    equal(told(failing, steady), '1 of 2 endpoints really changed: GET /failing: more errors.');
    equal(
      told(both, good, steady, seldom),
      '2 of 3 endpoints really changed: GET /both: more errors, slower; GET /good: faster. 1 had too few requests to tell.',
    );
    equal(
      told(failing, slow, both, good, steady),
      '4 of 5 endpoints really changed: GET /failing: more errors; GET /slow: slower; GET /both: more errors, slower and 1 more.',
    );
  });

  it('says when there is nothing to compare', () => {
    const none = 'No endpoint has enough requests in both periods to compare.';
    equal(told(), none);
    equal(told(seldom), none);
  });
});

describe('what only one of two spans had', () => {
  const only = (before: Partial<ComparedSpan>, after: Partial<ComparedSpan>): readonly string[] =>
    onlyTexts(
      { before: { ...quiet, ...before }, after: { ...quiet, ...after } },
      numbers,
      english,
    ).map((line) => line.replaceAll(noBreak, ' '));

  it('is told, of each span on a line of its own', () => {
    deepEqual(only({}, {}), []);
    deepEqual(
      only({ gapSeconds: 200, restarts: 1 }, { faults: 1210, injectedMs: 3, coveredSeconds: 700 }),
      [
        'Only before: 3 min in gaps, restart.',
        'Only after: 1,210 injected faults, injected delay, 3 min not collected.',
      ],
    );
  });

  it('is not what both had, nor the minute under way', () => {
    deepEqual(only({ faults: 1, restarts: 2 }, { faults: 9, restarts: 1 }), []);
    deepEqual(only({}, { coveredSeconds: 850 }), []);
  });
});

describe('what is said of an endpoint', () => {
  const plain = (text: string): string => text.replaceAll(noBreak, ' ');

  it('is a word or two', () => {
    equal(differenceText(both, english), 'more errors, slower');
    equal(differenceText(steady, english), 'noise');
    equal(differenceText(seldom, english), 'too few to tell');
  });

  it('is how far its error rate moved, with the interval', () => {
    equal(
      plain(errorRateText(failing, numbers, english)),
      '30.0%, was 2.0%: +28.0 pp, between +18.5 pp and +37.7 pp with 95% confidence. More than noise.',
    );
    equal(
      plain(errorRateText(seldom, numbers, english)),
      '100%, was 2.0%. Too few to tell: fewer than 10 requests in a period.',
    );
  });

  it('is its medians with their buckets, and how often a request took longer', () => {
    equal(
      plain(latencyText(slow, numbers, english)),
      'Median 2 ms (1 ms – 2 ms), was 1 ms (0 ms – 1 ms); p95 5 ms, was 2 ms. Beside one before, a request took longer in 87.5% of cases. More than noise.',
    );
  });
});
