import assert from 'node:assert/strict';
import type { CallClient } from '../../../../src/protocol/remoteCall';
import type { DashboardCharts } from '../../../../src/protocol/dashboardData';
import type { Range } from '../../../../src/domain/range';
import type {
  DashboardAnswer,
  DashboardRequest,
  HostCalls,
} from '../../../../src/protocol/webviewMessages';
import { wholeTraffic } from '../../../../src/protocol/dashboardState';
import { dashboard } from '../../../support/dashboardData';
import { DashboardReader } from '../../../../webview/dashboard/dashboardReader';

/** A host whose answers the test gives by hand, in the order of the calls. */
function host() {
  const asked: string[] = [];
  const answers: {
    resolve: (answer: DashboardAnswer | null) => void;
    reject: (e: Error) => void;
  }[] = [];
  const charts: ((charts: DashboardCharts | null) => void)[] = [];
  const call = (method: string, request: DashboardRequest): Promise<unknown> => {
    if (method === 'readCharts') return new Promise((resolve) => charts.push(resolve));
    asked.push(request.period.kind === 'last' ? request.period.range : '');
    return new Promise((resolve, reject) => answers.push({ resolve, reject }));
  };
  return { asked, answers, charts, calls: { call } as unknown as CallClient<HostCalls> };
}

function request(range: Range): DashboardRequest {
  return {
    period: { kind: 'last', range },
    compare: { kind: 'none' },
    filter: wholeTraffic,
    endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 10 },
    live: true,
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('DashboardReader', () => {
  const heard: string[] = [];
  const listener = {
    onCharts: (): number => heard.push('charts'),
    onData: (): number => heard.push('data'),
    onFailure: (reason: string): number => heard.push(reason),
    onLoading: (): void => undefined,
  };
  beforeEach(() => {
    heard.length = 0;
  });

  it('makes one call at a time and keeps only the last wish', async () => {
    const { asked, answers, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    reader.read(request('1h'));
    reader.read(request('7d'));
    assert.deepEqual(asked, ['15m']);
    answers[0]?.resolve({ revision: 1, data: null });
    await settled();
    assert.deepEqual(asked, ['15m', '7d']);
    assert.deepEqual(heard, [], 'the range was changed meanwhile');
    answers[1]?.resolve({ revision: 1, data: null });
    await settled();
    assert.deepEqual(heard, ['data']);
  });

  it('tells of a failure and reads again afterwards', async () => {
    const { answers, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    answers[0]?.reject(new Error('The database is locked.'));
    await settled();
    reader.read(request('15m'));
    answers[1]?.resolve({ revision: 1, data: null });
    await settled();
    assert.deepEqual(heard, ['The database is locked.', 'data']);
  });

  it('shows a refresh of the same range even when another is wanted', async () => {
    const { answers, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    reader.read(request('15m'));
    answers[0]?.resolve({ revision: 1, data: null });
    await settled();
    answers[1]?.resolve({ revision: 1, data: null });
    await settled();
    assert.deepEqual(heard, ['data', 'data']);
  });

  it('shows the charts of something else before the rest, and only before it', async () => {
    const { answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    charts[0]?.(dashboard([]));
    await settled();
    answers[0]?.resolve({ revision: 1, data: null });
    await settled();
    assert.deepEqual(heard, ['charts', 'data']);
    reader.read(request('7d'));
    answers[1]?.resolve({ revision: 2, data: null });
    await settled();
    charts[1]?.(dashboard([]));
    await settled();
    assert.deepEqual(heard, ['charts', 'data', 'data']);
  });

  it('shows no charts of what is not wanted any more', async () => {
    const { charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    reader.read(request('7d'));
    charts[0]?.(dashboard([]));
    await settled();
    assert.deepEqual(heard, []);
  });

  it('asks for no charts where only the tables are other', async () => {
    const { answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    answers[0]?.resolve({ revision: 1, data: null });
    await settled();
    const { endpointPage, ...others } = request('15m');
    reader.read({ ...others, endpointPage: { ...endpointPage, offset: 10 } });
    assert.equal(charts.length, 1);
  });
});
