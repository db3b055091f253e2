import { readFile } from 'node:fs/promises';
import initSqlJs from 'sql.js';
import type { SqlJsConfig, SqlJsStatic } from 'sql.js';
import limitMemory from '../../../sql/schema/limitMemory.sql';
import { asStoreError, StoreError } from '../storeError';

export type SqlEngine = SqlJsStatic;

/** Node has it; the types of a project without a browser's library do not. */
const { WebAssembly: webAssembly } = globalThis as unknown as {
  readonly WebAssembly: { validate(bytes: Uint8Array): boolean };
};

/** Native math functions; sql.js' older substitutes for them warn on the console when they are used. */
const nativeFunctions = { useOldExtensionFunctions: false };

/**
 * Loads SQLite from the file sql-wasm.wasm.
 * @throws StoreError when the file is missing or is no WebAssembly: sql.js would keep a failed load forever
 * and end the process over it, so the file is checked first.
 */
export async function loadSqlEngine(wasmPath: string): Promise<SqlEngine> {
  let wasmBinary: Buffer;
  try {
    wasmBinary = await readFile(wasmPath);
  } catch (error) {
    throw asStoreError(error, (reason) => ({ kind: 'engine_unreadable', path: wasmPath, reason }));
  }
  if (!webAssembly.validate(wasmBinary)) {
    throw new StoreError({ kind: 'engine_damaged', path: wasmPath });
  }
  const config: SqlJsConfig = { ...nativeFunctions, wasmBinary: toArrayBuffer(wasmBinary) };
  return initSqlJs(config);
}

/**
 * Loads SQLite as loadSqlEngine does, for statements of the user's own: one that needs more than the memory that
 * sql/schema/limitMemory.sql gives fails, where it would otherwise take what the editor needs. SQLite can lower this
 * limit and not raise it, so it holds for all that this engine does.
 */
export async function loadLimitedSqlEngine(wasmPath: string): Promise<SqlEngine> {
  const engine = await loadSqlEngine(wasmPath);
  const database = new engine.Database();
  try {
    database.run(limitMemory);
  } finally {
    database.close();
  }
  return engine;
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
