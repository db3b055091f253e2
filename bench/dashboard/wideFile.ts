import { writeFile } from 'node:fs/promises';
import countFailures from '../../sql/commit/countFailures.sql';
import analyze from '../../sql/rollup/analyze.sql';
import { daySeconds } from '../../src/domain/time';
import { newConnection } from '../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../src/store/sqljs/sqlEngine';
import { wasmPath } from '../store/sides';
import wide from './wide.sql';

/** The last day in wide.sql. */
const lastDay = '1736035200';

/** Makes a database file of 10 000 endpoints, 100 000 failed requests and a year; it ends with the day before `end`. */
export async function makeWideFile(file: string, end: number): Promise<void> {
  const connection = newConnection(await loadSqlEngine(wasmPath), end);
  connection.execute(wide.replaceAll(lastDay, String(end - daySeconds)));
  connection.run(countFailures, { after: 0 });
  connection.execute(analyze);
  await writeFile(file, connection.image());
  connection.close();
}
