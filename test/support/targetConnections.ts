import type { PostgresConnection } from '../../src/store/postgres/postgresConnection';
import { ourDialect } from '../../src/store/postgres/statements';
import {
  becomeTarget,
  migrateTeamSchema,
  verifyTeamSchema,
} from '../../src/store/postgres/teamSchema';
import { postgresConnections } from './postgresConnections';
import type { PostgresAddress } from './postgresServer';
import { newPostgresDatabase } from './postgresServer';

/**
 * Connections for a suite to a database with our schema, each of a target of its own, new ones where none is named; closed
 * after each test. Call it in a describe block.
 */
export function targetConnections(
  dialect = ourDialect,
): (target?: string, workspace?: string) => PostgresConnection {
  const connect = postgresConnections();
  let address: PostgresAddress;
  let targets = 0;
  before(async () => {
    address = await newPostgresDatabase();
    const connection = connect(address, { dialect: ourDialect });
    migrateTeamSchema(connection, 'the store', 0);
    verifyTeamSchema(connection, 'the store');
    connection.close();
  });
  return (target, workspace = 'team') => {
    targets += 1;
    const connection = connect(address, { dialect });
    becomeTarget(connection, { workspace, target: target ?? `target ${targets}` });
    return connection;
  };
}
