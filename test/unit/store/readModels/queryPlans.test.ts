import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { withColumns } from '../../../../src/store/database/withColumns';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { newConnection } from '../../../../src/store/sqljs/openConnection';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import {
  batchOf,
  clientOf,
  errorOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { wasmPath } from '../support/databases';

/**
 * Few keys for very many rows: reading by one of these, or by none, reads the whole table. `h` and `e` are what
 * statements call tables of them.
 */
const wholeTable =
  /idx_metrics_\w+_(protocol|workspace)|idx_(error|client)_workspace|SCAN (metrics_aggregates_|latency_histograms|error_events|client_analytics|[he]\b)/;

const statement = (folder: string, name: string): string =>
  withColumns(readFileSync(`sql/${folder}/${name}.sql`, 'utf8'));

const readModel = (name: string): string => statement('readModels', name);

/** Make the names `stored`, `traffic` and `failed` known to the statements of sql/readModels that read them. */
const preludes = [
  ...['conditions', 'minuteRows', 'hourRows', 'dayRows', 'traffic'],
  ...['failureEvents', 'failureHours', 'failed', 'failureRows'],
];
const conditions = readModel('conditions');
const stored = ['minuteRows', 'hourRows', 'dayRows'].map((rows) => conditions + readModel(rows));
const [events = '', hours = ''] = ['failureEvents', 'failureHours'].map(
  (rows) => conditions + readModel(rows) + readModel('failed'),
);
const failed = [events, hours];
const traffic = [
  ...stored.map((rows) => rows + readModel('traffic')),
  events + readModel('failureRows'),
];

/** Whether a statement reads no more of failed requests than whole hours have. */
function isOfHours(sql: string): boolean {
  return /SUM\(occurrences\)/.test(sql) && !/client_ip|error_message/.test(sql);
}

/** A statement as it is run, once for each table that it is run over. */
function statementsOf(sql: string): string[] {
  const reads = (name: string): boolean =>
    new RegExp(`^\\s*(FROM|CROSS JOIN) ${name}\\b`, 'm').test(sql);
  const before = reads('traffic')
    ? traffic
    : reads('stored')
      ? stored
      : reads('failed')
        ? failed.filter((prelude) => prelude !== hours || isOfHours(sql))
        : /\bendpoint_wanted\b/.test(sql)
          ? [conditions]
          : [''];
  return before.map((prelude) => prelude + sql);
}

/** Two closed hours, and the clients of two days: enough for statistics. */
const filled = batchOf(1, {
  clients: Array.from({ length: 48 * 5 }, (_, i) =>
    clientOf({ hour: monday + Math.floor(i / 5) * 3600, clientIp: `10.0.0.${i % 5}` }),
  ),
  errors: Array.from({ length: 120 }, (_, i) => errorOf({ timestamp: monday + i * 60 })),
  committedAt: (monday + 2 * 86_400) * 1000,
  minutes: Array.from({ length: 120 }, (_, i) =>
    minuteOf(monday + i * 60, {
      rows: ['/a', '/b', '/c', null].map((endpoint) => rowOf({ endpoint })),
      histograms: [minuteHistogramOf([5])],
    }),
  ),
});

describe('query plans', () => {
  let engine: SqlEngine;
  let connection: SqlJsConnection;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(() => {
    connection = newConnection(engine, monday);
  });
  afterEach(() => {
    connection.close();
  });

  /** The plan of every statement of a folder, one line a step. */
  function plans(folder: string): string[] {
    return readdirSync(join('sql', folder))
      .map((file) => file.replace('.sql', ''))
      .filter((name) => ![...preludes, 'analyze'].includes(name))
      .flatMap((name) =>
        statementsOf(statement(folder, name)).flatMap((sql) =>
          (connection.raw.exec(`EXPLAIN QUERY PLAN ${sql}`)[0]?.values ?? []).map(
            ([, , , detail]) => `${name}: ${String(detail)}`,
          ),
        ),
      );
  }

  for (const folder of ['commit', 'readModels', 'rollup']) {
    it(`read by time in a new database: sql/${folder}`, () => {
      ok(plans(folder).some((step) => /timestamp[<>=]/.test(step)));
      deepEqual(
        plans(folder).filter((step) => wholeTable.test(step)),
        [],
      );
    });
  }

  for (const folder of ['commit', 'readModels', 'rollup', 'queries']) {
    it(`read by time once an hour is rolled up: sql/${folder}`, () => {
      commitBatch(connection, filled);
      deepEqual(
        plans(folder).filter((step) => wholeTable.test(step)),
        [],
      );
    });
  }
});
