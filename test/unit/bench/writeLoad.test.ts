import { createHash } from 'node:crypto';
import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { loadEnd, periodsOf } from '../../../bench/load/periods';
import { writeLoad } from '../../../bench/load/writeLoad';
import { checkDatabase } from '../../../src/store/check/checkDatabase';
import type { SqlJsConnection } from '../../../src/store/sqljs/sqlJsConnection';
import { newConnection } from '../../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../../src/store/sqljs/sqlEngine';
import { wasmPath } from '../store/support/databases';

/** An hour of minutes, a day of everything else. */
const scale = 0.001;

describe('the load of the benchmarks', function () {
  this.timeout(60_000);
  const connections: SqlJsConnection[] = [];
  let connection: SqlJsConnection;
  let written: (seed: number) => SqlJsConnection;
  before(async () => {
    const engine = await loadSqlEngine(wasmPath);
    written = (seed) => {
      const filled = newConnection(engine, periodsOf(scale).daysFrom);
      connections.push(filled);
      writeLoad(filled, { scale, seed });
      return filled;
    };
    connection = written(1);
  });
  after(() => {
    for (const filled of connections) filled.close();
  });

  it('is a database in which a check finds nothing', () => {
    deepEqual(checkDatabase(connection), []);
  });

  it('has the rows that the design reckons with, over its periods', () => {
    const rows = (table: string): number =>
      connection.first(`SELECT COUNT(*) AS rows FROM ${table}`)?.number('rows') ?? NaN;
    equal(rows('metrics_aggregates_minute'), 60 * 250);
    equal(rows('error_events'), 60 * 600);
    equal(rows('metrics_aggregates_hour'), 24 * 250);
    equal(rows('metrics_aggregates_day'), 250);
    equal(rows('endpoint_stats'), 250);
    equal(rows('client_analytics'), 24 * 200);
    const { minutesFrom, hoursFrom, patternsFrom, daysFrom } = periodsOf(1);
    deepEqual(
      [minutesFrom, hoursFrom, patternsFrom, daysFrom].map((from) => (loadEnd - from) / 86_400),
      [7, 30, 90, 365],
    );
    const requests = connection.first(
      'SELECT SUM(request_count) AS requests FROM metrics_aggregates_day',
    );
    const perSecond = (requests?.number('requests') ?? NaN) / 86_400;
    equal(Math.abs(perSecond - 1000) < 20, true, `${perSecond} requests a second`);
  });

  it('ends at any hour, and is whole there too', async () => {
    const end = loadEnd + 2 * 86_400 + 5 * 3600;
    const filled = newConnection(await loadSqlEngine(wasmPath), periodsOf(scale, end).daysFrom);
    connections.push(filled);
    writeLoad(filled, { scale, seed: 1, end });
    deepEqual(checkDatabase(filled), []);
    const newest = (table: string): number =>
      filled.first(`SELECT MAX(timestamp) AS newest FROM ${table}`)?.number('newest') ?? NaN;
    equal(newest('metrics_aggregates_minute'), end - 60);
    equal(newest('metrics_aggregates_hour'), end - 3600);
    equal(newest('metrics_aggregates_day'), loadEnd + 86_400);
  });

  it('is the same for the same scale and seed, and another for another seed', () => {
    const first = digest(connection);
    deepEqual(digest(written(1)), first);
    const other = digest(written(2));
    for (const table of ['metrics_aggregates_minute', 'error_events', 'client_analytics']) {
      notEqual(other[table], first[table]);
    }
  });
});

/** A hash of the rows of each table. */
function digest(connection: SqlJsConnection): Record<string, string> {
  const tables = connection.all(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name",
  );
  return Object.fromEntries(
    tables.map((table) => {
      const name = table.text('name');
      const hash = createHash('sha256');
      const { columns, rowCount } = connection.table(`SELECT * FROM ${name}`, {}, 1_000_000);
      for (const { values } of columns) hash.update(JSON.stringify(values));
      return [name, `${rowCount} ${hash.digest('hex')}`];
    }),
  );
}
