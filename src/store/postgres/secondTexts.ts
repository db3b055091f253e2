import integrity from '../../../sql/check/integrity.sql';
import freePages from '../../../sql/compaction/freePages.sql';
import erasable from '../../../sql/erasure/erasable.sql';
import trimEvents from '../../../sql/erasure/trimEvents.sql';
import clients from '../../../sql/export/clients.sql';
import requestsByDay from '../../../sql/export/requestsByDay.sql';
import requestsByHour from '../../../sql/export/requestsByHour.sql';
import requestsByMinute from '../../../sql/export/requestsByMinute.sql';
import integrityOfServer from '../../../sql/postgres/check/integrity.sql';
import noFreePages from '../../../sql/postgres/compaction/freePages.sql';
import erasableOfTarget from '../../../sql/postgres/erasure/erasable.sql';
import trimEventsOfTarget from '../../../sql/postgres/erasure/trimEvents.sql';
import clientsOfTargets from '../../../sql/postgres/export/clients.sql';
import requestsByDayOfTargets from '../../../sql/postgres/export/requestsByDay.sql';
import requestsByHourOfTargets from '../../../sql/postgres/export/requestsByHour.sql';
import requestsByMinuteOfTargets from '../../../sql/postgres/export/requestsByMinute.sql';
import errorPlacesOfTargets from '../../../sql/postgres/readModels/errorPlaces.sql';
import firstRowsOfTargets from '../../../sql/postgres/readModels/firstRows.sql';
import newestRowsOfTargets from '../../../sql/postgres/readModels/newestRows.sql';
import storedSpanOfTargets from '../../../sql/postgres/readModels/storedSpan.sql';
import watermarksOfTargets from '../../../sql/postgres/readModels/watermarks.sql';
import usedBytesOfServer from '../../../sql/postgres/retention/usedBytes.sql';
import analyzeOfServer from '../../../sql/postgres/rollup/analyze.sql';
import commitMarkOfServer from '../../../sql/postgres/schema/commitMark.sql';
import columnsOfSchema from '../../../sql/postgres/schema/readColumns.sql';
import indexesOfSchema from '../../../sql/postgres/schema/readIndexes.sql';
import migrationColumnsOfSchema from '../../../sql/postgres/schema/readMigrationColumns.sql';
import tablesOfSchema from '../../../sql/postgres/schema/readTables.sql';
import migrationsOfSchema from '../../../sql/postgres/schema/schemaMigrations.sql';
import errorPlaces from '../../../sql/readModels/errorPlaces.sql';
import firstRows from '../../../sql/readModels/firstRows.sql';
import newestRows from '../../../sql/readModels/newestRows.sql';
import storedSpan from '../../../sql/readModels/storedSpan.sql';
import watermarks from '../../../sql/readModels/watermarks.sql';
import usedBytes from '../../../sql/retention/usedBytes.sql';
import analyze from '../../../sql/rollup/analyze.sql';
import commitMark from '../../../sql/schema/commitMark.sql';
import readColumns from '../../../sql/schema/readColumns.sql';
import readIndexes from '../../../sql/schema/readIndexes.sql';
import readMigrationColumns from '../../../sql/schema/readMigrationColumns.sql';
import readTables from '../../../sql/schema/readTables.sql';
import schemaMigrations from '../../../sql/schema/schemaMigrations.sql';
import { withColumns } from '../database/withColumns';

/** The statements that one text cannot say to both engines: PostgreSQL's text by SQLite's. */
export const secondTexts: ReadonlyMap<string, string> = new Map([
  [analyze, analyzeOfServer],
  [withColumns(clients), withColumns(clientsOfTargets)],
  [commitMark, commitMarkOfServer],
  [erasable, erasableOfTarget],
  [errorPlaces, errorPlacesOfTargets],
  [firstRows, firstRowsOfTargets],
  [freePages, noFreePages],
  [integrity, integrityOfServer],
  [newestRows, newestRowsOfTargets],
  [readColumns, columnsOfSchema],
  [readIndexes, indexesOfSchema],
  [readMigrationColumns, migrationColumnsOfSchema],
  [readTables, tablesOfSchema],
  [withColumns(requestsByDay), withColumns(requestsByDayOfTargets)],
  [withColumns(requestsByHour), withColumns(requestsByHourOfTargets)],
  [withColumns(requestsByMinute), withColumns(requestsByMinuteOfTargets)],
  [schemaMigrations, migrationsOfSchema],
  [storedSpan, storedSpanOfTargets],
  [trimEvents, trimEventsOfTarget],
  [usedBytes, usedBytesOfServer],
  [watermarks, watermarksOfTargets],
]);
