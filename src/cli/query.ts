import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import { chosenWindow } from './chosenSession';
import type { Command } from './command';
import { namedDatabase } from './namedDatabase';
import { durationOf, readOptions, required } from './options';
import type { Output } from './output';
import { resultFormats, resultText } from './resultText';
import type { ResultFormat } from './resultText';
import { UsageError } from './usageError';

export const query: Command = {
  usage: 'query --db FILE --sql S [--session NAME] [--format table|json|csv] [--timeout 10s]',
  about: `Runs one read-only statement on a database, which may be in use, and prints its result. JSON is exact. In CSV, a text
that a spreadsheet would run as a formula starts with an apostrophe. A statement stops when the timeout is over. With --session,
:from and :to in it are where the session's minutes begin and end, in Unix seconds.`,
  run: runStatement,
};

const rowLimit = 1_000_000;

async function runStatement(words: readonly string[], output: Output): Promise<void> {
  const options = readOptions(words, ['db', 'sql', 'session', 'format', 'timeout']);
  const database = namedDatabase(options.db);
  const sql = required(options.sql, 'sql');
  const format = options.format ?? 'table';
  if (!isFormat(format)) {
    throw new UsageError(`--format ${format} is unknown. Write ${resultFormats.join(', ')}.`);
  }
  const limits =
    options.timeout === undefined ? {} : { timeoutMs: durationOf('timeout', options.timeout) };
  const client = new QueryClient(database);
  try {
    const table = await client.readSql(sql, rowLimit, {
      ...limits,
      ...(options.session !== undefined && {
        window: await chosenWindow(client.reads, options.session, {}),
      }),
    });
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    const print = format === 'csv' ? output.exactResult : output.result;
    print(resultText(table, format));
    if (table.cut) output.note(`Only the first ${rowLimit} rows are shown. There are more.`);
  } finally {
    await client.close();
  }
}

function isFormat(text: string): text is ResultFormat {
  return (resultFormats as readonly string[]).includes(text);
}
