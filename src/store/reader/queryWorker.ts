import type { CallHandlers } from '../../protocol/remoteCall';
import { refuseOtherVersion } from '../database/schemaVersion';
import { exportSteps } from '../export/exportSteps';
import { ReadingSession } from '../session/readingSession';
import { readSql } from '../sqljs/readSql';
import { loadLimitedSqlEngine } from '../sqljs/sqlEngine';
import { asStoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { TrafficReads } from '../trafficReader';
import { trafficReads } from '../trafficReader';
import { handlersOf } from '../worker/remoteApi';
import { serveClients } from '../worker/workerPort';
import { describeFile } from './describeFile';
import { OtherDatabase } from './otherDatabase';
import type { QueryCalls, QueryWorkerData } from './queryCalls';
import { findDamage } from './quickCheck';
import { readsBeside } from './reads';

// The worker thread of reads that may take long: a shell over ReadingSession, through which nothing can be
// written. A statement cannot be interrupted, so what takes too long ends with this thread; a read that nobody waits for
// any more ends before its next statement, and the pages that SQLite has in memory are kept for the one after it.

/** Why the schema is not that of this version though a writer of this version was opened before. */
const otherWriter: StoreFault = { kind: 'collected_by_other_version' };

serveClients<QueryCalls>((data) => {
  const { file, wasmPath, cancelled } = data as QueryWorkerData;
  const flag = new Int32Array(cancelled);
  const isCancelled = (): boolean => Atomics.load(flag, 0) !== 0;
  const loading = loadLimitedSqlEngine(wasmPath);
  const opening = loading.then((engine) => {
    const other = new OtherDatabase(engine, isCancelled);
    const session = new ReadingSession(engine, file, isCancelled);
    return { session, other, reads: readsBeside(other) };
  });
  let exporting: AsyncGenerator<number, void> | undefined;
  // Every call rejects with this; a process must not end over it before the first one came.
  opening.catch(() => undefined);

  const handlers: CallHandlers<QueryCalls> = {
    ...handlersOf<TrafficReads>(trafficReads, async (name, request) => {
      const { session, reads } = await opening;
      try {
        return await session.read((connection) => {
          refuseOtherVersion(connection, file, otherWriter);
          return reads[name](connection, ...request);
        });
      } catch (error) {
        throw asStoreError(error, (reason) => ({ kind: 'read_failed', read: name, file, reason }));
      }
    }),
    readSql: async ([sql, limit, window]) =>
      (await opening).session.read((connection) => readSql(connection, sql, limit, window)),
    leftOut: async () => (await opening).session.leftOut ?? null,
    beginExport: async ([request]) => {
      exporting = exportSteps({ engine: await loading, file }, request);
    },
    stepExport: async () => {
      const { done, value } = (await exporting?.next()) ?? { done: true };
      return { isDone: done === true, done: value ?? 1 };
    },
    endExport: async () => {
      await exporting?.return();
    },
    describe: async () =>
      (await opening).session.read((connection) => describeFile(connection, file)),
    quickCheck: async () => findDamage((await opening).session),
  };
  const end = (): void => {
    opening.then(
      ({ session, other }) => {
        session.close();
        other.close();
      },
      () => undefined,
    );
  };
  return { handlers, end };
});
