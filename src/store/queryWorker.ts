import { workerData } from 'node:worker_threads';
import { loadLimitedSqlEngine } from './database/sqlEngine';
import type { QueryCalls, QueryWorkerData } from './queryCalls';
import { quickCheck } from './quickCheck';
import { readSql } from './readSql';
import { ReadingSession } from './session/readingSession';
import { answerCalls } from './workerPort';

// The worker thread of statements that may take long: a shell over ReadingSession, through which nothing can be
// written. A statement cannot be interrupted, so its client ends the thread.
const { file, wasmPath } = workerData as QueryWorkerData;
const opening = loadLimitedSqlEngine(wasmPath).then((engine) => new ReadingSession(engine, file));
// Every call rejects with this; a process must not end over it before the first one came.
opening.catch(() => undefined);

answerCalls<QueryCalls>({
  readSql: async ({ sql, limit }) =>
    (await opening).read((connection) => readSql(connection, sql, limit)),
  quickCheck: async () => (await opening).read(quickCheck),
});
