import { join } from 'node:path';
import { Network } from '../../src/store/postgres/network';
import type { PostgresOptions } from '../../src/store/postgres/postgresConnection';
import { PostgresConnection } from '../../src/store/postgres/postgresConnection';
import type { ServerSettings } from '../../src/store/postgres/serverSettings';
import type { PostgresAddress } from './postgresServer';
import { repositoryRoot } from './repository';

export const networkPath = join(repositoryRoot(), 'dist', 'networkThread.js');

/** How a database of the tests is connected to. */
export function settingsOf(address: PostgresAddress): ServerSettings {
  const { host, port, user, password, database } = address;
  return {
    shown: `postgres://${user}@${host}:${port}/${database}`,
    ...{ host, port, user, password, database },
    ignoredPasswordFile: null,
    tls: null,
    connectTimeoutMs: 10_000,
    workspace: 'w',
    target: 't',
  };
}

/** Connections for a suite, closed after each test, with a network thread that ends with the suite. */
export function postgresConnections(): (
  address: PostgresAddress,
  options?: Partial<PostgresOptions>,
) => PostgresConnection {
  const network = new Network(networkPath);
  const opened: PostgresConnection[] = [];
  afterEach(() => {
    for (const connection of opened.splice(0)) connection.close();
  });
  after(() => network.end());
  return (address, options) => {
    const connection = new PostgresConnection(network, {
      settings: settingsOf(address),
      application: 'tests',
      statementSeconds: 30,
      ...options,
    });
    opened.push(connection);
    return connection;
  };
}
