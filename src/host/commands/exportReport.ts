import * as vscode from 'vscode';
import { lastRange } from '../../domain/lastRange';
import { ranges } from '../../domain/range';
import type { DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import { wholeTraffic } from '../../protocol/dashboardState';
import type { DashboardRequest } from '../../protocol/webviewMessages';
import type { CommandContext } from '../commandContext';
import type { Dashboards } from '../dashboard/dashboards';
import { storedFor } from '../dashboard/dashboardReads';
import { saveReport } from '../dashboard/saveReport';
import { pick } from '../surfaces/questions';
import type { Target } from '../target';
import { storeOrNotice } from './storeOrNotice';

/** Saves what the dashboard shows, or where none is open a chosen range, as an HTML report, Markdown or JSON. */
export async function exportReport(
  target: Target,
  dashboards: Dashboards,
  { config, importedFiles, apiDocuments, targets }: CommandContext,
): Promise<void> {
  const store = await storeOrNotice(target);
  if (!store) return;
  const request = dashboards.shown(target) ?? (await chosenRange());
  if (!request) return;
  const { excludedEndpoints, routes } = target;
  const compared = await importedFiles.compared(request.compare);
  const { reader } = store;
  const read = async (query: DashboardQuery): Promise<DashboardData> =>
    (await apiDocuments.load()).reported(target, reader, await reader.dashboard(query));
  const stored = await storedFor(request, reader);
  const facts = { now: Date.now(), stored, excludedEndpoints, routes, compared };
  const errorRateThreshold = config.current.errorRateThresholdPercent / 100;
  const server = targets.nameAmong(target);
  await saveReport(
    { ...facts, target: target.status.metricsUrl, server, errorRateThreshold, read },
    request,
  );
}

async function chosenRange(): Promise<DashboardRequest | undefined> {
  const title = vscode.l10n.t('Choose a Range');
  const picked = await pick(
    ranges.map((range) => ({ label: lastRange(range, vscode.l10n.t), range })),
    { title },
  );
  return picked && everythingOf({ kind: 'last', range: picked.range });
}

function everythingOf(period: DashboardRequest['period']): DashboardRequest {
  return {
    period,
    compare: { kind: 'previous' },
    filter: wholeTraffic,
    endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 0 },
    live: false,
  };
}
