import attachSource from '../../../sql/compaction/attachSource.sql';
import chunkEnd from '../../../sql/compaction/chunkEnd.sql';
import clearTable from '../../../sql/compaction/clearTable.sql';
import copyChunk from '../../../sql/compaction/copyChunk.sql';
import copyTable from '../../../sql/compaction/copyTable.sql';
import countUpTo from '../../../sql/compaction/countUpTo.sql';
import databaseFile from '../../../sql/compaction/databaseFile.sql';
import makeStatistics from '../../../sql/compaction/makeStatistics.sql';
import readInternalTables from '../../../sql/compaction/readInternalTables.sql';
import readLaterStatements from '../../../sql/compaction/readLaterStatements.sql';
import readTables from '../../../sql/compaction/readTables.sql';
import readTableStatements from '../../../sql/compaction/readTableStatements.sql';
import type { Connection, SqlParameters } from '../database/connection';

/** Which rows are copied. */
export interface CopyRule {
  /** What a row of a table must fulfil; undefined: nothing. The row is called `kept`, and `main` is the copy so far. */
  readonly condition: (table: string) => string | undefined;
  readonly parameters: SqlParameters;
}

/** All of them. */
export const everyRow: CopyRule = { condition: () => undefined, parameters: {} };

/** Rows of one transaction, which bounds memory and how long others wait. */
const chunkRows = 20_000;

/**
 * A table with fewer rows is copied by one statement. SQLite then takes rows and indexes over as they are, page by
 * page, in half the time, but nobody else has a turn, and all of it is in memory.
 */
const wholeRows = 100_000;

/** Before the first rowid. */
const firstRow = '-9223372036854775808';

/**
 * Copies everything that is in one database into another one that is empty, both of the same SQLite; yields after each
 * piece, so that the caller can let others have their turn. Indexes are made before the rows: making one afterwards is
 * a single long statement, and takes no less time in all.
 */
export function* copyRows(
  source: Connection,
  target: Connection,
  rule: CopyRule,
): Generator<void, void> {
  target.run(attachSource, { file: source.first(databaseFile)?.text('file') ?? '' });
  createAll(target, readTableStatements);
  const internal = target.all(readInternalTables).map((row) => row.text('name'));
  if (internal.includes('sqlite_stat1')) target.execute(makeStatistics);
  for (const table of target.all(readTables)) {
    const name = table.text('name');
    const isWhole = table.number('whole') === 1 || isSmall(target, name);
    if (isWhole) target.run(chosen(copyTable, name, rule), rule.parameters);
    else yield* copyChunks(target, name, rule);
    yield;
  }
  for (const name of internal) {
    target.run(of(clearTable, name));
    target.run(chosen(copyTable, name, everyRow));
  }
  createAll(target, readLaterStatements);
}

function isSmall(target: Connection, table: string): boolean {
  const row = target.first(of(countUpTo, table), { most: wholeRows });
  return (row?.number('rows') ?? 0) < wholeRows;
}

function* copyChunks(target: Connection, table: string, rule: CopyRule): Generator<void, void> {
  for (let after = firstRow; ;) {
    const end = target.first(of(chunkEnd, table), { after, rows: chunkRows });
    const until = end?.textOrNull('until') ?? null;
    if (until === null) return;
    target.run(chosen(copyChunk, table, rule), { ...rule.parameters, after, until });
    after = until;
    yield;
  }
}

function createAll(target: Connection, statements: string): void {
  for (const row of target.all(statements)) target.execute(row.text('sql'));
}

/** As `of`, with the condition for the table's rows. */
function chosen(sql: string, table: string, { condition }: CopyRule): string {
  return of(sql, table).replace('CONDITION', () => condition(table) ?? 'TRUE');
}

/** A statement for one table; SQLite binds no names. */
function of(sql: string, table: string): string {
  return sql.replaceAll('TABLE', table.replaceAll('"', '""'));
}
