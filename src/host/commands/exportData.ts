import * as vscode from 'vscode';
import { lastRange } from '../../domain/lastRange';
import { fixedRanges, spanOfRange } from '../../domain/range';
import { serverFileName } from '../../domain/serverFileName';
import { internalEndpointPatterns } from '../../mockforge/paths';
import type { DashboardQuery } from '../../protocol/dashboardData';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { DashboardRequest } from '../../protocol/webviewMessages';
import type { ExportRequest, ExportTableName } from '../../store/export/exportRequest';
import { exportTableNames } from '../../store/export/exportRequest';
import type { TrafficReader } from '../../store/trafficReader';
import type { TrafficStore } from '../../store/trafficStore';
import type { Dashboards } from '../dashboard/dashboards';
import { dashboardQuery, storedFor } from '../dashboard/dashboardReads';
import { copyText } from '../surfaces/clipboard';
import { inform } from '../surfaces/notifications';
import { withCancellableProgress } from '../surfaces/progress';
import { askWhereToSave, pick } from '../surfaces/questions';
import type { Target } from '../target';
import { exportAnswersOf, type ExportAnswers } from './commandArguments';
import { storeOrNotice } from './storeOrNotice';

type Format = ExportRequest['format'];

/** Unix seconds; null: as far as there is anything. */
interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

/** What the user chose before the file was named. */
type Choice =
  | { readonly format: 'sqlite' }
  | ({ readonly format: 'csv' | 'json'; readonly table: ExportTableName } & Span);

/**
 * Saves the database, or a table of it, while collecting goes on. An argument answers the questions that it names:
 * `{ format: 'csv', table: 'errors', path: '/tmp/errors.csv' }` asks for no more than the range and whether the file
 * may be written there.
 * @param server the target's name where there are several
 */
export async function exportData(
  target: Target,
  server: string | null,
  dashboards: Dashboards,
  argument?: unknown,
): Promise<void> {
  const store = await storeOrNotice(target);
  if (!store) return;
  const given = exportAnswersOf(argument);
  const choice = await chosen(given, dashboards.shown(target), store);
  const uri = choice && (await askFile(choice, server, given.path));
  if (uri && (await save(store, requestOf(choice, uri)))) offerFile(uri, choice.format);
}

async function chosen(
  given: ExportAnswers,
  shown: DashboardRequest | undefined,
  { reader, file }: TrafficStore,
): Promise<Choice | undefined> {
  const what =
    given.format === 'sqlite' ? 'database' : (given.table ?? (await askWhat(file !== null)));
  if (what === undefined) return undefined;
  if (what === 'database') return { format: 'sqlite' };
  const format = given.format ?? (await askFormat());
  if (format === undefined || format === 'sqlite') return undefined;
  const span = await askSpan(shown, reader);
  return span && { format, table: what, ...span };
}

async function askWhat(isFile: boolean): Promise<'database' | ExportTableName | undefined> {
  const { t } = vscode.l10n;
  const tables: Readonly<Record<ExportTableName, readonly [label: string, detail: string]>> = {
    'requests-by-minute': [t('Requests by minute'), t('By method, endpoint and status.')],
    'requests-by-hour': [t('Requests by hour'), t('The same, kept longer.')],
    'requests-by-day': [t('Requests by day'), t('The same, kept longest.')],
    errors: [t('Errors'), t('Each failed request.')],
    clients: [t('Clients'), t('Requests per client, by hour.')],
    'latencies-by-minute': [t('Latencies by minute'), t('Averages and percentiles by endpoint.')],
    'latencies-by-hour': [t('Latencies by hour'), t('The same, kept longer.')],
    'latencies-by-day': [t('Latencies by day'), t('The same, kept longest.')],
    'not-collected': [t('Not collected'), t('Each stretch of time without data.')],
  };
  const database = {
    what: 'database' as const,
    label: t('Database (SQLite)'),
    detail: t(
      'Everything in one file. Any SQLite tool can open it, and this extension can compare with it.',
    ),
  };
  const items = [
    ...(isFile ? [database] : []),
    ...exportTableNames.map((what) => ({ what, label: tables[what][0], detail: tables[what][1] })),
  ];
  return (await pick(items, { title: t('Choose What to Export') }))?.what;
}

