import design from '../../../sql/postgres/migrations/0001_design.sql';
import collecting from '../../../sql/postgres/migrations/0002_collecting.sql';
import upsertKeys from '../../../sql/postgres/migrations/0003_upsert_keys.sql';
import clientsAndSnapshots from '../../../sql/postgres/migrations/0004_clients_and_snapshots.sql';
import failureHours from '../../../sql/postgres/migrations/0005_failure_hours.sql';
import failingClients from '../../../sql/postgres/migrations/0006_failing_clients.sql';
import histogramQuantile from '../../../sql/postgres/functions/histogramQuantile.sql';
import json from '../../../sql/postgres/functions/json.sql';
import numbers from '../../../sql/postgres/functions/numbers.sql';
import partitions from '../../../sql/postgres/functions/partitions.sql';
import texts from '../../../sql/postgres/functions/texts.sql';
import times from '../../../sql/postgres/functions/times.sql';
import security from '../../../sql/postgres/schema/security.sql';
import views from '../../../sql/postgres/schema/views.sql';
import workspaceViews from '../../../sql/postgres/schema/workspaceViews.sql';
import type { NamedMigrations } from '../database/migrations';
import { withColumns } from '../database/withColumns';

/** The steps of the schema for PostgreSQL: those of SQLite's, by the same names. */
export const postgresMigrations: NamedMigrations = [
  { name: '0001_design', sql: design },
  { name: '0002_collecting', sql: collecting },
  { name: '0003_upsert_keys', sql: upsertKeys },
  { name: '0004_clients_and_snapshots', sql: clientsAndSnapshots },
  { name: '0005_failure_hours', sql: failureHours },
  { name: '0006_failing_clients', sql: failingClients },
];

/** Functions, views and what guards tables, which are made anew after each migration: what they are does not depend on the steps before. */
export const schemaPrograms: readonly string[] = [
  ...[texts, numbers, times, json, histogramQuantile, partitions],
  ...[views, withColumns(workspaceViews), security],
];
