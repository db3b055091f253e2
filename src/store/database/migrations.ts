import design from '../../../sql/migrations/0001_design.sql';
import collecting from '../../../sql/migrations/0002_collecting.sql';
import upsertKeys from '../../../sql/migrations/0003_upsert_keys.sql';
import clientsAndSnapshots from '../../../sql/migrations/0004_clients_and_snapshots.sql';
import failureHours from '../../../sql/migrations/0005_failure_hours.sql';
import failingClients from '../../../sql/migrations/0006_failing_clients.sql';
import type { migrationNames } from './migrationNames';

/** One step of the schema. Once released, its text is never changed. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

type Named<Names extends readonly string[]> = {
  readonly [Index in keyof Names]: Migration & { readonly name: Names[Index] };
};

/** One step for each name, in their order. */
export type NamedMigrations = Named<typeof migrationNames>;

/** All steps, in the order in which they are applied: that of their names. */
export const migrations: NamedMigrations = [
  { name: '0001_design', sql: design },
  { name: '0002_collecting', sql: collecting },
  { name: '0003_upsert_keys', sql: upsertKeys },
  { name: '0004_clients_and_snapshots', sql: clientsAndSnapshots },
  { name: '0005_failure_hours', sql: failureHours },
  { name: '0006_failing_clients', sql: failingClients },
];
