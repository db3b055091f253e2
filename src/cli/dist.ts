import { join } from 'node:path';
import { stateFolder } from './stateFolder';

/** The workers and the engine, which the build puts beside this command; files are what a person named. */
export const wasmPath = join(__dirname, 'sql-wasm.wasm');
export const fileParts = {
  workerPath: join(__dirname, 'storeWorker.js'),
  queryWorkerPath: join(__dirname, 'queryWorker.js'),
  wasmPath,
  isOwnFolder: false,
};
/** What speaks to servers. */
export const networkPath = join(__dirname, 'networkThread.js');
export const teamParts = {
  spoolFolder: join(stateFolder(), 'waiting'),
  workerPath: join(__dirname, 'teamWorker.js'),
  queryWorkerPath: join(__dirname, 'teamQueryWorker.js'),
};
