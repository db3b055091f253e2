import { workerData } from 'node:worker_threads';
import { loadSqlEngine } from './database/sqlEngine';
import { exportSteps } from './export/exportSteps';
import type { QueryCalls, QueryWorkerData } from './queryCalls';
import { quickCheck } from './quickCheck';
import { readSql } from './readSql';
import { ReadingSession } from './session/readingSession';
import { answerCalls } from './workerPort';

// The worker thread of statements that may take long: a shell over ReadingSession, through which nothing can be
// written. A statement cannot be interrupted, so its client ends the thread.
const { file, wasmPath } = workerData as QueryWorkerData;
const loading = loadSqlEngine(wasmPath);
const opening = loading.then((engine) => new ReadingSession(engine, file));
let exporting: AsyncGenerator<number, void> | undefined;
// Every call rejects with this; a process must not end over it before the first one came.
opening.catch(() => undefined);

answerCalls<QueryCalls>({
  readSql: async ({ sql, limit }) =>
    (await opening).read((connection) => readSql(connection, sql, limit)),
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
  quickCheck: async () => (await opening).read(quickCheck),
});
