import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withColumns } from '../../src/store/database/withColumns';
import { repositoryRoot } from './repository';

/** Where the statements are written down as they are run. */
export const recordedStatements = join(repositoryRoot(), 'test/fixtures/expandedStatements.sql');

const folder = join(repositoryRoot(), 'sql');

/** The statements of SQLite with a place where columns are put in, by their file, with the columns in it. */
export function expandedStatements(): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    files
      .filter((file) => file.endsWith('.sql') && !file.startsWith('postgres'))
      .map((file): [string, string] => [file, readFileSync(join(folder, file), 'utf8')])
      .filter(([, sql]) => sql.includes('{{'))
      .map(([file, sql]) => [file, withColumns(sql)]),
  );
}

/** All of them as one text. */
export function expandedText(): string {
  return Array.from(expandedStatements(), ([file, sql]) => `-- sql/${file}\n${sql}`).join('\n');
}
