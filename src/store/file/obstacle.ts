import type { Stats } from 'node:fs';
import { lstatSync, statSync } from 'node:fs';
import { codeOf, ifThere } from './fileError';

/**
 * What stands at a path in the place of a file, for the user; undefined for a file, and where nothing is. It is not
 * opened: a pipe would wait for its other end, and a device may do something. Throws what the file system throws.
 */
export function obstacleAt(path: string): string | undefined {
  const found = ifThere(() => lstatSync(path));
  if (!found?.isSymbolicLink()) return found && kindOf(found);
  try {
    return kindOf(statSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'a link that leads nowhere';
    if (codeOf(error) === 'ELOOP') return 'a link that leads back to itself';
    throw error;
  }
}

/** Undefined for a file. */
function kindOf(stat: Stats): string | undefined {
  if (stat.isFile()) return undefined;
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}
