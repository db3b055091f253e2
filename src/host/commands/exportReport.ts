import * as vscode from 'vscode';
import { ranges } from '../../domain/range';
import { commandIds, productName } from '../../ids';
import type { DashboardData } from '../../protocol/dashboardData';
import type { DashboardRequest } from '../../protocol/webviewMessages';
import type { Collecting } from '../collecting';
import type { Dashboard } from '../dashboard/dashboard';
import { dashboardQuery } from '../dashboard/dashboardReads';
import { saveFile } from '../dashboard/saveFile';

/** Rows of a report's longest table. */
const endpointLimit = 500;

/** Saves what the dashboard shows, or where none is open a chosen range, as an HTML report or as JSON. */
export function registerExportReport(
  collecting: Collecting,
  dashboard: Dashboard,
): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.exportReport, async () => {
    const store = await collecting.store();
    if (!store) {
      const text = vscode.l10n.t('There is no data yet: {0} has not answered.', target(collecting));
      void vscode.window.showInformationMessage(`${productName}: ${text}`);
      return;
    }
    const request = dashboard.shown ?? (await chosenRange());
    const format = request && (await chosenFormat());
    if (!request || !format) return;
    const { excludedEndpoints, routes } = collecting;
    const now = Date.now();
    const page = { ...request.endpointPage, offset: 0, limit: endpointLimit };
    const data = await store.dashboard(
      dashboardQuery({ ...request, endpointPage: page }, { now, excludedEndpoints, routes }),
    );
    const content = format === 'html' ? await report(data, target(collecting), now) : json(data);
    const day = new Date(now).toISOString().slice(0, 10);
    await saveFile({ name: `traffic-${day}.${format}`, encoding: 'utf8', content });
  });
}

function target({ status }: Collecting): string {
  return status.metricsUrl;
}

async function report(data: DashboardData, metricsUrl: string, madeAt: number): Promise<string> {
  const { reportHtml } = await import('../report/report');
  const facts = { data, target: metricsUrl, madeAt, locale: vscode.env.language };
  return reportHtml(facts, vscode.l10n.t);
}

function json(data: DashboardData): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

async function chosenRange(): Promise<DashboardRequest | undefined> {
  const title = vscode.l10n.t('Export: which range?');
  const range = await vscode.window.showQuickPick(ranges, { title });
  const known = ranges.find((candidate) => candidate === range);
  return known && everythingOf({ kind: 'last', range: known });
}

function everythingOf(period: DashboardRequest['period']): DashboardRequest {
  return {
    period,
    compare: { kind: 'previous' },
    filter: { protocol: null, workspaceId: null, environment: null, endpoint: null },
    endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 0 },
    live: false,
  };
}

async function chosenFormat(): Promise<'html' | 'json' | undefined> {
  const formats = [
    {
      format: 'html' as const,
      label: vscode.l10n.t('HTML report'),
      detail: vscode.l10n.t('One file with charts and tables, to read or to send.'),
    },
    {
      format: 'json' as const,
      label: 'JSON',
      detail: vscode.l10n.t('The same numbers, for programs.'),
    },
  ];
  const title = vscode.l10n.t('Export: as what?');
  return (await vscode.window.showQuickPick(formats, { title }))?.format;
}
