import announceCommit from '../../../sql/postgres/connection/announceCommit.sql';
import keepAlive from '../../../sql/postgres/connection/keepAlive.sql';
import readMark from '../../../sql/postgres/connection/readMark.sql';
import readVersion from '../../../sql/postgres/connection/readVersion.sql';
import setMark from '../../../sql/postgres/connection/setMark.sql';
import { StoreError, storeFaultOf } from '../storeError';
import type { Network } from './network';
import { PostgresConnection } from './postgresConnection';
import type { PostgresOptions } from './postgresConnection';
import { serverName } from './serverFault';
import type { ServerSettings } from './serverSettings';
import type { TargetName } from './teamSchema';
import { ourDialect, workspaceDialect } from './statements';
import { becomeTarget, migrateTeamSchema, verifyTeamSchema } from './teamSchema';
import { applicationName } from './writersRight';

/** The oldest version of PostgreSQL that reads views with the rights of who asks, and the newest that was tried. */
const oldest = 15;
const newest = 18;

/** How long a statement of ours may take, seconds; that of a user has its own. */
const standardSeconds = 60;

/** A connection whose statements see and write one target's rows, and that tells of its commits whoever listens. */
export class TargetConnection extends PostgresConnection {
  #isOfTarget = false;
  #isInTransaction = false;

  /** From now on it is of a target; before, it is for what is nobody's: the schema. */
  become(target: TargetName): void {
    becomeTarget(this, target);
    this.#isOfTarget = true;
  }

  /** Within another one it is a part of that. */
  override transaction<Result>(work: () => Result): Result {
    if (this.#isInTransaction) return work();
    this.#isInTransaction = true;
    try {
      return super.transaction(() => {
        const result = work();
        if (this.#isOfTarget) this.run(announceCommit);
        return result;
      });
    } finally {
      this.#isInTransaction = false;
    }
  }
}

/** How a connection is used. */
export type ConnectionUse = Partial<Pick<PostgresOptions, 'statementSeconds' | 'beforeStatement'>>;

/**
 * Connects to read. The schema must be there, and of this version.
 * @throws StoreError where there is no connection, or none that can be used
 */
export function openToRead(
  network: Network,
  settings: ServerSettings,
  use: ConnectionUse = {},
): TargetConnection {
  return opened(network, settings, use, (connection) => {
    verifyTeamSchema(connection, settings.shown);
  }).connection;
}

/**
 * Connects to write, and brings the schema to this version; `created`: there was none. `now` is in unix seconds.
 * @throws StoreError as openToRead, and where the settings are of all targets
 */
export function openToWrite(
  network: Network,
  settings: ServerSettings,
  now: number,
): { readonly connection: TargetConnection; readonly created: boolean } {
  if (settings.target === null) {
    throw new StoreError({ kind: 'workspace_only_read', store: settings.shown });
  }
  const { connection, result } = opened(network, settings, {}, (unverified) => {
    const created = broughtForward(unverified, settings, now);
    refusePooler(network, settings, unverified);
    return created;
  });
  return { connection, created: result };
}

function opened<Result>(
  network: Network,
  settings: ServerSettings,
  use: ConnectionUse,
  prepare: (connection: TargetConnection) => Result,
): { readonly connection: TargetConnection; readonly result: Result } {
  const connection = new TargetConnection(network, {
    ...{ settings, application: applicationName() },
    dialect: settings.target === null ? workspaceDialect : ourDialect,
    ...{ statementSeconds: standardSeconds, ...use },
  });
  try {
    refuseVersion(connection, settings);
    const result = prepare(connection);
    connection.all(keepAlive);
    connection.become(settings);
    return { connection, result };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Whoever may write need not be allowed to change the schema, so that is done only where it must be. */
function broughtForward(
  connection: PostgresConnection,
  settings: ServerSettings,
  now: number,
): boolean {
  const store = settings.shown;
  try {
    verifyTeamSchema(connection, store);
    return false;
  } catch (error) {
    const kind = storeFaultOf(error)?.kind;
    if (kind !== 'schema_missing' && kind !== 'schema_older') throw error;
    migrateTeamSchema(connection, store, now);
    verifyTeamSchema(connection, store);
    return kind === 'schema_missing';
  }
}

function refuseVersion(connection: PostgresConnection, settings: ServerSettings): void {
  const version = connection.first(readVersion);
  const major = Math.floor((version?.number('number') ?? 0) / 10_000);
  if (major >= oldest && major <= newest) return;
  const name = version?.text('name') ?? '';
  throw new StoreError({ kind: 'server_version', server: serverName(settings), version: name });
}

/**
 * Refuses a pooler that gives each transaction another session of the server: what a session was told is then told to
 * somebody else. While another connection is in a transaction, such a pooler has to take a session for the next statement
 * that is not the one it gave us last.
 */
function refusePooler(
  network: Network,
  settings: ServerSettings,
  connection: PostgresConnection,
): void {
  const mark = `${process.pid} ${performance.now()}`;
  connection.all(setMark, { value: mark });
  const other = new PostgresConnection(network, {
    ...{ settings, application: applicationName(), statementSeconds: standardSeconds },
  });
  try {
    const seen = other.snapshot(() => {
      other.first(readMark);
      return connection.first(readMark)?.textOrNull('mark');
    });
    if (seen !== mark) {
      throw new StoreError({ kind: 'transaction_pooler', server: serverName(settings) });
    }
  } finally {
    other.close();
  }
}
