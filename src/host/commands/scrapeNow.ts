import * as vscode from 'vscode';
import { formatTime } from '../../domain/format';
import { commandIds, productName } from '../../ids';
import type { FailureKind } from '../../protocol/collectingStatus';
import type { Collecting } from '../collecting';

/** The user asked, so the answer is a notification; the editor's own progress shows that it is under way. */
export async function scrapeNow(collecting: Collecting): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Scraping MockForge') },
    () => collecting.scrapeNow(),
  );
  const { metrics, metricsUrl, lastScrapeAt } = collecting.status;
  if (metrics.state === 'failing' && metrics.failure) {
    const message = `${productName}: ${metrics.failure.what} ${metrics.failure.todo}`;
    void offerHelp(message, metrics.failure.kind);
  } else if (lastScrapeAt !== null) {
    const time = formatTime(lastScrapeAt, vscode.env.language);
    const message = vscode.l10n.t('Scraped {0} at {1}', metricsUrl, time);
    vscode.window.setStatusBarMessage(message, 3000);
  }
}

async function offerHelp(message: string, kind: FailureKind): Promise<void> {
  const connect = {
    title: vscode.l10n.t('Connect to Server...'),
    command: commandIds.connectToServer,
  };
  const backfill = {
    title: vscode.l10n.t('Backfill from Prometheus...'),
    command: commandIds.backfillFromPrometheus,
  };
  const log = { title: vscode.l10n.t('Show Log'), command: commandIds.showLog };
  const offers = kind === 'prometheus_server' ? [connect, backfill, log] : [connect, log];
  const chosen = await vscode.window.showWarningMessage(message, ...offers);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
