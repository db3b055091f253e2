import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import expectedSchema from '../../../../sql/postgres/schema/expectedSchema.json';
import lockSchema from '../../../../sql/postgres/schema/lockSchema.sql';
import schemaMigrations from '../../../../sql/postgres/schema/schemaMigrations.sql';
import unlockSchema from '../../../../sql/postgres/schema/unlockSchema.sql';
import expectedOfFile from '../../../../sql/schema/expectedSchema.json';
import { migrations } from '../../../../src/store/database/migrations';
import { designTables } from '../../../../src/store/database/ownDatabase';
import type { Schema } from '../../../../src/store/database/schemaCheck';
import { describeSchema } from '../../../../src/store/database/schemaCheck';
import { postgresMigrations, schemaPrograms } from '../../../../src/store/postgres/migrations';
import type {
  PostgresConnection,
  PostgresOptions,
} from '../../../../src/store/postgres/postgresConnection';
import { ourDialect } from '../../../../src/store/postgres/statements';
import { migrateTeamSchema, verifyTeamSchema } from '../../../../src/store/postgres/teamSchema';
import { storeFaultOf } from '../../../../src/store/storeError';
import { postgresConnections } from '../../../support/postgresConnections';
import type { PostgresAddress } from '../../../support/postgresServer';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';

const store = 'the store';

const isFault =
  (kind: string, facts: object = {}) =>
  (error: unknown): boolean => {
    deepEqual(storeFaultOf(error), { kind, store, ...facts });
    return true;
  };

/** Names of indexes, or of columns in their order. */
function namesOf(lines: readonly string[] | undefined, pattern: RegExp): string[] {
  return (lines ?? []).flatMap((line) => pattern.exec(line)?.[1] ?? []);
}
const columns = /^(\w+) at /;
const indexes = /^CREATE (?:UNIQUE )?INDEX (\w+)/;

describeWithPostgres("the schema of a team's store", () => {
  const connect = postgresConnections();
  let address: PostgresAddress;
  let connection: PostgresConnection;
  const again = (options: Partial<PostgresOptions> = {}): PostgresConnection =>
    connect(address, { dialect: ourDialect, ...options });
  beforeEach(async () => {
    address = await newPostgresDatabase();
    connection = again();
  });

  it('has migrations by the names that those of a file have', () => {
    deepEqual(
      postgresMigrations.map(({ name }) => name),
      migrations.map(({ name }) => name),
    );
  });

  it('is made once, as it is written down', () => {
    throws(() => {
      verifyTeamSchema(connection, store);
    }, isFault('schema_missing'));
    equal(migrateTeamSchema(connection, store, 5), migrations.length);
    equal(migrateTeamSchema(again(), store, 6), 0);
    verifyTeamSchema(connection, store);
    deepEqual(describeSchema(connection), expectedSchema);
  });

  it('is made by the next one where whoever made it was stopped before the first migration', () => {
    connection.execute('CREATE SCHEMA mockforge_analytics');
    connection.execute(schemaMigrations);
    equal(migrateTeamSchema(again(), store, 5), migrations.length);
    verifyTeamSchema(connection, store);
  });

  it("has the design's eight tables, their columns in order and forty indexes, and all of ours", () => {
    let designIndexes = 0;
    const [design] = migrations;
    for (const [table, lines] of Object.entries<readonly string[]>(expectedOfFile)) {
      const found = (expectedSchema as Schema)[table];
      const own = namesOf(lines, columns);
      const order = namesOf(found, columns).filter((name) => own.includes(name));
      deepEqual(order, designTables.includes(table) ? own : order, table);
      deepEqual(new Set(order), new Set(own), table);
      const named = namesOf(found, indexes);
      for (const index of namesOf(lines, indexes)) {
        ok(named.includes(index), index);
        if (design.sql.includes(` ${index} ON`)) designIndexes += 1;
      }
    }
    equal(designIndexes, 40);
    equal(designTables.length, 8);
  });

  it('is changed by one at a time', () => {
    connection.all(lockSchema);
    throws(() => migrateTeamSchema(again({ statementSeconds: 1 }), store, 5));
    throws(() => {
      verifyTeamSchema(again(), store);
    }, isFault('schema_missing'));
    connection.all(unlockSchema);
    equal(migrateTeamSchema(again(), store, 6), migrations.length);
  });

  it('is left alone where another program made it, or a newer version', () => {
    connection.execute(
      'CREATE SCHEMA mockforge_analytics; CREATE TABLE mockforge_analytics.other (id integer)',
    );
    throws(
      () => migrateTeamSchema(connection, store, 5),
      isFault('schema_foreign', { lacks: 'schema_migrations' }),
    );
    connection.execute('DROP SCHEMA mockforge_analytics CASCADE');
    migrateTeamSchema(connection, store, 5);
    connection.execute(
      "INSERT INTO mockforge_analytics.schema_migrations (name, applied_at) VALUES ('9999_later', 1)",
    );
    const newer = isFault('schema_newer', { unknown: ['9999_later'] });
    throws(() => migrateTeamSchema(connection, store, 6), newer);
    throws(() => {
      verifyTeamSchema(connection, store);
    }, newer);
  });

  it('shows a column that is added later, to whom it showed the others', () => {
    migrateTeamSchema(connection, store, 5);
    connection.execute(`
      GRANT SELECT ON mockforge_analytics_target.error_events TO pg_monitor;
      ALTER TABLE mockforge_analytics.error_events ADD COLUMN later bigint`);
    for (const program of schemaPrograms) connection.execute(program);
    const shown = connection.first(
      "SELECT has_column_privilege('pg_monitor', 'mockforge_analytics_target.error_events', 'later', 'SELECT') AS shown",
    );
    equal(shown?.number('shown'), 1);
  });

  it('says what it lacks', () => {
    migrateTeamSchema(connection, store, 5);
    connection.execute('DROP INDEX mockforge_analytics.idx_error_type');
    throws(
      () => {
        verifyTeamSchema(connection, store);
      },
      (error) => {
        const fault = storeFaultOf(error);
        ok(fault?.kind === 'schema_foreign' && fault.lacks.includes('idx_error_type'));
        return true;
      },
    );
  });
});
