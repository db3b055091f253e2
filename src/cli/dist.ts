import { join } from 'node:path';

/** The database's workers and engine, which the build puts beside this command; files are what a person named. */
export const wasmPath = join(__dirname, 'sql-wasm.wasm');
export const storeParts = {
  workerPath: join(__dirname, 'storeWorker.js'),
  queryWorkerPath: join(__dirname, 'queryWorker.js'),
  wasmPath,
  isOwnFolder: false,
};
