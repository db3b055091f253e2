import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import expectedSchema from '../../../../sql/postgres/schema/expectedSchema.json';
import makePartitions from '../../../../sql/postgres/commit/makePartitions.sql';
import dropPartitions from '../../../../sql/postgres/retention/dropPartitions.sql';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { makePartitions as makeThem } from '../../../../src/store/postgres/partitions';
import type { PostgresConnection } from '../../../../src/store/postgres/postgresConnection';
import { rolesSql } from '../../../../src/store/postgres/rolesSql';
import { ServerError } from '../../../../src/store/postgres/serverError';
import { ourDialect } from '../../../../src/store/postgres/statements';
import {
  becomeTarget,
  migrateTeamSchema,
  verifyTeamSchema,
} from '../../../../src/store/postgres/teamSchema';
import { storeFaultOf } from '../../../../src/store/storeError';
import { postgresConnections } from '../../../support/postgresConnections';
import type { PostgresAddress } from '../../../support/postgresServer';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  gaugesOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';

const tables = Object.keys(expectedSchema).filter((table) => table !== 'schema_migrations');

/** Something in every table but those that later commits fill. */
const batch: CommitBatch = batchOf(1, {
  committedAt: (monday + 2 * 86400) * 1000,
  minutes: [minuteOf(monday, { rows: [rowOf()], histograms: [minuteHistogramOf([5])] })],
  endpoints: [incrementOf()],
  clients: [clientOf({ hour: monday + 2 * 86400 })],
  errors: [errorOf()],
  lastGauges: gaugesOf({ minute: monday + 2 * 86400 }),
  events: [coverageOf(monday, monday + 60)],
});

/** Names that a role must not mistake for anything else. */
const workspaces = { own: 'it\'s "a"', other: 'it' };

