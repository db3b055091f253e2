import * as vscode from 'vscode';
import { formatTime } from '../../domain/format';
import { commandIds, productName } from '../../ids';
import type { Collecting } from '../collecting';

/** The user asked, so the answer is a notification; the editor's own progress shows that it is under way. */
export function registerScrapeNow(collecting: Collecting): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.scrapeNow, async () => {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Scraping MockForge') },
      () => collecting.scrapeNow(),
    );
    const { metrics, metricsUrl, lastScrapeAt } = collecting.status;
    if (metrics.failure) {
      const message = `${productName}: ${metrics.failure.what} ${metrics.failure.todo}`;
      void offerConnecting(message);
    } else if (lastScrapeAt !== null) {
      const time = formatTime(lastScrapeAt, vscode.env.language);
      const message = vscode.l10n.t('Scraped {0} at {1}', metricsUrl, time);
      vscode.window.setStatusBarMessage(message, 3000);
    }
  });
}

async function offerConnecting(message: string): Promise<void> {
  const connect = vscode.l10n.t('Connect to Server...');
  const log = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showWarningMessage(message, connect, log);
  if (chosen === connect) await vscode.commands.executeCommand(commandIds.connectToServer);
  if (chosen === log) await vscode.commands.executeCommand(commandIds.showLog);
}
