import { writeFile } from 'node:fs/promises';
import initSqlJs from 'sql.js';
import { newConnection } from '../../src/store/sqljs/openConnection';
import { describeSchema } from '../../src/store/database/schemaCheck';
import type { Connection } from '../../src/store/database/connection';
import { Network } from '../../src/store/postgres/network';
import { PostgresConnection } from '../../src/store/postgres/postgresConnection';
import { ourDialect } from '../../src/store/postgres/statements';
import { migrateTeamSchema } from '../../src/store/postgres/teamSchema';
import { networkPath, settingsOf } from './postgresConnections';
import { newPostgresDatabase } from './postgresServer';

/** Writes down what the migrations make, after one was added: `node out/test/support/recordSchema.js`. */
async function recordSchema(): Promise<void> {
  await write('sql/schema/expectedSchema.json', newConnection(await initSqlJs(), 0));
  const network = new Network(networkPath);
  const connection = new PostgresConnection(network, {
    settings: settingsOf(await newPostgresDatabase()),
    ...{ application: 'tests', statementSeconds: 30 },
    dialect: ourDialect,
  });
  migrateTeamSchema(connection, 'the store', 0);
  await write('sql/postgres/schema/expectedSchema.json', connection);
  connection.close();
  await network.end();
}

async function write(file: string, connection: Connection): Promise<void> {
  await writeFile(file, `${JSON.stringify(describeSchema(connection), null, 2)}\n`);
}

void recordSchema();
