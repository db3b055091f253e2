import assert from 'node:assert/strict';
import type { Explanation, PartTotals } from '../../../../src/protocol/explanation';
import { explainedMeasures } from '../../../../webview/panels/explanationText';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';

const totals = (requests: number, handlerMs = 0): PartTotals => ({
  requests,
  errors: 0,
  handlerMs,
  timed: requests,
});
const name = { protocol: 'http', method: 'GET', endpoint: '/a' } as const;

describe('explainedMeasures', () => {
  it('says a sentence for each endpoint, also for more than the whole', () => {
    const explanation: Explanation = {
      from: 0,
      to: 60,
      window: { ...totals(30, 300), coveredSeconds: 60 },
      rest: { ...totals(60, 120), coveredSeconds: 600 },
      requests: [{ ...name, window: totals(30), rest: totals(60), share: 1.4 }],
      errors: [],
      latency: [{ ...name, window: totals(30, 300), rest: totals(60, 120), share: 0.5 }],
    };
    const measures = explainedMeasures(explanation, numberFormat('en'));
    assert.deepEqual(
      measures.map(({ title, summary, parts }) => [
        title,
        summary.replaceAll(noBreak, ' '),
        parts.map(({ sentence }) => sentence.replaceAll(noBreak, ' ')),
      ]),
      [
        [
          'Requests',
          'Up 400%: 30.0/min here, 6.00/min in the rest of the range.',
          ['140% of the change: up from 6.00/min to 30.0/min.'],
        ],
        ['Errors', '0/min, as in the rest of the range.', []],
        [
          'Average handler time',
          'Up 400%: 10 ms here, 2.0 ms in the rest of the range.',
          ['50.0% of the change: up from 2.0 ms to 10 ms.'],
        ],
      ],
    );
  });

  it('does not call nothing what nobody collected', () => {
    const empty = { ...totals(0), coveredSeconds: 0 };
    const explanation = {
      from: 0,
      to: 60,
      window: empty,
      rest: empty,
      requests: [],
      errors: [],
      latency: [],
    };
    const [requests] = explainedMeasures(explanation, numberFormat('en'));
    assert.equal(requests?.summary, 'nothing collected, as in the rest of the range.');
  });

  it('tells what went down, what was nowhere else, and what was called at another rate', () => {
    const explanation: Explanation = {
      from: 0,
      to: 60,
      window: { ...totals(30, 300), errors: 3, coveredSeconds: 60 },
      rest: { ...totals(600, 2400), coveredSeconds: 600 },
      requests: [{ ...name, window: totals(30), rest: totals(600), share: 1 }],
      errors: [{ ...name, window: { ...totals(30), errors: 3 }, rest: totals(600), share: 1 }],
      latency: [{ ...name, window: totals(30, 300), rest: totals(600, 6000), share: 0.5 }],
    };
    const measures = explainedMeasures(explanation, numberFormat('en'));
    assert.deepEqual(
      measures.map(({ summary, parts }) =>
        [summary, parts[0]?.sentence].map((text) => text?.replaceAll(noBreak, ' ')),
      ),
      [
        [
          'Down 50.0%: 30.0/min here, 60.0/min in the rest of the range.',
          '100% of the change: down from 60.0/min to 30.0/min.',
        ],
        [
          '3.00/min here, 0/min in the rest of the range.',
          '100% of the change: up from 0/min to 3.00/min.',
        ],
        [
          'Up 150%: 10 ms here, 4.0 ms in the rest of the range.',
          '50.0% of the change, due to call volume; unchanged at 10 ms.',
        ],
      ],
    );
  });
});
