import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { migrations } from '../../src/store/database/migrations';
import { repositoryRoot } from './repository';

/** Where a database of each schema version is kept, and the rows that were put into it. */
export const earlierDatabasesFolder = join(repositoryRoot(), 'test', 'fixtures', 'databases');

/** The schema versions, by the name of their last migration, that there may be files of. */
export const earlierVersions = migrations
  .map(({ name }) => name)
  .filter((name, index) => index < migrations.length - 1 || existsSync(earlierPath(name)));

export function earlierPath(version: string): string {
  return join(earlierDatabasesFolder, `${version}.sqlite.br`);
}

/** A database file as a build with no later migration left it. */
export function earlierDatabase(version: string): Buffer {
  return brotliDecompressSync(readFileSync(earlierPath(version)));
}

/** The statements that put rows into the tables which a version has, each version's own after those before. */
export function earlierRows(version: string): string {
  return migrations
    .filter(({ name }) => name <= version)
    .map(({ name }) => readFileSync(join(earlierDatabasesFolder, `${name}.sql`), 'utf8'))
    .join('\n');
}
