import { readDatabaseFile } from '../store/readDatabaseFile';
import { wasmPath } from './dist';
import { readOptions, required } from './options';
import type { Output } from './output';
import { resultFormats, resultText } from './resultText';
import type { ResultFormat } from './resultText';
import { UsageError } from './usageError';

export const queryUsage = 'query --db FILE --sql S [--format table|json|csv]';

const rowLimit = 1_000_000;

/** Runs one reading statement on a database and prints its result. */
export async function query(words: readonly string[], output: Output): Promise<void> {
  const options = readOptions(words, ['db', 'sql', 'format']);
  const file = required(options.db, 'db');
  const sql = required(options.sql, 'sql');
  const format = options.format ?? 'table';
  if (!isFormat(format)) {
    throw new UsageError(`--format ${format} is unknown: write ${resultFormats.join(', ')}.`);
  }
  const table = await readDatabaseFile({ file, wasmPath, sql, limit: rowLimit });
  output.result(resultText(table, format));
  if (table.cut) output.note(`Only the first ${rowLimit} rows are shown; there are more.`);
}

function isFormat(text: string): text is ResultFormat {
  return (resultFormats as readonly string[]).includes(text);
}
