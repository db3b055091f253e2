import { resolve } from 'node:path';
import { isConnectionString } from '../store/postgres/connectionString';
import { ofTarget, serverSettings } from '../store/postgres/serverSettings';
import type { StoreOptions, TeamStoreOptions } from '../store/writer/storeClient';
import { fileParts, teamParts } from './dist';
import { required } from './options';

/** What --db names, with all that opens it or reads it. */
export type NamedDatabase = StoreOptions | TeamStoreOptions;

/**
 * The database that --db names: a file, or a team's store where it is an address of PostgreSQL, of all targets where it names
 * none. Nothing is opened.
 * @throws UsageError where it is missing, StoreError for an address that cannot be used
 */
export function namedDatabase(text: string | undefined): NamedDatabase {
  const db = required(text, 'db');
  return isConnectionString(db)
    ? { ...teamParts, settings: serverSettings(db) }
    : { ...fileParts, file: resolve(db) };
}

/**
 * The same of a command that writes: where an address names no target, the one without a name.
 * @throws as namedDatabase
 */
export function writtenDatabase(text: string | undefined): NamedDatabase {
  const database = namedDatabase(text);
  return 'file' in database ? database : { ...database, settings: ofTarget(database.settings) };
}

/** How it is called in what people read: the path, or the address without a password. */
export function nameOfDatabase(database: NamedDatabase): string {
  return 'file' in database ? database.file : database.settings.shown;
}
