import { join } from 'node:path';
import type { CallHandlers } from '../../protocol/remoteCall';
import { checkDatabase } from '../check/checkDatabase';
import { exportSteps } from '../export/exportSteps';
import type { OtherDatabase } from '../reader/otherDatabase';
import type { TeamQueryCalls, TeamQueryWorkerData } from '../reader/queryCalls';
import { readsBeside } from '../reader/reads';
import { readStoredSpan } from '../readModels/storedSpan';
import { asStoreError, StoreError } from '../storeError';
import type { TrafficReads } from '../trafficReader';
import { trafficReads } from '../trafficReader';
import { handlersOf } from '../worker/remoteApi';
import { serveClients } from '../worker/workerPort';
import { checkTargets } from './checkTargets';
import { Network } from './network';
import { readTeamSql } from './readTeamSql';
import { readStoredTargets } from './storedTargets';
import { TeamReading } from './teamReading';

// The worker thread of reads from a server: a shell over TeamReading, through which nothing can be written. What takes too
// long ends with this thread and its connection, and on the server by a limit of its own.

/** How long a statement of the user's own may take where nobody said, seconds; what waits for it gives up by itself. */
const statementSeconds = 3600;

/** A period of the same store is compared with; files are read in other threads. */
function ownPeriod(store: string): Pick<OtherDatabase, 'read'> {
  return {
    read: (model, connection, query) => {
      if (query.compareFile) throw new StoreError({ kind: 'compared_with_file', store });
      return model(connection, query, connection);
    },
  };
}

const network = new Network(join(__dirname, 'networkThread.js'));

serveClients<TeamQueryCalls>((data) => {
  const { settings, cancelled } = data as TeamQueryWorkerData;
  const flag = new Int32Array(cancelled);
  const reading = new TeamReading(network, settings, () => Atomics.load(flag, 0) !== 0);
  const store = settings.shown;
  const isWhole = settings.target === null;
  const reads = readsBeside(ownPeriod(store), !isWhole);
  let exporting: AsyncGenerator<number, void> | undefined;

  const handlers: CallHandlers<TeamQueryCalls> = {
    ...handlersOf<TrafficReads>(trafficReads, async (name, request) => {
      try {
        return await reading.read((connection) => reads[name](connection, ...request));
      } catch (error) {
        throw asStoreError(error, (reason) => ({
          ...{ kind: 'read_failed', read: name },
          ...{ file: store, reason },
        }));
      }
    }),
    readSql: ([sql, limit, window]) =>
      Promise.resolve().then(() =>
        readTeamSql(network, settings, { sql, limit, window }, statementSeconds),
      ),
    leftOut: () => Promise.resolve(null),
    beginExport: ([request]) => {
      exporting = exportSteps({ reading, name: store }, request);
      return Promise.resolve();
    },
    stepExport: async () => {
      const { done, value } = (await exporting?.next()) ?? { done: true };
      return { isDone: done === true, done: value ?? 1 };
    },
    endExport: async () => {
      await exporting?.return();
    },
    describe: async () => {
      const span = await reading.read(readStoredSpan);
      if (!span) throw new StoreError({ kind: 'no_traffic', file: store });
      return { isOlder: false, ...span };
    },
    // The server looks after its pages.
    quickCheck: () => Promise.resolve(null),
    findings: () =>
      reading.read((connection) =>
        isWhole ? checkTargets(connection, settings.workspace) : checkDatabase(connection),
      ),
    targets: () => reading.read(readStoredTargets),
  };
  return {
    handlers,
    end: () => {
      reading.close();
    },
  };
});
