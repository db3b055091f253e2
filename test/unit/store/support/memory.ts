import { newConnection } from '../../../../src/store/sqljs/openConnection';
import type { Connection } from '../../../../src/store/database/connection';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { monday } from './batches';
import { wasmPath } from './databases';

/** New databases in memory, closed after each test. Call it in a describe block. */
export function newConnections(): () => Connection {
  let engine: SqlEngine;
  let connections: Connection[] = [];
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  afterEach(() => {
    for (const connection of connections) connection.close();
    connections = [];
  });
  return () => {
    const connection = newConnection(engine, monday);
    connections.push(connection);
    return connection;
  };
}
