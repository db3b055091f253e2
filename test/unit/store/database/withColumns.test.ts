import { deepEqual, equal, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';
import { trafficFields } from '../../../../src/domain/trafficColumns';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { newConnection } from '../../../../src/store/sqljs/openConnection';
import { withColumns } from '../../../../src/store/database/withColumns';
import {
  expandedStatements,
  expandedText,
  recordedStatements,
} from '../../../support/expandedStatements';

const prelude = ['conditions', 'failureEvents', 'failed']
  .map((name) => readFileSync(`sql/readModels/${name}.sql`, 'utf8'))
  .join('');

describe('a statement with columns', () => {
  let connection: SqlJsConnection;

  before(async () => {
    connection = newConnection(await initSqlJs(), 0);
  });
  after(() => {
    connection.close();
  });

  for (const [file, sql] of expandedStatements()) {
    it(`is one that the schema knows: ${file}`, () => {
      // What stands before other statements makes a name known to them.
      const name = file.includes('failureRows') ? 'traffic' : 'stored';
      const whole = sql.includes(';') ? sql : `${prelude}${sql}SELECT * FROM ${name}`;
      connection.raw.prepare(whole).free();
    });
  }

  it('is as it was written down (recordStatements)', () => {
    equal(expandedText(), readFileSync(recordedStatements, 'utf8'));
  });

  it('repeats a text for each column of a set, over lines', () => {
    equal(
      withColumns('a,\n{{least: :<field> AS\n total_<column>,}}\nb'),
      'a,\n:latencyMin AS\n total_latency_min,\nb',
    );
    equal(withColumns('{{sums: +<column>}}').startsWith('+request_count +error_count '), true);
    equal(withColumns('{{counts: <unit>,}}').startsWith('requests, errors, bytes sent, '), true);
    equal(withColumns('{{least: <column>}}{{greatest: <column>}}'), 'latency_minlatency_max');
  });

  it('throws for a set that there is not', () => {
    throws(() => withColumns('{{all: <column>}}'), /There is no set of columns all\./);
  });

  it('repeats for each number that minutes, hours and days share, except percentiles', () => {
    const tables = ['minute', 'hour', 'day'].map((grain) =>
      connection
        .all(`SELECT name FROM pragma_table_info('metrics_aggregates_${grain}')`)
        .map((row) => row.text('name')),
    );
    const [minute = [], ...coarser] = tables;
    const common = minute.filter((name) => coarser.every((names) => names.includes(name)));
    const key = ['id', 'timestamp', 'protocol', 'method', 'endpoint', 'status_code'];
    const labels = ['workspace_id', 'environment', 'created_at'];
    // They follow from the histograms.
    const percentiles = ['latency_p50', 'latency_p95', 'latency_p99'];
    const described = trafficFields.map(({ column }) => column);
    deepEqual(described.concat(key, labels, percentiles).sort(), common.sort());
  });
});
