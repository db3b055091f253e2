import assert from 'node:assert/strict';
import type { CollectionEvent } from '../../../../src/domain/commitBatch';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';
import { timeFormat } from '../../../../src/domain/timeFormat';
import type { Condition } from '../../../../src/domain/condition';
import type { TrafficFilter } from '../../../../src/protocol/readModels';
import type { ExplainedSide, Explanation, PartTotals } from '../../../../src/protocol/explanation';
import { useTranslations } from '../../../../webview/localize';
import type { ExplainedText } from '../../../../webview/panels/explanationText';
import { explainedText } from '../../../../webview/panels/explanationText';

const totals = (requests: number, handlerMs = 0, parts: Partial<PartTotals> = {}): PartTotals => ({
  ...{ requests, errors: 0, handlerMs, timed: requests, injectedMs: 0 },
  ...parts,
});
const side = (of: PartTotals, coveredSeconds: number, wholeMs = 0): ExplainedSide => ({
  ...of,
  coveredSeconds,
  askedSeconds: Math.max(60, coveredSeconds),
  measured: wholeMs > 0 ? of.requests : 0,
  wholeMs,
  p50: null,
  p95: null,
});
const item = { protocol: 'http', method: 'GET', endpoint: '/a', isShared: false } as const;
const same = side(totals(60, 120), 600);
const nothing: Explanation = {
  from: 0,
  to: 60,
  span: { from: 0, to: 660 },
  filter: undefined,
  window: same,
  rest: same,
  events: [],
  since: { requests: null, errors: null, latency: null },
  requests: [],
  errors: [],
  latency: [],
  delayed: { some: 0, all: 2, isLeast: false },
  faulty: { some: 0, all: 2, isLeast: false },
  causes: [],
  statuses: [],
  clients: [],
  messages: [],
  messagesOfNewest: null,
};

function textOf(parts: Partial<Explanation>): ExplainedText {
  const text = explainedText(
    { ...nothing, ...parts },
    { numbers: numberFormat('en'), times: timeFormat('en', 'UTC') },
  );
  return JSON.parse(JSON.stringify(text).replaceAll(noBreak, ' ')) as ExplainedText;
}

