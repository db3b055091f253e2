import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { checkedHostCalls } from '../../src/protocol/checkedHostCalls';
import { initialState, requestOf, wholeTraffic } from '../../src/protocol/dashboardState';
import { answerCall, type CallHandlers, type ReplyMessage } from '../../src/protocol/remoteCall';
import { hostActions, type HostCalls } from '../../src/protocol/webviewMessages';
import { hostileStrings } from './hostileStrings';

const conditions = [
  { kind: 'status', isExcluded: false, code: 404 },
  { kind: 'endpoint', isExcluded: true, protocol: 'http', method: 'GET', endpoint: '/health' },
  { kind: 'hour', isExcluded: false, weekday: 2, hour: 14, timeZone: 'UTC' },
] as const;
const request = requestOf({ ...initialState, filter: { ...wholeTraffic, conditions } });
const repeatable = { method: 'GET', path: '/api/users', requestId: 'a1' };
const file = { name: 'clients.csv', encoding: 'utf8', content: 'a,b' };

/** One right request of each call. */
const right: Readonly<Record<keyof HostCalls, unknown>> = {
  ready: null,
  readCharts: request,
  readDashboard: { request, charts: 3 },
  readEndpoints: request,
  explain: { request, from: 60, to: 120 },
  readErrorGroup: {
    request,
    group: {
      protocol: 'http',
      method: 'GET',
      anyMethod: false,
      endpoint: '/api/users',
      errorType: 'not_found',
    },
  },
  readCoverage: request,
  readOverview: null,
  run: 'showLog',
  showTarget: '0123456789abcdef',
  saveFile: file,
  copyText: 'total is missing',
  pictureCopied: true,
  copyAsCurl: repeatable,
  openDefinition: { protocol: 'http', method: 'GET', endpoint: '/api/users' },
  createOperation: { method: 'GET', path: '/orders/{orderId}', statuses: [200, 404] },
  alertMe: { endpoint: { protocol: 'http', method: 'GET', endpoint: '/api/users' } },
  openAsHttp: { request: repeatable, beside: true },
};

interface Outcome {
  readonly reply: ReplyMessage | undefined;
  /** What a handler was called with. */
  readonly seen: readonly unknown[];
}

/** What becomes of a message of the webview. */
async function outcomeOf(message: unknown): Promise<Outcome> {
  const seen: unknown[] = [];
  const see = (value: unknown): null => {
    seen.push(value);
    return null;
  };
  const handlers = Object.fromEntries(Object.keys(right).map((call) => [call, see]));
  let reply: ReplyMessage | undefined;
  await answerCall(
    checkedHostCalls(handlers as unknown as CallHandlers<HostCalls>),
    message,
    (sent) => (reply = sent),
  );
  return { reply, seen };
}

async function isRefused(method: string, wrong: unknown): Promise<void> {
  const { reply, seen } = await outcomeOf({ type: 'call', id: 1, method, request: wrong });
  assert.deepEqual(seen, []);
  assert.ok(reply && !reply.ok, `${method} ${JSON.stringify(wrong)}`);
}

const anything = fc.anything({ withNullPrototype: true, withSparseArray: true });

describe('messages of a webview, whoever made them', () => {
  it('reach the handlers as they are, where they are right', async () => {
    for (const [method, value] of Object.entries(right)) {
      const { reply, seen } = await outcomeOf({ type: 'call', id: 7, method, request: value });
      assert.deepEqual(seen, [value]);
      assert.deepEqual(reply, { type: 'reply', id: 7, ok: true, response: null });
    }
    for (const action of hostActions) {
      const { seen } = await outcomeOf({ type: 'call', id: 1, method: 'run', request: action });
      assert.deepEqual(seen, [action]);
    }
  });

  it('reach no handler where a part of them is wrong', async () => {
    for (const [method, value] of Object.entries(right)) {
      if (value === null) continue;
      for (const wrong of wrongs(value)) await isRefused(method, wrong);
    }
  });

  it('reach no handler with a name or a number that there is not', async () => {
    const { endpointPage, filter } = request;
    const changes = [
      { period: { kind: 'last', range: '2w' } },
      { period: { kind: 'since', from: -1 } },
      { period: { kind: 'between', from: 2, to: 1 } },
      { period: { kind: 'between', from: 1, to: Number.NaN } },
      { compare: { kind: 'constructor' } },
      { filter: { ...filter, conditions: [{ kind: 'toString', isExcluded: false }] } },
      { filter: { ...filter, conditions: [{ kind: 'status', isExcluded: false, code: '5' }] } },
      { filter: { ...filter, endpoint: { protocol: '__proto__', method: null, endpoint: '/' } } },
      { endpointPage: { ...endpointPage, column: 'colour' } },
      { endpointPage: { ...endpointPage, offset: -1 } },
      { endpointPage: { ...endpointPage, limit: 1.5 } },
    ];
    for (const change of changes) {
      const changed = { ...request, ...change };
      await isRefused('readCharts', changed);
      await isRefused('readDashboard', { request: changed, charts: 3 });
    }
    for (const charts of [-1, 0.5]) await isRefused('readDashboard', { request, charts });
    await isRefused('explain', { request, from: 0, to: Infinity });
    await isRefused('run', 'constructor');
    await isRefused('copyText', 'x'.repeat(64_000_001));
    await isRefused('saveFile', { ...file, encoding: 'latin1' });
    for (const method of ['constructor', '__proto__', 'toString']) await isRefused(method, null);
  });

  it('never do more than be refused, whatever they are', async () => {
    const messages = fc.oneof(
      anything,
      fc.record({
        type: fc.constant('call'),
        id: fc.oneof(fc.integer(), anything),
        method: fc.oneof(fc.constantFrom(...Object.keys(right), ...hostileStrings), anything),
        request: anything,
      }),
    );
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        const { reply, seen } = await outcomeOf(message);
        // Some calls take any text, or a yes or no.
        assert.ok(seen.every((value) => value === null || typeof value !== 'object'));
        assert.ok(reply === undefined || typeof reply.id === 'number');
      }),
      { numRuns: 1000 },
    );
  });

  it('name no file that lies elsewhere or is of another kind', async () => {
    for (const name of [
      ...hostileStrings,
      'a.html',
      'a.exe',
      'A.csv',
      'a/b.csv',
      '..csv',
      '.csv',
    ]) {
      await isRefused('saveFile', { ...file, name });
    }
  });
});

/** A value with each of its parts in turn of another kind. */
function wrongs(value: unknown): unknown[] {
  if (typeof value === 'string' || value === null) return [{}, 7];
  if (typeof value !== 'object') return [{}, 'x', null];
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const inner = list.flatMap((part, i) => wrongs(part).map((wrong) => list.with(i, wrong)));
    return ['x', {}, ...inner];
  }
  const inner = Object.entries(value).flatMap(([key, part]) =>
    wrongs(part).map((wrong) => ({ ...value, [key]: wrong })),
  );
  return ['x', [], ...inner];
}
