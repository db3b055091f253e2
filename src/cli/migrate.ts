import { systemClock } from '../collector/systemClock';
import { toSeconds } from '../domain/time';
import { migrateStore } from '../store/postgres/migrateStore';
import { openStore } from '../store/writer/storeClient';
import type { Command } from './command';
import { networkPath } from './dist';
import { nameOfDatabase, writtenDatabase } from './namedDatabase';
import { readOptions } from './options';
import type { Output } from './output';

export const migrate: Command = {
  usage: 'migrate --db FILE',
  about: `Makes the schema of a database, or brings it to this version, and does nothing else. On a server that is for the owner
of the schema; collectors then need no right to change it. A newer schema is refused.`,
  run: migrateDatabase,
};

async function migrateDatabase(words: readonly string[], output: Output): Promise<void> {
  const database = writtenDatabase(readOptions(words, ['db']).db);
  if ('file' in database) {
    // A file is brought forward when it is opened to be written.
    const store = await openStore(database);
    await store.close();
  } else {
    await migrateStore(networkPath, database.settings, toSeconds(systemClock.now()));
  }
  output.note(`${nameOfDatabase(database)} has the schema of this version.`);
}
