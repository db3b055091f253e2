import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { Client } from 'pg';
import type { PostgresAddress } from '../../../support/postgresServer';
import {
  describeWithPostgres,
  newPostgresDatabase,
  sharedPostgres,
} from '../../../support/postgresServer';

async function ask(address: PostgresAddress, sql: string): Promise<unknown[]> {
  const client = new Client(address);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) =>
      Object.values(row),
    );
  } finally {
    await client.end();
  }
}

describeWithPostgres('the PostgreSQL of the tests', () => {
  it('is the version that is pinned, and gives each test an empty database of its own', async () => {
    const [one, other] = [await newPostgresDatabase(), await newPostgresDatabase()];
    match(String((await ask(one, 'SHOW server_version'))[0]), /^18\.4/);
    await ask(one, 'CREATE TABLE mine (n int)');
    const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    deepEqual([await ask(one, tables), await ask(other, tables)], [['mine'], []]);
  });

  it('copies a database that it has', async () => {
    const one = await newPostgresDatabase();
    await ask(one, 'CREATE TABLE kept AS SELECT 7 AS n');
    const copy = await (await sharedPostgres()).newDatabase(one.database);
    deepEqual(await ask(copy, 'SELECT n FROM kept'), [7]);
  });

  it('asks for a password', async () => {
    const address = await newPostgresDatabase();
    await rejects(ask({ ...address, password: 'another' }, 'SELECT 1'), { code: '28P01' });
  });

  it('listens on loopback alone', async () => {
    const address = await newPostgresDatabase();
    equal((await ask(address, 'SHOW listen_addresses'))[0], '127.0.0.1');
    equal((await ask(address, 'SHOW unix_socket_directories'))[0], '');
  });
});
