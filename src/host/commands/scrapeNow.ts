import * as vscode from 'vscode';
import { timeFormat } from '../../domain/timeFormat';
import { commandIds } from '../../ids';
import type { FailureKind } from '../../protocol/collectingStatus';
import { flash, warn, type Offer } from '../surfaces/notifications';
import { withQuietProgress } from '../surfaces/progress';
import type { Target } from '../target';

/** The user asked, so the answer is a notification. The editor's own progress shows that it runs. */
export async function scrapeNow(target: Target): Promise<void> {
  await withQuietProgress(vscode.l10n.t('Scraping MockForge'), () => target.scrapeNow());
  const { metrics, metricsUrl, lastScrapeAt } = target.status;
  if (metrics.state !== 'off' && metrics.failure) {
    const { what, todo, kind } = metrics.failure;
    warn(`${what} ${todo}`, ...helpFor(kind, target));
  } else if (lastScrapeAt !== null) {
    const time = timeFormat(vscode.env.language).clock(lastScrapeAt / 1000);
    flash(vscode.l10n.t('Scraped {0} at {1}', metricsUrl, time));
  }
}

function helpFor(kind: FailureKind, target: Target): Offer[] {
  const { t } = vscode.l10n;
  const offer = (title: string, command: string): Offer => ({
    title,
    run: () => vscode.commands.executeCommand(command, { target: target.id }),
  });
  return [
    offer(t('Connect to Server...'), commandIds.connectToServer),
    ...(kind === 'prometheus_server'
      ? [offer(t('Backfill from Prometheus...'), commandIds.backfillFromPrometheus)]
      : []),
    offer(t('Show Log'), commandIds.showLog),
  ];
}