describeWithPostgres('roles of a workspace', () => {
  const connect = postgresConnections();
  let address: PostgresAddress;
  const as = (user: string): PostgresConnection => {
    const connection = connect({ ...address, user, password: user }, { dialect: ourDialect });
    becomeTarget(connection, { workspace: workspaces.own, target: 't' });
    return connection;
  };
  before(async () => {
    address = await newPostgresDatabase();
    const owner = connect(address, { dialect: ourDialect });
    migrateTeamSchema(owner, 'the store', 0);
    for (const workspace of Object.values(workspaces)) {
      becomeTarget(owner, { workspace, target: 't' });
      makeThem(owner, batch);
      commitBatch(owner, batch);
      // A second time changes nothing.
      for (let times = 0; times < 2; times += 1) owner.execute(rolesSql(workspace));
    }
    owner.execute(`
      CREATE ROLE reading LOGIN PASSWORD 'reading' IN ROLE "mockforge_reader_it's ""a""";
      CREATE ROLE collecting LOGIN PASSWORD 'collecting' IN ROLE "mockforge_collector_it's ""a""";
      CREATE ROLE owning LOGIN PASSWORD 'owning' IN ROLE "mockforge_owner_it's ""a""";
      CREATE ROLE stranger LOGIN PASSWORD 'stranger'`);
  });

  const isRefused = (error: unknown): boolean =>
    error instanceof ServerError && (error.code === '42501' || error.fault.kind === 'no_rights');

  /** A view of several rows takes nothing. */
  const isOfViews = (error: unknown): boolean =>
    error instanceof ServerError && error.code === '55000';

  const workspacesIn = (connection: PostgresConnection, table: string): string[] =>
    connection
      .all(`SELECT DISTINCT workspace_id AS found FROM mockforge_analytics.${table}`)
      .map((row) => row.text('found'));

  it('let who reads see the rows of that workspace, and no other, in every table and view', () => {
    const reader = as('reading');
    verifyTeamSchema(reader, 'the store');
    becomeTarget(reader, { workspace: workspaces.own, target: 't' });
    const filled = tables.filter((table) => {
      const rows = (): number =>
        reader.first(`SELECT COUNT(*) AS n FROM ${table}`)?.number('n') ?? 0;
      const own = rows();
      becomeTarget(reader, { workspace: workspaces.other, target: 't' });
      equal(rows(), 0, table);
      becomeTarget(reader, { workspace: workspaces.own, target: 't' });
      deepEqual(workspacesIn(reader, table), own > 0 ? [workspaces.own] : [], table);
      return own > 0;
    });
    ok(filled.length >= 13, filled.join(' '));
  });

  it('let who reads see all targets of that workspace together, and none of another', () => {
    const reader = as('reading');
    const views = ['targets', 'open_hours', 'open_days', ...tables].map(
      (name) => `mockforge_analytics_workspace.${name}`,
    );
    const filled = views.filter((view) => {
      const [own = 0, others] = [workspaces.own, workspaces.other].map((workspace) => {
        becomeTarget(reader, { workspace, target: null });
        return reader.first(`SELECT COUNT(*) AS n FROM ${view}`)?.number('n');
      });
      equal(others, 0, view);
      return own > 0;
    });
    ok(filled.length >= 14, filled.join(' '));
    const rights = reader.all(
      `SELECT c.relnamespace::regnamespace || '.' || c.relname AS name
       FROM pg_class c
       WHERE relnamespace = to_regnamespace('mockforge_analytics_workspace') AND relkind = 'v'`,
    );
    deepEqual(rights.map((row) => row.text('name')).sort(), [...views].sort());
  });

  it('let who reads change nothing, nor look past the guards', () => {
    const reader = as('reading');
    for (const target of ['t', null]) {
      becomeTarget(reader, { workspace: workspaces.own, target });
      for (const table of tables) {
        throws(
          () => {
            reader.run(`DELETE FROM ${table}`);
          },
          (error) => isRefused(error) || (target === null && isOfViews(error)),
        );
      }
    }
    becomeTarget(reader, { workspace: workspaces.own, target: 't' });
    const day = '20250106';
    for (const sql of [
      `SELECT * FROM mockforge_analytics.metrics_aggregates_minute_${day}`,
      `SELECT * FROM mockforge_analytics.latency_histograms_minute_${day}`,
      'SELECT * FROM mockforge_analytics.latency_histograms_kept',
      `SELECT mockforge_analytics.has_other_targets('error_events_${day}')`,
      'ALTER TABLE mockforge_analytics.error_events DISABLE ROW LEVEL SECURITY',
      'SET ROLE "mockforge_reader_it"',
    ]) {
      throws(() => reader.all(sql), isRefused, sql);
    }
    throws(() => {
      reader.run(makePartitions, { times: '[0]' });
    }, isRefused);
  });

  it('let who collects write that workspace, and no other', () => {
    const collector = as('collecting');
    const later = { ...batch, id: 2 };
    makeThem(collector, later);
    ok(commitBatch(collector, later));
    becomeTarget(collector, { workspace: workspaces.other, target: 't' });
    throws(() => commitBatch(collector, { ...batch, id: 3 }), isRefused);
    const drop = { parent: 'error_events', before: monday + 9 * 86400 };
    throws(() => collector.first(dropPartitions, drop), isRefused);
    becomeTarget(collector, { workspace: workspaces.own, target: 't' });
    // Another target has rows in it.
    equal(collector.first(dropPartitions, drop)?.numberOrNull('dropped'), null);
  });

  it('let who owns say who else reads, and a stranger nothing', () => {
    const owner = as('owning');
    owner.execute('GRANT "mockforge_reader_it\'s ""a""" TO stranger');
    deepEqual(workspacesIn(as('stranger'), 'error_events'), [workspaces.own]);
    owner.execute('REVOKE "mockforge_reader_it\'s ""a""" FROM stranger');
    throws(() => workspacesIn(as('stranger'), 'error_events'), isRefused);
  });

  it('are not made of a name that PostgreSQL would cut off', () => {
    throws(
      () => rolesSql('ä'.repeat(30)),
      (error) => storeFaultOf(error)?.kind === 'workspace_name_too_long',
    );
  });
});