async function askFormat(): Promise<'csv' | 'json' | undefined> {
  const items = [
    { format: 'csv' as const, label: 'CSV', detail: vscode.l10n.t('For spreadsheets.') },
    {
      format: 'json' as const,
      label: 'JSON',
      detail: vscode.l10n.t('One document, for other programs.'),
    },
  ];
  const title = vscode.l10n.t('Choose a Format');
  return (await pick(items, { title }))?.format;
}

async function askSpan(
  request: DashboardRequest | undefined,
  reader: TrafficReader,
): Promise<Span | undefined> {
  const { t } = vscode.l10n;
  const now = Date.now();
  const stored = request ? await storedFor(request, reader) : null;
  const shown =
    request && dashboardQuery(request, { now, stored, excludedEndpoints: [], routes: null });
  const items = [
    ...(shown ? [{ label: shownLabel(shown), span: { from: shown.from, to: shown.to } }] : []),
    { label: t('Everything'), span: { from: null, to: null } },
    ...fixedRanges.map((range) => ({ label: lastRange(range, t), span: spanOfRange(range, now) })),
  ];
  return (await pick(items, { title: t('Choose a Range') }))?.span;
}

/** Tables are exported as they are stored, whatever the dashboard is filtered by. */
function shownLabel({ filter }: DashboardQuery): string {
  return conditionsIn(filter).length > 0
    ? vscode.l10n.t("The dashboard's range, without its filters")
    : vscode.l10n.t('What the dashboard shows');
}

async function askFile(
  choice: Choice,
  server: string | null,
  path?: string,
): Promise<vscode.Uri | undefined> {
  const { format } = choice;
  const day = new Date().toISOString().slice(0, 10);
  const what = format === 'sqlite' ? 'traffic' : choice.table;
  const name = serverFileName(server, `${what}-${day}.${format}`);
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
  const at =
    path === undefined ? folder && vscode.Uri.joinPath(folder, name) : vscode.Uri.file(path);
  return askWhereToSave({
    title: vscode.l10n.t('Save As'),
    ...(at && { at }),
    kinds: { [format === 'sqlite' ? 'SQLite' : format.toUpperCase()]: [format] },
  });
}

function requestOf(choice: Choice, { scheme, fsPath: out }: vscode.Uri): ExportRequest {
  if (scheme !== 'file') {
    throw new Error(vscode.l10n.t('{0} is not on a disk. Choose a folder that is.', out));
  }
  if (choice.format === 'sqlite') return { format: choice.format, out };
  const { format, table, from, to } = choice;
  const internalEndpoints = internalEndpointPatterns;
  return { format, table, from, to, out, internalEndpoints, exportedAt: Date.now() };
}

/** Exports under a progress that can be cancelled; false when it was. */
async function save(store: TrafficStore, request: ExportRequest): Promise<boolean> {
  const stop = new AbortController();
  return withCancellableProgress(vscode.l10n.t('Exporting data'), stop, (onProgress) =>
    store.reader.exportTo(request, { signal: stop.signal, onProgress }),
  );
}

/** Nobody waits for the answer: the export is already done. */
function offerFile(uri: vscode.Uri, format: Format): void {
  const { t } = vscode.l10n;
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName;
  const offers = [
    ...(format === 'sqlite'
      ? []
      : [{ title: t('Open'), run: () => vscode.commands.executeCommand('vscode.open', uri) }]),
    isHere
      ? { title: t('Reveal'), run: () => vscode.commands.executeCommand('revealFileInOS', uri) }
      : {
          title: t('Copy Path'),
          run: () => copyText(uri.fsPath, t('Copied: {0}', uri.fsPath)),
        },
  ];
  inform(t('Exported to {0}', uri.fsPath), ...offers);
}
