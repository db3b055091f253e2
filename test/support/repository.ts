import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The checkout's root: the nearest folder above the running file that holds a package.json.
 * Bundling puts this function at different depths below out/, so a fixed `../..` would not do.
 * @throws Error when no folder above holds one, as when out/ was copied elsewhere.
 */
export function repositoryRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(`No package.json in any folder above ${__dirname}.`);
    }
    folder = parent;
  }
  return folder;
}
