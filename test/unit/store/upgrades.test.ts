import { deepEqual, equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readFromFile } from '../../../src/store/readDatabaseFile';
import { checkDatabase } from '../../../src/store/check/checkDatabase';
import { Connection } from '../../../src/store/database/connection';
import expectedSchema from '../../../src/store/database/expectedSchema.json';
import { migrations } from '../../../src/store/database/migrations';
import { describeSchema } from '../../../src/store/database/schemaCheck';
import { loadSqlEngine } from '../../../src/store/database/sqlEngine';
import { TrafficDatabase } from '../../../src/store/trafficDatabase';
import { batchOf, errorOf, minuteOf, monday, queryOf, rowOf } from './support/batches';
import { temporaryFolders, wasmPath } from './support/databases';
import { ManualClock } from './support/manualClock';

const day = 86_400;
const fixtures = join('test', 'fixtures', 'databases');

/** Every row by its table, without what migrations themselves note. */
function rowsOf(connection: Connection, tables: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    tables.map((name) => [name, connection.raw.exec(`SELECT * FROM ${name}`)[0]?.values ?? []]),
  );
}

function tablesOf(connection: Connection): string[] {
  return connection
    .all(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT IN ('schema_migrations', 'collector_state')`,
    )
    .map((row) => row.text('name'));
}

describe('a database of an earlier version', function () {
  this.timeout(30_000);
  const folder = temporaryFolders();

  it('is kept of each of them', () => {
    deepEqual(
      readdirSync(fixtures).sort(),
      migrations.slice(0, -1).map(({ name }) => `${name}.sqlite.br`),
    );
  });

  for (const { name } of migrations.slice(0, -1)) {
    it(`is brought forward, loses nothing, and is collected into: ${name}`, async () => {
      const bytes = brotliDecompressSync(readFileSync(join(fixtures, `${name}.sqlite.br`)));
      const before = new Connection(await loadSqlEngine(wasmPath), bytes);
      const tables = tablesOf(before);
      const rows = rowsOf(before, tables);
      before.close();
      ok(tables.length >= 8);
      for (const [table, own] of Object.entries(rows)) ok((own as unknown[]).length > 0, table);

      const file = join(await folder(), 'traffic.sqlite');
      await writeFile(file, bytes);
      await (await open(file)).close();
      const after = new Connection(await loadSqlEngine(wasmPath), await readFile(file));
      deepEqual(rowsOf(after, tables), rows);
      deepEqual(describeSchema(after), expectedSchema);
      deepEqual(checkDatabase(after), []);
      after.close();

      const database = await open(file);
      equal(database.opened.notice, null);
      const at = monday + 2 * day + 3600;
      await database.commit(
        batchOf(2, {
          committedAt: (monday + 3 * day + 7200) * 1000,
          minutes: [minuteOf(at, { rows: [rowOf({ requestCount: 10 })] })],
          errors: [errorOf({ timestamp: at }), errorOf({ timestamp: monday + 9 })],
          state: JSON.stringify({ batchId: 2 }),
        }),
      );
      const span = { from: monday, to: monday + 3 * day, bucketSeconds: 3600 };
      const { summary, errorTotals } = await database.dashboard(queryOf(span));
      equal(summary.requests, 6 * 6 + 10);
      equal(errorTotals.count, 6 + 2);
      await database.close();
      deepEqual(await readFromFile(file, wasmPath, checkDatabase), []);
    });
  }

  function open(file: string): Promise<TrafficDatabase> {
    return TrafficDatabase.open({ file, wasmPath, clock: new ManualClock() });
  }
});
