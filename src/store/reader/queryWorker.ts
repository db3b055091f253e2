import { workerData } from 'node:worker_threads';
import type { ReadModel } from './dashboardReader';
import { DashboardReader } from './dashboardReader';
import { loadLimitedSqlEngine } from '../sqljs/sqlEngine';
import { exportSteps } from '../export/exportSteps';
import { describeFile } from '../imported/describeFile';
import { readNamedQuery } from './namedQueries';
import type { DashboardQuery } from '../../protocol/dashboardData';
import type { QueryCalls, QueryWorkerData } from './queryCalls';
import { findDamage } from '../check/quickCheck';
import { readCharts, readDashboard } from '../readModels/dashboard';
import { readExplanation } from '../readModels/explanation';
import { readSql } from './readSql';
import { ReadingSession } from '../session/readingSession';
import { answerCalls } from '../worker/workerPort';

// The worker thread of statements that may take long: a shell over ReadingSession, through which nothing can be
// written. A statement cannot be interrupted, so its client ends the thread.
const { file, wasmPath } = workerData as QueryWorkerData;
const loading = loadLimitedSqlEngine(wasmPath);
const opening = loading.then((engine) => new ReadingSession(engine, file));
let dashboards: DashboardReader | undefined;
let exporting: AsyncGenerator<number, void> | undefined;
// Every call rejects with this; a process must not end over it before the first one came.
opening.catch(() => undefined);

answerCalls<QueryCalls>({
  readSql: async ({ sql, limit }) =>
    (await opening).read((connection) => readSql(connection, sql, limit)),
  leftOut: async () => (await opening).leftOut ?? null,
  beginExport: async (request) => {
    exporting = exportSteps({ engine: await loading, file }, request);
    return null;
  },
  stepExport: async () => {
    const { done, value } = (await exporting?.next()) ?? { done: true };
    return { isDone: done === true, done: value ?? 1 };
  },
  endExport: async () => {
    await exporting?.return();
    return null;
  },
  charts: async (query) => readDashboardBy(readCharts, query),
  dashboard: async (query) => readDashboardBy(readDashboard, query),
  query: async ({ name, now }) =>
    (await opening).read((connection) => readNamedQuery(connection, name, now)),
  explain: async (query) =>
    (await opening).read((connection) => readExplanation(connection, query)),
  describe: async () => {
    const engine = await loading;
    return (await opening).read((connection) => describeFile(engine, connection, file));
  },
  quickCheck: async () => findDamage(await opening),
});

async function readDashboardBy<Data>(model: ReadModel<Data>, query: DashboardQuery): Promise<Data> {
  dashboards ??= new DashboardReader(await loading);
  const reader = dashboards;
  return (await opening).read((connection) => reader.read(model, connection, query));
}
