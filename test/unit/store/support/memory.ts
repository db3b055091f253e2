import { newDatabase } from '../../../../src/store/sqljs/openConnection';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { monday } from './batches';
import { wasmPath } from './databases';

/** Makes new databases in memory, copies of one: migrating takes longer than many a test. Call it in a describe block. */
export function copiesOfNew(): () => SqlJsConnection {
  let engine: SqlEngine;
  let image: Uint8Array;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
    image = newDatabase(engine, monday);
  });
  return () => new SqlJsConnection(engine, image);
}

/** New databases in memory, closed after each test. Call it in a describe block. */
export function newConnections(): () => SqlJsConnection {
  const copy = copiesOfNew();
  let connections: SqlJsConnection[] = [];
  afterEach(() => {
    for (const connection of connections) connection.close();
    connections = [];
  });
  return () => {
    const connection = copy();
    connections.push(connection);
    return connection;
  };
}
