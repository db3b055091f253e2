import integrity from '../../../sql/check/integrity.sql';
import freePages from '../../../sql/compaction/freePages.sql';
import erasable from '../../../sql/erasure/erasable.sql';
import trimEvents from '../../../sql/erasure/trimEvents.sql';
import integrityOfServer from '../../../sql/postgres/check/integrity.sql';
import noFreePages from '../../../sql/postgres/compaction/freePages.sql';
import erasableOfTarget from '../../../sql/postgres/erasure/erasable.sql';
import trimEventsOfTarget from '../../../sql/postgres/erasure/trimEvents.sql';
import usedBytesOfServer from '../../../sql/postgres/retention/usedBytes.sql';
import analyzeOfServer from '../../../sql/postgres/rollup/analyze.sql';
import commitMarkOfServer from '../../../sql/postgres/schema/commitMark.sql';
import columnsOfSchema from '../../../sql/postgres/schema/readColumns.sql';
import indexesOfSchema from '../../../sql/postgres/schema/readIndexes.sql';
import migrationColumnsOfSchema from '../../../sql/postgres/schema/readMigrationColumns.sql';
import tablesOfSchema from '../../../sql/postgres/schema/readTables.sql';
import migrationsOfSchema from '../../../sql/postgres/schema/schemaMigrations.sql';
import usedBytes from '../../../sql/retention/usedBytes.sql';
import analyze from '../../../sql/rollup/analyze.sql';
import commitMark from '../../../sql/schema/commitMark.sql';
import readColumns from '../../../sql/schema/readColumns.sql';
import readIndexes from '../../../sql/schema/readIndexes.sql';
import readMigrationColumns from '../../../sql/schema/readMigrationColumns.sql';
import readTables from '../../../sql/schema/readTables.sql';
import schemaMigrations from '../../../sql/schema/schemaMigrations.sql';

/** The statements that one text cannot say to both engines: PostgreSQL's text by SQLite's. */
export const secondTexts: ReadonlyMap<string, string> = new Map([
  [analyze, analyzeOfServer],
  [commitMark, commitMarkOfServer],
  [erasable, erasableOfTarget],
  [freePages, noFreePages],
  [integrity, integrityOfServer],
  [readColumns, columnsOfSchema],
  [readIndexes, indexesOfSchema],
  [readMigrationColumns, migrationColumnsOfSchema],
  [readTables, tablesOfSchema],
  [schemaMigrations, migrationsOfSchema],
  [trimEvents, trimEventsOfTarget],
  [usedBytes, usedBytesOfServer],
]);
