import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import { network } from '../../collector/network';
import { AdminApi } from '../../collector/sources/adminApi';
import type { Access } from '../../collector/sources/access';
import { MetricsScraper } from '../../collector/sources/scrape';
import type { SourceFailure } from '../../collector/sources/sourceFailure';
import { normaliseMetricsUrl, normaliseServerUrl } from '../../domain/serverUrl';
import { shownUrl } from '../../domain/shownUrl';
import { settingKeys } from '../../ids';
import { failureLine } from '../../sentences/failureTexts';
import type { Config } from '../config';
import { askAddress } from '../surfaces/askAddress';
import { flash } from '../surfaces/notifications';
import { pick } from '../surfaces/questions';

const access: Access = {
  http: network,
  clock: systemClock,
  timeoutMs: 5000,
};

/** Asks where MockForge runs, tries it, and writes the addresses to the settings. */
export async function connectToServer(config: Config): Promise<void> {
  const { metricsUrl: current, adminUrl: currentAdmin } = config.current;
  const metricsUrl = await askAddress({
    title: vscode.l10n.t('Connect to Server (1/2): Metrics'),
    prompt: vscode.l10n.t('Where MockForge serves its metrics, usually on port 9090'),
    value: current,
    normalise: normaliseMetricsUrl,
    probe: async (url) => faultOf(await new MetricsScraper(access, url).scrape()),
  });
  if (metricsUrl === undefined) return;
  const adminUrl = await askAddress({
    title: vscode.l10n.t('Connect to Server (2/2): Admin API'),
    prompt: vscode.l10n.t('Where MockForge serves its admin API, usually on port 9080'),
    value: sameHost(metricsUrl, current) ? currentAdmin : usualAdminUrl(metricsUrl),
    normalise: normaliseServerUrl,
    probe: async (url) => faultOf(await new AdminApi(access, url).routes()),
  });
  if (adminUrl === undefined) return;
  const target = await askTarget();
  if (target === undefined) return;
  await config.write(
    [
      [settingKeys.metricsUrl, metricsUrl],
      [settingKeys.adminUrl, adminUrl],
    ],
    target,
  );
  flash(vscode.l10n.t('Connected to {0}', shownUrl(metricsUrl)));
}

function faultOf(
  result: { readonly ok: true } | { readonly ok: false; readonly failure: SourceFailure },
): string | undefined {
  return result.ok ? undefined : failureLine(result.failure, vscode.l10n.t);
}

/**
 * Which settings to write: a workspace's own only where there is one and it may set addresses, and
 * always where it does so already, since they win.
 */
async function askTarget(): Promise<vscode.ConfigurationTarget | undefined> {
  if (!vscode.workspace.workspaceFolders || !vscode.workspace.isTrusted) {
    return vscode.ConfigurationTarget.Global;
  }
  const inspected = vscode.workspace.getConfiguration().inspect(settingKeys.metricsUrl);
  if (inspected?.workspaceValue !== undefined) return vscode.ConfigurationTarget.Workspace;
  const choices = [
    {
      label: vscode.l10n.t('This workspace'),
      target: vscode.ConfigurationTarget.Workspace,
    },
    {
      label: vscode.l10n.t('All workspaces'),
      description: vscode.l10n.t('User settings'),
      target: vscode.ConfigurationTarget.Global,
    },
  ];
  const placeHolder = vscode.l10n.t('Where to save the address');
  return (await pick(choices, { placeHolder }))?.target;
}

function sameHost(a: string, b: string): boolean {
  return new URL(a).hostname === new URL(b).hostname;
}

function usualAdminUrl(metricsUrl: string): string {
  const { protocol, hostname } = new URL(metricsUrl);
  return `${protocol}//${hostname}:9080`;
}
