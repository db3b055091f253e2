import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import initSqlJs from 'sql.js';
import { commitBatch } from '../../src/store/commit/commitBatch';
import { Connection } from '../../src/store/database/connection';
import { migrations } from '../../src/store/database/migrations';
import { migrate } from '../../src/store/database/migrator';
import type { SqlEngine } from '../../src/store/database/sqlEngine';
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
} from '../unit/store/support/batches';

const day = 86_400;

/**
 * Writes a database of each earlier schema, with rows in every table that it had, after a migration was added:
 * `node out/test/support/recordDatabases.js`. Those that are there come out the same.
 */
async function recordDatabases(): Promise<void> {
  const engine = await initSqlJs();
  const full = filledDatabase(engine);
  const folder = join('test', 'fixtures', 'databases');
  await mkdir(folder, { recursive: true });
  for (const [index, { name }] of migrations.slice(0, -1).entries()) {
    const image = earlierDatabase(engine, full, index + 1);
    await writeFile(join(folder, `${name}.sqlite.br`), brotliCompressSync(image));
  }
  full.close();
}

/** Two days and an hour, of which the days are rolled up. */
function filledDatabase(engine: SqlEngine): Connection {
  const connection = new Connection(engine);
  migrate(connection, migrations, monday);
  const rows = [
    rowOf({ requestCount: 3, latencySum: 9 }),
    rowOf({ statusCode: 500, requestCount: 1, errorCount: 1, latencySum: 4 }),
    rowOf({ endpoint: null, method: 'POST', requestCount: 2 }),
  ];
  const histograms = [
    minuteHistogramOf([2, 3, 4, 4]),
    minuteHistogramOf([2, 3], { endpoint: '/api/users', source: 'log' }),
  ];
  const minutes = [0, 60, 7200, day, day + 3600, 2 * day];
  commitBatch(
    connection,
    batchOf(1, {
      committedAt: (monday + 2 * day + 7200) * 1000,
      minutes: minutes.map((second) => minuteOf(monday + second, { rows, histograms })),
      endpoints: [
        incrementOf({ statusCounts: { '200': 18, '500': 6 }, errorCount: 6 }),
        incrementOf({ endpoint: '/api/orders', workspaceId: 'shop', environment: 'dev' }),
      ],
      clients: minutes.map((second) =>
        clientOf({ hour: monday + Math.floor(second / 3600) * 3600, requests: 4, errors: 1 }),
      ),
      errors: minutes.map((second) =>
        errorOf({ timestamp: monday + second + 7, metadata: { path: `/api/users/${second}` } }),
      ),
      lastGauges: gaugesOf({ minute: monday + 2 * day }),
      events: [coverageOf(monday, monday + 2 * day + 60)],
      state: JSON.stringify({ batchId: 1 }),
    }),
  );
  return connection;
}

/** The same rows in a database that only has the first `count` migrations. */
function earlierDatabase(engine: SqlEngine, full: Connection, count: number): Uint8Array {
  const earlier = new Connection(engine);
  migrate(earlier, migrations.slice(0, count), monday);
  earlier.execute('PRAGMA application_id = 20250106');
  const tables = earlier.all(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  for (const name of tables.map((table) => table.text('name'))) {
    if (name === 'schema_migrations') continue;
    const [result] = full.raw.exec(`SELECT * FROM ${name}`);
    for (const values of result?.values ?? []) {
      earlier.raw.run(`INSERT INTO ${name} VALUES (${values.map(() => '?').join()})`, values);
    }
  }
  const image = earlier.image();
  earlier.close();
  return image;
}

void recordDatabases();
