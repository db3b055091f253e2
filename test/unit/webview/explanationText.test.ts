import assert from 'node:assert/strict';
import type { Explanation, PartTotals } from '../../../src/protocol/explanation';
import { explainedMeasures } from '../../../webview/explanationText';
import { noBreak, numberFormat } from '../../../webview/format';

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
          '30.0/min here, 6.00/min in the rest',
          ['140% of the change: 30.0/min, 6.00/min in the rest.'],
        ],
        ['Errors', '0/min here, 0/min in the rest', []],
        [
          'Handler time',
          '10 ms on average here, 2.0 ms in the rest',
          ['50.0% of the change: 10 ms, 2.0 ms in the rest.'],
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
    assert.equal(requests?.summary, 'nothing collected here, nothing collected in the rest');
  });
});
