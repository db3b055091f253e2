import { deepEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/repository';

const folder = join(repositoryRoot(), 'sql');

/** What every SQL database has under this name. */
const standard = ['ABS', 'AVG', 'CAST', 'COALESCE', 'COUNT', 'LAG', 'MAX', 'MIN', 'NULLIF'].concat([
  'ROUND',
  'ROW_NUMBER',
  'SUM',
]);

/** Words of SQLite that are followed by no parenthesis. */
const words =
  /\b(?:GLOB|PRAGMA|INDEXED BY|CROSS JOIN|MATERIALIZED|ATTACH|ANALYZE|VACUUM|LIKE|RETURNING|rowid|sqlite_[a-z]+\d?|pragma_\w+)\b/g;

/** A function's name; what stands behind INTO, ON, TABLE or REFERENCES is a table's. */
const calls = /(?<!\b(?:INTO|ON|TABLE|REFERENCES|EXISTS) )\b(\w+)\(/g;

/** The statements without comments and texts. */
function statements(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.sql') && !file.startsWith('postgres'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .map((sql) => sql.replaceAll(/--[^\n]*/g, '').replaceAll(/'[^']*'/g, "''"));
}

/** What stands in backquotes in the first column of the table of the README. */
function told(): string[] {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const [, table = ''] = text.split(/^\| SQLite +\|/m);
  const cells = table.split('\n').map((line) => line.split('|')[1] ?? '');
  return cells.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name));
}

describe('the SQL', () => {
  it('asks of an engine what its README tells and standard SQL has, and nothing else', () => {
    const used = new Set(
      statements().flatMap((sql) => [
        ...Array.from(sql.matchAll(words), ([word]) => word),
        ...Array.from(sql.matchAll(calls), ([, name = '']) => name),
      ]),
    );
    const known = [...told(), ...standard];
    deepEqual([...used].filter((name) => !known.includes(name)).sort(), []);
  });

  it('uses all that its README tells', () => {
    const all = statements().join('\n');
    deepEqual(
      told().filter((name) => !all.includes(name)),
      [],
    );
  });
});