describe('explainedText', () => {
  it('says by how much each measure differs, and what has to do with it', () => {
    const { headline, measures } = textOf({
      window: side(totals(30, 300), 60),
      rest: side(totals(60, 120), 600),
      requests: [{ item, window: totals(30), rest: totals(60), share: 1.4 }],
      latency: [{ item, window: totals(30, 300), rest: totals(60, 120), share: 0.5 }],
    });
    assert.equal(
      headline,
      'Average time 2.0 → 10 ms: all of the added time is time in handlers, mostly of GET /a.',
    );
    assert.deepEqual(
      measures.map(({ title, summary, groups }) => [
        title,
        summary,
        groups.flatMap(({ parts }) => parts.map(({ sentence }) => sentence)),
      ]),
      [
        [
          'Average time of a request',
          'Up 400%: 10 ms here, 2.0 ms in the rest of the range.',
          [
            '100% of the change: up from 2.0 ms to 10 ms.',
            'Unchanged at 0 ms.',
            '50.0% of the change: up from 2.0 ms to 10 ms.',
          ],
        ],
        ['Errors', '0/min, as in the rest of the range.', []],
        [
          'Requests',
          'Up 400%: 30.0/min here, 6.00/min in the rest of the range.',
          ['140% of the change: up from 6.00/min to 30.0/min.'],
        ],
      ],
    );
  });

  it('says that there is no difference only where there is none', () => {
    assert.equal(
      textOf({}).headline,
      'No difference: latency, errors and requests are those of the rest of the range.',
    );
    const more = side(totals(61, 122), 600);
    assert.equal(textOf({ window: more }).headline, 'Requests 6.00 → 6.10/min.');
  });

  it('says that nothing was collected, rather than that nothing differs', () => {
    const empty = side(totals(0), 0);
    assert.equal(textOf({ window: empty }).headline, 'Nothing was collected in this window.');
    assert.equal(
      textOf({ rest: empty }).headline,
      'There is nothing to compare with: no other part of the range was collected.',
    );
  });

  it('tells delay that was injected from handlers and from what is around them', () => {
    const { headline, measures } = textOf({
      window: side(totals(10, 20, { injectedMs: 900 }), 60, 1000),
      rest: side(totals(100, 100), 600, 500),
      since: {
        requests: null,
        errors: null,
        latency: { kind: 'session_mark', at: 120, name: 'slow' },
      },
      delayed: { some: 1, all: 2, isLeast: true },
    });
    assert.equal(
      headline,
      'Average time 5.0 → 100 ms: 94.7% of the added time is injected delay on at least 1 of 2 endpoints, since the mark “slow” at 00:02.',
    );
    assert.deepEqual(
      measures[0]?.groups[0]?.parts.map(({ what, sentence }) => [what, sentence]),
      [
        ['Injected delay', '94.7% of the change: up from 0 ms to 90 ms.'],
        ['Server, outside the handler', '4.2% of the change: up from 4.0 ms to 8.0 ms.'],
        ['Handler', '1.1% of the change: up from 1.0 ms to 2.0 ms.'],
      ],
    );
  });

  it('tells errors by their cause, and failed validation by message', () => {
    const { headline, measures } = textOf({
      window: side(totals(60, 120, { errors: 12 }), 60),
      rest: side(totals(600, 1200, { errors: 30 }), 600),
      causes: [
        { item: 'validation', window: 10, rest: 0, share: 10 / 9 },
        { item: 'notDefined', window: 2, rest: 30, share: -1 / 9 },
      ],
      messages: [{ method: 'POST', endpoint: '/a', statusCode: 400, message: 'no id', count: 10 }],
    });
    assert.equal(
      headline,
      'Errors 3.00 → 12.0/min: all of the increase is failed validation, mostly POST /a: no id.',
    );
    assert.deepEqual(
      measures[1]?.groups.map(({ title, parts }) => [
        title,
        parts.map(({ what, sentence }) => [what, sentence]),
      ]),
      [
        [
          'By cause',
          [
            ['Failed validation', '111% of the change: up from 0/min to 10.0/min.'],
            ['Paths that are not defined', 'Against the change: down from 3.00/min to 2.00/min.'],
          ],
        ],
        ['Failed validation in this window', [['10 × POST /a', 'no id']]],
      ],
    );
  });

  const filterOf = (...conditions: readonly Condition[]): TrafficFilter => ({
    ...{ conditions, workspaceId: null, environment: null, endpoint: null },
  });
  const isExcluded = false;
  const client = { kind: 'client', userAgent: 'curl/8.5.0', isExcluded } as const;
  const status = { kind: 'status', code: 500, isExcluded } as const;

  it('tells what is kept by a filter, and says what is not', () => {
    const failing: Partial<Explanation> = {
      filter: filterOf(client),
      window: side(totals(12, 0, { errors: 12 }), 60),
      rest: side(totals(30, 0, { errors: 30 }), 600),
      causes: [{ item: 'injected', window: 12, rest: 30, share: 1 }],
      faulty: { some: 3, all: null, isLeast: true },
    };
    const { headline, measures } = textOf(failing);
    assert.equal(
      headline,
      'Errors 3.00 → 12.0/min: all of the increase is injected faults on at least 3 endpoints.',
    );
    assert.deepEqual(
      measures.map(({ title, summary, notes, groups }) => [title, summary, notes, groups.length]),
      [
        ['Average time of a request', null, ['Latency is not kept by client.'], 0],
        [
          'Errors',
          'Up 300%: 12.0/min here, 3.00/min in the rest of the range.',
          [
            'Injected faults are not kept by client.',
            'Errors that no source lists are not kept by client.',
          ],
          1,
        ],
        ['Requests', null, ['Only failed requests are kept by client: see Errors.'], 0],
      ],
    );
    const faulty = (some: number, isLeast = false): string =>
      textOf({ ...failing, faulty: { some, all: null, isLeast } }).headline.replace(/^.* on /, '');
    assert.deepEqual(
      [faulty(1), faulty(1, true), faulty(2), faulty(0, true)],
      ['one endpoint.', 'at least one endpoint.', '2 endpoints.', 'unknown endpoints.'],
    );
  });

  it('finds no difference in what it can tell alone', () => {
    assert.equal(
      textOf({ filter: filterOf(client) }).headline,
      'No difference: errors are those of the rest of the range.',
    );
    const slower = side(totals(60, 9000), 600);
    assert.equal(
      textOf({ filter: filterOf(status), window: slower }).headline,
      'No difference: errors and requests are those of the rest of the range.',
    );
    assert.notEqual(textOf({ window: slower }).headline, textOf({}).headline);
  });

  it('says of endpoints that it tells of handlers, on their page as under a filter', () => {
    const endpoint = { protocol: 'http', method: 'GET', endpoint: '/a' } as const;
    for (const filter of [
      filterOf({ kind: 'endpoint', isExcluded, ...endpoint }),
      { ...filterOf(), endpoint },
    ]) {
      assert.deepEqual(textOf({ filter }).measures[0]?.notes, [
        'Whole requests are not kept by endpoint: this is time in handlers and injected delay.',
      ]);
    }
    assert.deepEqual(textOf({}).measures[0]?.notes, []);
  });

  it('says that hours that are asked for are on one side alone', () => {
    const none = { ...same, askedSeconds: 0, coveredSeconds: 0 };
    assert.deepEqual(
      [textOf({ window: none }).headline, textOf({ rest: none }).headline],
      [
        'None of the hours of the filter are in this window.',
        'There is nothing to compare with: all hours of the filter are in this window.',
      ],
    );
  });

  it('names restarts, gaps and marks of the window, many restarts as one', () => {
    const event = (kind: CollectionEvent['kind'], from: number, to = from): CollectionEvent => ({
      ...{ kind, from, to },
      detail: kind === 'session_mark' ? { name: 'new' } : {},
    });
    const restarts = [1, 2, 3].map((at) => event('server_restart', at));
    const events = [...restarts, event('gap', 10, 30), event('session_mark', 40)];
    const window = { ...same, coveredSeconds: 40, askedSeconds: 60 };
    assert.deepEqual(textOf({ events, window }).happened, [
      'restart at 00:00:01',
      'restart at 00:00:02',
      'restart at 00:00:03',
      'gap 00:00:10 – 00:00:30',
      'mark “new” at 00:00:40',
      '20 s of 1 min not collected',
    ]);
    const [first] = textOf({ events: [...restarts, event('server_restart', 50)] }).happened;
    assert.equal(first, '4 restarts, the last at 00:00:50');
  });

  it('names another server that answered in the window', () => {
    const event = { kind: 'other_server', from: 30, to: 30, detail: {} } as const;
    assert.deepEqual(textOf({ events: [event] }).happened, ['another server from 00:00:30']);
  });

  it('tells what became less, and time that is saved in the server around the handlers', () => {
    assert.equal(
      textOf({
        window: side(totals(10, 10), 60, 100),
        rest: side(totals(100, 100), 600, 5000),
      }).headline,
      'Average time 50 → 10 ms: all of the saved time is time in the server outside the handlers.',
    );
    assert.equal(
      textOf({
        window: side(totals(6), 60),
        rest: side(totals(600), 600),
        requests: [{ item, window: totals(6), rest: totals(600), share: 0.9 }],
      }).headline,
      'Requests 60.0 → 6.00/min: 90.0% of the decrease is GET /a.',
    );
  });

  it('splits errors by status and client, and names the cause of most', () => {
    const fewer: Partial<Explanation> = {
      window: side(totals(60, 120, { errors: 2 }), 60),
      rest: side(totals(600, 1200, { errors: 120 }), 600),
      faulty: { some: 1, all: 2, isLeast: false },
      causes: [{ item: 'injected', window: 2, rest: 120, share: 1 }],
      statuses: [{ item: 500, window: 2, rest: 120, share: 0.9 }],
      clients: [{ item: null, window: 2, rest: 120, share: 0.9 }],
      messages: [{ method: 'POST', endpoint: '/a', statusCode: 400, message: null, count: 1 }],
      messagesOfNewest: 200,
    };
    const { headline, measures } = textOf(fewer);
    assert.equal(
      headline,
      'Errors 12.0 → 2.00/min: all of the decrease is injected faults on 1 of 2 endpoints.',
    );
    assert.deepEqual(
      measures[1]?.groups.map(({ title, parts }) => [title, parts[0]?.what, parts[0]?.sentence]),
      [
        ['By cause', 'Injected faults', '100% of the change: down from 12.0/min to 2.00/min.'],
        [
          'Failed validation among the newest 200 errors',
          '1 × POST /a',
          'The server told no reason.',
        ],
        [
          'By status',
          '500 Internal Server Error',
          '90.0% of the change: down from 12.0/min to 2.00/min.',
        ],
        ['By client', 'No user agent', '90.0% of the change: down from 12.0/min to 2.00/min.'],
      ],
    );
    const because = (
      cause: Explanation['causes'][number]['item'],
      parts: Partial<Explanation> = {},
    ): string =>
      textOf({
        ...fewer,
        ...{ messages: [], causes: [{ item: cause, window: 2, rest: 120, share: 0.8 }] },
        ...parts,
      }).headline.replace(/^.*decrease is /, '');
    const errors = [{ item, window: totals(1), rest: totals(1), share: 1 }];
    assert.deepEqual(
      [
        because('validation'),
        because('notDefined'),
        because('other', { errors }),
        because('unlisted'),
      ],
      [
        'failed validation.',
        'requests for paths that are not defined.',
        'failures of GET /a.',
        'counted, but not listed by any source.',
      ],
    );
    useTranslations({ 'Counted, but not listed by any source': 'Gezählte Fehler ohne Quelle' });
    assert.equal(because('unlisted'), 'gezählte Fehler ohne Quelle.');
    useTranslations({});
  });
});
