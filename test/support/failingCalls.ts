import fs from 'node:fs';

/** The calls of the file system that the product makes and that systems answer differently. */
type Call =
  | 'renameSync'
  | 'fsyncSync'
  | 'fdatasyncSync'
  | 'ftruncateSync'
  | 'writeSync'
  | 'openSync'
  | 'readFileSync'
  | 'readlinkSync';

/**
 * Runs work while a call of the file system fails with a code, as on another system, where `fails` says so of its
 * arguments. All others are the file system's own.
 */
export async function whileFailing<Result>(
  call: Call,
  code: string,
  fails: (...args: unknown[]) => boolean,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const own = fs[call] as (...args: unknown[]) => unknown;
  const failing = (...args: unknown[]): unknown => {
    if (!fails(...args)) return own(...args);
    throw Object.assign(new Error(`${code}: failed as on another system, ${call}`), { code });
  };
  Object.assign(fs, { [call]: failing });
  try {
    return await work();
  } finally {
    Object.assign(fs, { [call]: own });
  }
}
