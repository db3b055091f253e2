import { join } from 'node:path';

/** The database's worker and engine, which the build puts beside this command. */
export const workerPath = join(__dirname, 'storeWorker.js');
export const wasmPath = join(__dirname, 'sql-wasm.wasm');
