import * as vscode from 'vscode';
import type { ResultTable } from '../../domain/resultTable';
import type { TrafficStore } from '../../store/trafficStore';
import type { Collecting } from '../collecting';
import type { Config } from '../config';
import type { ResultPanel } from '../dashboard/resultPanel';
import { withCancellableProgress } from '../surfaces/progress';
import { askText } from '../surfaces/questions';
import { storeOrNotice } from './storeOrNotice';

const firstStatement =
  "SELECT method, endpoint, SUM(request_count) AS requests FROM metrics_aggregates_minute WHERE timestamp >= unixepoch('now', '-1 hour') GROUP BY method, endpoint ORDER BY requests DESC";

/**
 * Runs a statement of the user's own, which can only read: what is selected in an editor of SQL or stands in it,
 * else what is asked for, beginning at the last one.
 */
export function sqlRunner(
  collecting: Collecting,
  config: Config,
  results: ResultPanel,
): () => Promise<void> {
  let last = firstStatement;
  return async () => {
    const store = await storeOrNotice(collecting);
    if (!store) return;
    const sql = statementOfEditor() ?? (await askStatement(last));
    if (sql === undefined) return;
    last = sql;
    const table = await runCancellably(store, sql, config.current.maxQueryResults);
    if (!table) return;
    const title = vscode.l10n.t('SQL Result');
    results.show({ title, sql, table, emptyReason: null, locale: vscode.env.language });
  };
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

/** Undefined when it was cancelled. */
async function runCancellably(
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
