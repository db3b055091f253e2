import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that holds the lock of the one database below a folder: a window's extension host. */
export function collectingProcess(storage: string): number {
  const names = readdirSync(storage, { recursive: true, encoding: 'utf8' });
  const lock = names.find((name) => name.endsWith('.sqlite-lock'));
  assert.ok(lock, `there is a lock among ${names.join(', ')}`);
  return (JSON.parse(readFileSync(join(storage, lock), 'utf8')) as { process: number }).process;
}
