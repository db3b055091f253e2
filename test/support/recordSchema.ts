import { writeFile } from 'node:fs/promises';
import initSqlJs from 'sql.js';
import { newConnection } from '../../src/store/sqljs/openConnection';
import { describeSchema } from '../../src/store/database/schemaCheck';

/** Writes down what the migrations make, after one was added: `node out/test/support/recordSchema.js`. */
async function recordSchema(): Promise<void> {
  const connection = newConnection(await initSqlJs(), 0);
  const schema = describeSchema(connection);
  await writeFile('sql/schema/expectedSchema.json', `${JSON.stringify(schema, null, 2)}\n`);
}

void recordSchema();
