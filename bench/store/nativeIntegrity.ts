import { DatabaseSync } from 'node:sqlite';

/** Prints what native SQLite finds wrong with the database file of its argument, a JSON array; empty when nothing is. */
function nativeIntegrity(file: string): readonly unknown[] {
  const database = new DatabaseSync(file);
  try {
    const statement = database.prepare('PRAGMA integrity_check');
    statement.setReturnArrays(true);
    return (statement.all() as unknown[][]).flat().filter((line) => line !== 'ok');
  } catch (error) {
    return [String(error)];
  } finally {
    database.close();
  }
}

const [file] = process.argv.slice(2);
if (file !== undefined) console.log(JSON.stringify(nativeIntegrity(file)));
