import type { Stats } from 'node:fs';
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { StoreError } from '../storeError';
import type { Obstacle } from '../storeFault';
import { codeOf, ifThere } from './fileError';

/**
 * What is at a path instead of a file; undefined for a file, and for nothing. It is not opened: a pipe would wait for
 * its other end, and a device may do something. Throws what the file system throws.
 */
export function obstacleAt(path: string): Obstacle | undefined {
  const found = ifThere(() => lstatSync(path));
  if (!found?.isSymbolicLink()) return found && kindOf(found);
  try {
    return kindOf(statSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'link_to_nowhere';
    if (codeOf(error) === 'ELOOP') return 'link_to_itself';
    throw error;
  }
}

/** @throws StoreError where something else than a file is at a path */
export function refuseObstacle(path: string): void {
  const obstacle = obstacleAt(path);
  if (obstacle !== undefined) throw new StoreError({ kind: 'obstacle', path, obstacle });
}

/**
 * The absolute path of a file itself where a link leads to it: the files that belong to a database lie beside it,
 * whatever name it was opened by, and replacing the link would lose it.
 */
export function pathOfFile(path: string): string {
  const absolute = resolve(path);
  try {
    return lstatSync(absolute).isSymbolicLink() ? realpathSync(absolute) : absolute;
  } catch {
    // Opening it says what is wrong.
    return absolute;
  }
}

/** Undefined for a file. */
function kindOf(stat: Stats): Obstacle | undefined {
  if (stat.isFile()) return undefined;
  if (stat.isDirectory()) return 'folder';
  if (stat.isFIFO()) return 'pipe';
  return stat.isSocket() ? 'socket' : 'device';
}
