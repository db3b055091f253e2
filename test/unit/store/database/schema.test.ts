import { deepEqual, equal } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import initSqlJs from 'sql.js';
import type { Database } from 'sql.js';
import { migrations } from '../../../../src/store/database/migrations';
import { designTables } from '../../../../src/store/database/ownDatabase';

/** The design's own statements; tests are run from the root of the repository. */
const design = readFileSync(resolve('test/fixtures/schema-design.sql'), 'utf8');

const tables = [
  ['metrics_aggregates_minute', 6],
  ['metrics_aggregates_hour', 5],
  ['metrics_aggregates_day', 5],
  ['endpoint_stats', 5],
  ['error_events', 6],
  ['client_analytics', 5],
  ['traffic_patterns', 5],
  ['analytics_snapshots', 3],
] as const;

/** Ours, on the design's tables. */
const addedIndexes = [
  'idx_analytics_snapshots_key',
  'idx_client_analytics_key',
  'idx_endpoint_stats_key',
  'idx_error_events_not_found',
  'idx_metrics_day_key',
  'idx_metrics_hour_key',
  'idx_traffic_patterns_key',
];

function values(database: Database, sql: string): unknown[][] {
  return database.exec(sql)[0]?.values ?? [];
}

interface Index {
  readonly name: string;
  readonly columns: readonly unknown[][];
  readonly unique: unknown;
  readonly partial: unknown;
  readonly where: string | undefined;
}

function indexesOf(database: Database, table: string): Index[] {
  return values(database, `PRAGMA index_list(${table})`)
    .map(([, name, unique, , partial]) => {
      const text = String(name);
      const [[sql] = []] = values(
        database,
        `SELECT sql FROM sqlite_master WHERE type = 'index' AND name = '${text}'`,
      );
      return {
        name: text,
        unique,
        partial,
        // seqno, name, descending, collation, key
        columns: values(database, `PRAGMA index_xinfo(${text})`).map(
          ([seqno, , name, desc, collation, key]) => [seqno, name, desc, collation, key],
        ),
        where: /\bWHERE\b(.*)/is.exec(String(sql))?.[1]?.trim(),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

describe('the schema', () => {
  let expected: Database;
  let actual: Database;

  before(async () => {
    const engine = await initSqlJs();
    expected = new engine.Database();
    expected.run(design);
    actual = new engine.Database();
    for (const { sql } of migrations) actual.run(sql);
  });
  after(() => {
    expected.close();
    actual.close();
  });

  it('is compared with a design of eight tables and forty indexes', () => {
    const count = (type: string): unknown =>
      values(
        expected,
        `SELECT COUNT(*) FROM sqlite_master WHERE type = '${type}' AND name NOT LIKE 'sqlite_%'`,
      )[0]?.[0];
    deepEqual([count('table'), count('index')], [8, 40]);
  });

  for (const [table, indexCount] of tables) {
    it(`has ${table} with the design's columns, in order, types and defaults`, () => {
      const columns = values(expected, `PRAGMA table_info(${table})`);
      equal(columns.length > 5, true);
      deepEqual(values(actual, `PRAGMA table_info(${table})`), columns);
    });

    it(`has the design's ${indexCount} indexes on ${table}`, () => {
      const wanted = indexesOf(expected, table);
      equal(wanted.length, indexCount);
      const found = indexesOf(actual, table).filter(({ name }) => !addedIndexes.includes(name));
      deepEqual(found, wanted);
    });
  }

  it('adds to the design only tables and indexes of our own', () => {
    const names = (database: Database): unknown[] =>
      values(
        database,
        "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
      ).flat();
    const theirs = names(expected);
    deepEqual(
      names(actual).filter((name) => !theirs.includes(name)),
      [
        'bucket_bounds',
        'client_tallies',
        'collection_events',
        'collector_state',
        'failure_hours',
        'idx_analytics_snapshots_key',
        'idx_client_analytics_key',
        'idx_collection_events_unique',
        'idx_endpoint_stats_key',
        'idx_error_events_not_found',
        'idx_failure_hours_key',
        'idx_latency_histograms_unique',
        'idx_metrics_day_key',
        'idx_metrics_hour_key',
        'idx_server_gauges_key',
        'idx_traffic_patterns_key',
        'latency_histograms',
        'server_gauges',
      ],
    );
  });

  it('has the tables of the original schema that tell our databases from others', () => {
    const created = migrations[0].sql.matchAll(/CREATE TABLE (\w+)/g);
    deepEqual(
      designTables,
      Array.from(created, ([, name]) => name),
    );
  });

  it('is made of all files of sql/migrations, in the order of their names', () => {
    const files = readdirSync(resolve('sql/migrations')).sort();
    deepEqual(
      migrations.map(({ name }) => `${name}.sql`),
      files,
    );
    for (const { name, sql } of migrations) {
      equal(sql, readFileSync(join('sql/migrations', `${name}.sql`), 'utf8'));
    }
  });

  it('creates each table that has ids of its own with AUTOINCREMENT, so that none is ever given twice', () => {
    const without = values(
      actual,
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%AUTOINCREMENT%' AND name NOT LIKE 'sqlite_%'",
    ).flat();
    deepEqual(without, ['collector_state', 'client_tallies']);
  });
});
