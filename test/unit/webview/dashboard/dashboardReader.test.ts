import assert from 'node:assert/strict';
import type { CallClient } from '../../../../src/protocol/remoteCall';
import type { DashboardData, DashboardTables } from '../../../../src/protocol/dashboardData';
import type { Range } from '../../../../src/domain/range';
import type {
  ChartsAnswer,
  DashboardAnswer,
  DashboardRequest,
  HostCalls,
} from '../../../../src/protocol/webviewMessages';
import { wholeTraffic } from '../../../../src/protocol/dashboardState';
import { dashboard, point } from '../../../support/dashboardData';
import type { WholeAnswer } from '../../../../webview/dashboard/dashboardReader';
import { DashboardReader } from '../../../../webview/dashboard/dashboardReader';

/** A host whose answers the test gives by hand, in the order of the calls. */
function host() {
  const asked: string[] = [];
  const answers: { resolve: (answer: DashboardAnswer) => void; reject: (e: Error) => void }[] = [];
  const charts: { resolve: (answer: ChartsAnswer | null) => void; reject: (e: Error) => void }[] =
    [];
  const call = (
    method: string,
    parameter: HostCalls['readCharts']['request'] | HostCalls['readDashboard']['request'],
  ): Promise<unknown> => {
    const { period } = 'request' in parameter ? parameter.request : parameter;
    const known = 'request' in parameter ? ` with ${parameter.charts}` : '';
    asked.push(`${method} ${period.kind === 'last' ? period.range : ''}${known}`);
    return new Promise((resolve, reject) => {
      if (method === 'readCharts') charts.push({ resolve, reject });
      else answers.push({ resolve, reject });
    });
  };
  return { asked, answers, charts, calls: { call } as unknown as CallClient<HostCalls> };
}

const { query, endpoints } = dashboard([]);
const tables = { query, endpoints } as DashboardTables;
const none: DashboardAnswer = { revision: 1, data: null };

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
  const data: (DashboardData | null)[] = [];
  let shown: ChartsAnswer | null = null;
  const listener = {
    shown: () => shown,
    onCharts: (): number => heard.push('charts'),
    onData: (answer: WholeAnswer): void => {
      heard.push('data');
      data.push(answer.data);
    },
    onFailure: (reason: string): number => heard.push(reason),
    onLoading: (): void => undefined,
  };
  beforeEach(() => {
    heard.length = 0;
    data.length = 0;
    shown = null;
  });

  it('draws charts, asks for their tables and puts both together', async () => {
    const { asked, answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    charts[0]?.resolve({ revision: 4, charts: dashboard([point(0, 5)]) });
    await settled();
    assert.deepEqual(heard, ['charts']);
    assert.deepEqual(asked, ['readCharts 15m', 'readDashboard 15m with 4']);
    answers[0]?.resolve({ revision: 5, data: { charts: null, tables } });
    await settled();
    assert.deepEqual(heard, ['charts', 'data']);
    assert.deepEqual([data[0]?.summary.requests, data[0]?.endpoints], [5, endpoints]);
  });

  it('draws newer charts with tables that are newer', async () => {
    const { answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    charts[0]?.resolve({ revision: 4, charts: dashboard([point(0, 5)]) });
    await settled();
    answers[0]?.resolve({ revision: 5, data: { charts: dashboard([point(0, 6)]), tables } });
    await settled();
    assert.equal(data[0]?.summary.requests, 6);
  });

  it('asks at once for what is chosen meanwhile, and draws nothing of what was before', async () => {
    const { asked, answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    reader.read(request('1h'));
    charts[1]?.resolve({ revision: 1, charts: dashboard([]) });
    await settled();
    reader.read(request('7d'));
    assert.deepEqual(asked.slice(0, 2), ['readCharts 15m', 'readCharts 1h']);
    assert.deepEqual(asked.slice(2), ['readDashboard 1h with 1', 'readCharts 7d']);
    assert.deepEqual(heard, ['charts']);
    charts[0]?.resolve({ revision: 1, charts: dashboard([]) });
    answers[0]?.reject(new Error('Reading the tables was canceled.'));
    await settled();
    assert.deepEqual(heard, ['charts']);
    charts[2]?.resolve(null);
    await settled();
    answers[1]?.resolve(none);
    await settled();
    assert.deepEqual(heard, ['charts', 'data']);
  });

  it('tells of a failure and reads again afterwards', async () => {
    const { answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    charts[0]?.reject(new Error('The database is locked.'));
    await settled();
    reader.read(request('15m'));
    charts[1]?.resolve(null);
    await settled();
    answers[0]?.resolve(none);
    await settled();
    assert.deepEqual(heard, ['The database is locked.', 'data']);
  });

  it('reads the same once more after the read that is under way, however often it is asked for', async () => {
    const { asked, answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    reader.read(request('15m'));
    reader.read(request('15m'));
    charts[0]?.resolve(null);
    await settled();
    answers[0]?.resolve(none);
    await settled();
    answers[1]?.resolve({ revision: 2, data: null });
    await settled();
    assert.deepEqual(heard, ['data', 'data']);
    assert.equal(asked.length, 3);
  });

  it('keeps the charts that are shown where only the table is turned, and reads all anew where nothing is', async () => {
    const { asked, answers, charts, calls } = host();
    const reader = new DashboardReader(calls, listener);
    reader.read(request('15m'));
    charts[0]?.resolve({ revision: 4, charts: dashboard([point(0, 5)]) });
    await settled();
    answers[0]?.resolve({ revision: 5, data: { charts: null, tables } });
    await settled();
    // A commit has changed what is shown since.
    shown = { revision: 6, charts: dashboard([point(0, 7)]) };
    const { endpointPage, ...others } = request('15m');
    const turned = { ...others, endpointPage: { ...endpointPage, offset: 10 } };
    reader.read(turned);
    answers[1]?.resolve({ revision: 7, data: { charts: null, tables } });
    await settled();
    assert.equal(data[1]?.summary.requests, 7);
    reader.read(turned);
    answers[2]?.resolve(none);
    await settled();
    reader.read({ ...turned, endpointPage, live: false });
    assert.deepEqual(
      asked.filter((call) => call.startsWith('readDashboard')),
      [4, 6, 0, 0].map((known) => `readDashboard 15m with ${known}`),
    );
    assert.equal(charts.length, 1);
  });
});
