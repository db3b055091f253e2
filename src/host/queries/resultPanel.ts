import * as vscode from 'vscode';
import { panelTypes } from '../../ids';
import type { TextPlace } from '../../domain/textPlace';
import type { CallHandlers } from '../../protocol/remoteCall';
import type {
  HostCalls,
  QueryOutcome,
  QueryRows,
  WebviewEvent,
} from '../../protocol/webviewMessages';
import { errorText } from '../../sentences/failureTexts';
import { storeFaultOf } from '../../store/storeError';
import { runAction } from '../dashboard/runAction';
import { saveFile } from '../dashboard/saveFile';
import { loadWebview, servePanel, webviewOptions } from '../dashboard/webviewContent';
import { copyText } from '../surfaces/clipboard';
import { createPanel } from '../surfaces/panel';
import { plainLabel } from '../surfaces/plainText';

/** What is run, as its result is headed. */
type Query = Pick<QueryOutcome, 'title' | 'server' | 'sql'>;

/** Shows what queries come to, in one panel that the next one takes over. */
export class ResultPanel implements vscode.Disposable {
  readonly #distUri: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #outcome: QueryOutcome | null = null;
  /** The query that was begun last, until it is over: those before it show nothing any more. */
  #running: Query | null = null;

  constructor(distUri: vscode.Uri) {
    this.#distUri = distUri;
  }

  /**
   * Shows what a query comes to: its rows, or why there are none. Until then an open panel says that it runs, beside what
   * it showed before; there it stays if the query is cancelled, of which `read` tells with undefined.
   */
  async run(query: Query, read: () => Promise<QueryRows | undefined>): Promise<void> {
    this.#running = query;
    this.#tell(null);
    const outcome = await outcomeOf(query, read);
    if (this.#running !== query) return;
    this.#running = null;
    this.#tell(outcome);
    if (!outcome) return;
    this.#outcome = outcome;
    this.#panel ??= this.#create();
    this.#panel.title = titleOf(query);
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  /** A page that is not there yet, or no more, asks for all of it when it is loaded. */
  #tell(outcome: QueryOutcome | null): void {
    const event: WebviewEvent = { type: 'query', outcome, running: this.#running?.title ?? null };
    void this.#panel?.webview.postMessage(event);
  }

  #create(): vscode.WebviewPanel {
    const panel = createPanel(panelTypes.result, '', webviewOptions(this.#distUri));
    servePanel(panel, this.#distUri, this.#handlers);
    loadWebview(panel.webview, this.#distUri);
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#outcome = null;
    });
    return panel;
  }

  readonly #handlers: CallHandlers<HostCalls> = {
    ready: () => {
      const shown = { outcome: this.#outcome, running: this.#running?.title ?? null };
      const translations = vscode.l10n.bundle ?? {};
      return { view: 'query', shown, locale: vscode.env.language, translations };
    },
    readCharts: () => null,
    readDashboard: () => ({ revision: 0, data: null }),
    readEndpoints: () => ({ rows: [], coveredSeconds: 0 }),
    explain: () => null,
    readErrorGroup: () => null,
    readCoverage: () => null,
    readOverview: () => null,
    run: (action) => runAction(action),
    showTarget: () => null,
    saveFile: (file) => saveFile(file, this.#outcome?.server),
    copyText: async (text) => {
      await copyText(text, vscode.l10n.t('Copied'));
      return null;
    },
    pictureCopied: () => null,
    openDefinition: () => null,
    createOperation: () => null,
    alertMe: () => null,
    copyAsCurl: () => null,
    openAsHttp: () => null,
  };
}

function titleOf({ title, server }: Query): string {
  return server === null ? title : `${plainLabel(server)} - ${title}`;
}

async function outcomeOf(
  query: Query,
  read: () => Promise<QueryRows | undefined>,
): Promise<QueryOutcome | null> {
  try {
    const rows = await read();
    return rows ? { ...query, rows } : null;
  } catch (error) {
    const reason = errorText(error, vscode.l10n.t);
    return { ...query, failure: { reason, place: placeOf(error) } };
  }
}

/** Where the statement is wrong, if that is what is wrong. */
function placeOf(error: unknown): TextPlace | null {
  const fault = storeFaultOf(error);
  return fault?.kind === 'statement_failed' ? fault.place : null;
}
