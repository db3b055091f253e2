import { resolve } from 'node:path';
import { systemClock } from '../collector/systemClock';
import { internalEndpointPatterns } from '../mockforge/paths';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { loadSqlEngine } from '../store/sqljs/sqlEngine';
import { exportTableNames } from '../store/export/exportRequest';
import type { ExportControl, ExportRequest, ExportTableName } from '../store/export/exportRequest';
import { exportDatabase } from '../store/export/exportSteps';
import { QueryClient } from '../store/reader/queryClient';
import { chosenWindow } from './chosenSession';
import type { Command } from './command';
import { assertTraffic } from './assertTraffic';
import { wasmPath } from './dist';
import { momentOf } from './moment';
import type { NamedDatabase } from './namedDatabase';
import { namedDatabase, nameOfDatabase } from './namedDatabase';
import { readArguments, refuseStray, required } from './options';
import type { Output } from './output';
import { stopSignal } from './stopSignal';
import { CommandError, UsageError } from './usageError';

const standardTable: ExportTableName = 'requests-by-minute';

export const exportFile: Command = {
  usage: `export --db FILE --out FILE --format sqlite|csv|json [--table NAME] [--from T] [--to T | --session NAME] [--force]`,
  about: `Writes a database, which may be in use, or one of its tables to a file. Replaces an existing file only with --force.
T is RFC 3339 or Unix seconds. Tables: ${exportTableNames.join(', ')}.`,
  run: exportTo,
};

/** Signals end it, and it leaves no file then. */
async function exportTo(words: readonly string[], output: Output): Promise<void> {
  const names = ['db', 'out', 'format', 'table', 'from', 'to', 'session'] as const;
  const { options, flags, subjects } = readArguments(words, names, ['force']);
  refuseStray(subjects[0], names);
  const database = namedDatabase(options.db);
  const asked = requestOf(options, !flags.has('force'));
  const leftOut = await assertTraffic(database);
  if (leftOut !== undefined) output.note(storeFaultText(leftOut, english));
  const request = await inSession(asked, database, options);
  const stop = stopSignal();
  try {
    const control = { signal: stop.signal, onProgress: percentNotes(output) };
    const isDone = await exportFrom(database, request, control);
    if (!isDone) throw new CommandError('Stopped. Nothing was written.');
  } finally {
    stop.release();
  }
  output.note(`${request.out}: exported from ${nameOfDatabase(database)}.`);
}

async function exportFrom(
  database: NamedDatabase,
  request: ExportRequest,
  control: ExportControl,
): Promise<boolean> {
  if ('file' in database) {
    const source = { engine: await loadSqlEngine(wasmPath), file: database.file };
    return exportDatabase(source, request, control);
  }
  const client = new QueryClient(database);
  try {
    return await client.exportTo(request, control);
  } finally {
    await client.close();
  }
}

type Options = Partial<Record<'out' | 'format' | 'table' | 'from' | 'to' | 'session', string>>;

/** The request over the session that is named, if any. */
async function inSession(
  request: ExportRequest,
  database: NamedDatabase,
  { session, ...options }: Options,
): Promise<ExportRequest> {
  if (session === undefined || request.format === 'sqlite') return request;
  const client = new QueryClient(database);
  try {
    return { ...request, ...(await chosenWindow(client.reads, session, options)) };
  } finally {
    await client.close();
  }
}

function requestOf(options: Options, keepsExisting: boolean): ExportRequest {
  const out = resolve(required(options.out, 'out'));
  const format = required(options.format, 'format');
  if (format === 'sqlite') {
    const { table, from, to, session } = options;
    if ([table, from, to, session].some((option) => option !== undefined)) {
      throw new UsageError(
        '--format sqlite exports the whole database: leave --table, --from, --to and --session out.',
      );
    }
    return { format, out, keepsExisting };
  }
  if (format !== 'csv' && format !== 'json') {
    throw new UsageError(`--format ${format} is unknown. Write sqlite, csv or json.`);
  }
  const [from, to] = [momentIn(options.from, 'from'), momentIn(options.to, 'to')];
  if (from !== null && to !== null && from >= to)
    throw new UsageError('--from must be before --to.');
  return {
    format,
    out,
    keepsExisting,
    table: tableOf(options.table ?? standardTable),
    from,
    to,
    internalEndpoints: internalEndpointPatterns,
    exportedAt: systemClock.now(),
  };
}

function momentIn(text: string | undefined, option: string): number | null {
  return text === undefined ? null : Math.floor(momentOf(text, option));
}

function tableOf(name: string): ExportTableName {
  const table = exportTableNames.find((known) => known === name);
  if (table) return table;
  throw new UsageError(`--table ${name} is unknown. Write one of ${exportTableNames.join(', ')}.`);
}

/** Tells each tenth that is done. */
function percentNotes({ note }: Output): (done: number) => void {
  let told = 0;
  return (done) => {
    const tenths = Math.floor(done * 10);
    if (tenths === told) return;
    told = tenths;
    note(`${tenths * 10} %`);
  };
}
