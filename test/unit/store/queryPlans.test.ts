import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitBatch } from '../../../src/store/commit/commitBatch';
import type { Connection } from '../../../src/store/database/connection';
import { newConnection } from '../../../src/store/database/openConnection';
import type { SqlEngine } from '../../../src/store/database/sqlEngine';
import { loadSqlEngine } from '../../../src/store/database/sqlEngine';
import { batchOf, minuteHistogramOf, minuteOf, monday, rowOf } from './support/batches';
import { wasmPath } from './support/databases';

/** Few keys for very many rows: reading by one of these, or by none, reads the whole table. */
const wholeTable =
  /idx_metrics_\w+_(protocol|workspace)|SCAN (metrics_aggregates_|latency_histograms|error_events)/;

/** Make the names `traffic` and `failed` known to the statements of sql/readModels that read them. */
const traffic = readFileSync('sql/readModels/traffic.sql', 'utf8');
const failed = readFileSync('sql/readModels/failed.sql', 'utf8');

/** Two closed hours: enough for statistics. */
const filled = batchOf(1, {
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
  let connection: Connection;
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
      .filter((file) => !['traffic.sql', 'failed.sql', 'analyze.sql'].includes(file))
      .flatMap((file) => {
        const sql = readFileSync(join('sql', folder, file), 'utf8');
        const isOverTraffic = /^\s*FROM (traffic|stored)$/m.test(sql);
        const isOverFailed = folder === 'readModels' && /^\s*FROM failed$/m.test(sql);
        const before = isOverTraffic ? traffic : isOverFailed ? failed : '';
        const steps = connection.all(`EXPLAIN QUERY PLAN ${before}${sql}`);
        return steps.map((step) => `${file}: ${step.text('detail')}`);
      });
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
