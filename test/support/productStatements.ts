import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withColumns } from '../../src/store/database/withColumns';
import { repositoryRoot } from './repository';

const folder = join(repositoryRoot(), 'sql');

/** What looks after the file of SQLite, as sql/README.md marks it; so do whole folders, and what reads a file to push it. */
const ofFile = new Set([
  ...['retention/usedBytes', 'schema/limitMemory', 'schema/quickCheck', 'schema/readProbe'],
  ...['schema/writeProbe', 'schema/settings', 'schema/totalChanges', 'schema/schemaMigrations'],
  ...['rollup/analyze', 'check/integrity'],
]);

/** Statements of the read models that read what others define, by the name that they read. */
const reads = {
  traffic: /\b(?:FROM|JOIN) traffic\b/,
  stored: /\bFROM stored\b/,
  failed: /\bFROM failed\b/,
  conditions: /\b(?:endpoint_wanted|excluded_pattern)\b/,
};

const parts = ['conditions', 'dayRows', 'hourRows', 'minuteRows', 'traffic']
  .concat(['failed', 'failureEvents', 'failureHours', 'failureRows'])
  .map((name) => `readModels/${name}`);

/** Columns that failed requests have one by one, and not as they are counted by hour. */
const ofEvents = /\b(?:error_message|user_agent)\b/;

/**
 * Every statement that the product gives to an engine, whichever that is, by its file and the files that go before it, as
 * the build leaves it.
 */
export function productStatements(): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.sql'))
    .filter((file) => !/^(?:postgres|migrations|compaction|erasure|push)\//.test(file))
    .map((file) => file.slice(0, -'.sql'.length));
  return new Map(
    [...files.filter((name) => !ofFile.has(name) && !parts.includes(name)), 'erasure/erasable']
      .sort()
      .flatMap((name) => [...withParts(name)]),
  );
}

function* withParts(name: string): Iterable<readonly [string, string]> {
  const own = statement(name);
  const behind = (...before: string[]): readonly [string, string] => {
    const all = before.map((part) => `readModels/${part}`);
    return [[...all, name].join(' + '), [...all.map(statement), own].join('')];
  };
  const rows = ['dayRows', 'hourRows', 'minuteRows'];
  if (!name.startsWith('readModels/')) yield [name, own];
  else if (reads.traffic.test(own)) {
    for (const part of rows) yield behind('conditions', part, 'traffic');
    yield behind('conditions', 'failureEvents', 'failed', 'failureRows');
  } else if (reads.stored.test(own)) {
    for (const part of rows) yield behind('conditions', part);
  } else if (reads.failed.test(own)) {
    yield behind('conditions', 'failureEvents', 'failed');
    if (!ofEvents.test(own)) yield behind('conditions', 'failureHours', 'failed');
  } else if (reads.conditions.test(own)) yield behind('conditions');
  else yield [name, own];
}

function statement(name: string): string {
  const sql = readFileSync(join(folder, `${name}.sql`), 'utf8');
  return withColumns(name.startsWith('queries/') ? sql : sql.replaceAll(/^ *(--.*\n)?/gm, ''));
}
