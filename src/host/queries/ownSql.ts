import * as vscode from 'vscode';
import type { ResultTable } from '../../domain/resultTable';
import type { TrafficStore } from '../../store/trafficStore';
import { withCancellableProgress } from '../surfaces/progress';
import { askText } from '../surfaces/questions';

const firstStatement =
  "SELECT method, endpoint, SUM(request_count) AS requests FROM metrics_aggregates_minute WHERE timestamp >= unixepoch('now', '-1 hour') GROUP BY method, endpoint ORDER BY requests DESC";

/** The statement that stands in an editor of SQL, or that is asked for; undefined when the user gave up. */
export async function askedStatement(last: string | null): Promise<string | undefined> {
  return statementOfEditor() ?? (await askStatement(last ?? firstStatement));
}

function statementOfEditor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'sql') return undefined;
  const { document, selection } = editor;
  const text = document.getText(selection.isEmpty ? undefined : selection);
  return text.trim() === '' ? undefined : text;
}

function askStatement(value: string): Promise<string | undefined> {
  return askText({
    title: vscode.l10n.t('Run SQL'),
    prompt: vscode.l10n.t(
      'One read-only statement. Times are Unix seconds. For longer queries, use a SQL file.',
    ),
    value,
    ignoreFocusOut: true,
    complaint: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a statement.') : null),
  });
}

/** Reads a statement's rows under a progress that can be cancelled; undefined when it was. */
export async function readCancellably(
  store: TrafficStore,
  sql: string,
  limit: number,
): Promise<ResultTable | undefined> {
  const stop = new AbortController();
  const title = vscode.l10n.t('Running SQL');
  try {
    return await withCancellableProgress(title, stop, () =>
      store.reader.readSql(sql, limit, { signal: stop.signal }),
    );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return undefined;
  }
}
