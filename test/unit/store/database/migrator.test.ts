import { deepEqual, equal, throws } from 'node:assert/strict';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { migrate } from '../../../../src/store/database/migrator';
import { migrations } from '../../../../src/store/database/migrations';
import expected from '../../../../sql/schema/expectedSchema.json';
import { describeSchema, missingFromSchema } from '../../../../src/store/database/schemaCheck';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { wasmPath } from '../support/databases';
import { saying } from '../../../support/saying';

describe('migrations', () => {
  let engine: SqlEngine;
  let connection: SqlJsConnection;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(() => {
    connection = new SqlJsConnection(engine);
  });
  afterEach(() => {
    connection.close();
  });

  const names = (): string[] =>
    connection
      .all('SELECT name FROM schema_migrations ORDER BY applied_at, name')
      .map((row) => row.text('name'));

  it('are applied once each, and noted with their time', () => {
    equal(migrate(connection, migrations, 1000), migrations.length);
    equal(migrate(connection, migrations, 2000), 0);
    deepEqual(
      names(),
      migrations.map(({ name }) => name),
    );
    equal(
      connection.all('SELECT * FROM schema_migrations WHERE applied_at = 1000').length,
      migrations.length,
    );
  });

  it('bring an older database up to date and keep its rows', () => {
    migrate(connection, migrations.slice(0, 1), 1000);
    connection.execute(
      "INSERT INTO analytics_snapshots (timestamp, snapshot_type) VALUES (7, 'hourly')",
    );
    equal(migrate(connection, migrations, 2000), migrations.length - 1);
    equal(connection.first('SELECT timestamp FROM analytics_snapshots')?.number('timestamp'), 7);
  });

  it('leave nothing behind of one that fails half-way', () => {
    const broken = { name: '9999_broken', sql: 'CREATE TABLE half (a); CREATE TABLE half (a);' };
    throws(
      () => migrate(connection, [...migrations, broken], 1000),
      saying('StoreError', /9999_broken failed: table half already exists\. .*move the file away/s),
    );
    equal(names().includes('9999_broken'), false);
    equal(connection.all("SELECT * FROM sqlite_master WHERE name = 'half'").length, 0);
  });

  it('make the schema that every opening is compared with', () => {
    migrate(connection, migrations, 1000);
    deepEqual(
      describeSchema(connection),
      expected,
      'The migrations make another schema than sql/schema/expectedSchema.json says; write it anew with ' +
        '`node esbuild.mjs --tests && node out/test/support/recordSchema.js`.',
    );
    deepEqual(missingFromSchema(connection, expected), []);
    connection.execute('CREATE VIEW mine AS SELECT 1; CREATE TABLE notes (a)');
    deepEqual(missingFromSchema(connection, expected), []);
    connection.execute('DROP INDEX idx_error_trace');
    deepEqual(missingFromSchema(connection, expected), [
      'CREATE INDEX idx_error_trace ON error_events(trace_id) WHERE trace_id IS NOT NULL of error_events',
    ]);
    connection.execute('ALTER TABLE error_events RENAME COLUMN span_id TO span');
    equal(missingFromSchema(connection, expected)[0], 'span_id at 11 TEXT of error_events');
  });
});
