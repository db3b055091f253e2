import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import initSqlJs from 'sql.js';
import { SqlJsConnection } from '../../src/store/sqljs/sqlJsConnection';
import { migrations } from '../../src/store/database/migrations';
import { migrate } from '../../src/store/database/migrator';
import type { SqlEngine } from '../../src/store/sqljs/sqlEngine';
import { earlierDatabasesFolder, earlierPath, earlierRows } from './earlierDatabases';

/** When a migration was applied and which id the file got; the same in every run, so that the files are too. */
const appliedAt = Date.UTC(2025, 0, 5) / 1000;
const applicationId = 0x6d6f636b;

/**
 * Writes a database of each schema version that has rows beside it, after such were added for a migration:
 * `node out/test/support/recordDatabases.js`. Those that are there already come out as they are.
 */
async function recordDatabases(): Promise<void> {
  const engine = await initSqlJs();
  for (const { name } of migrations) {
    if (!existsSync(join(earlierDatabasesFolder, `${name}.sql`))) continue;
    await writeFile(earlierPath(name), brotliCompressSync(databaseOf(engine, name)));
  }
}

function databaseOf(engine: SqlEngine, version: string): Uint8Array {
  const connection = new SqlJsConnection(engine);
  try {
    connection.execute(`PRAGMA application_id = ${applicationId}`);
    migrate(
      connection,
      migrations.filter(({ name }) => name <= version),
      appliedAt,
    );
    connection.execute(earlierRows(version));
    return connection.image();
  } finally {
    connection.close();
  }
}

void recordDatabases();
