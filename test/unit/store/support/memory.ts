import { newConnection } from '../../../../src/store/sqljs/openConnection';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { monday } from './batches';
import { wasmPath } from './databases';

/** New databases in memory, closed after each test. Call it in a describe block. */
export function newConnections(): () => SqlJsConnection {
  let engine: SqlEngine;
  let connections: SqlJsConnection[] = [];
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
