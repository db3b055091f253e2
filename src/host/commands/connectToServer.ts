import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import { network } from '../../collector/network';
import { AdminApi } from '../../collector/sources/adminApi';
import type { Access } from '../../collector/sources/access';
import { MetricsScraper } from '../../collector/sources/scrape';
import type { SourceFailure } from '../../collector/sources/sourceFailure';
import { normaliseMetricsUrl, normaliseServerUrl } from '../../domain/serverUrl';
import { shownUrl } from '../../domain/shownUrl';
import type { TargetUrls } from '../../domain/target';
import { settingKeys } from '../../ids';
import { usualAdminUrl } from '../../mockforge/paths';
import { failureLine } from '../../sentences/failureTexts';
import type { Config } from '../config';
import { askAddress } from '../surfaces/askAddress';
import { flash, inform } from '../surfaces/notifications';
import { askText, pick } from '../surfaces/questions';
import type { TargetSettings } from '../targetSettings';

const access: Access = {
  http: network,
  clock: systemClock,
  timeoutMs: 5000,
};

/** Asks where MockForge runs, tries it, and writes the addresses to the settings: as one of several where there are any. */
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
  const { targets } = config.current;
  const known = targets.find((one) => one.metricsUrl === metricsUrl || one.adminUrl === adminUrl);
  if (known) {
    inform(
      vscode.l10n.t(
        '{0} is a server of yours already: {1}.',
        known.name,
        shownUrl(known.metricsUrl),
      ),
    );
    return;
  }
  const isOneOfSeveral = targets.length > 0;
  const values = isOneOfSeveral
    ? await listedBesides(targets, { metricsUrl, adminUrl })
    : addressesOf({ metricsUrl, adminUrl });
  if (values === undefined) return;
  const place = await askPlace(isOneOfSeveral ? settingKeys.targets : settingKeys.metricsUrl);
  if (place === undefined) return;
  await config.write(values, place);
  flash(vscode.l10n.t('Connected to {0}', shownUrl(metricsUrl)));
}

function faultOf(
  result: { readonly ok: true } | { readonly ok: false; readonly failure: SourceFailure },
): string | undefined {
  return result.ok ? undefined : failureLine(result.failure, vscode.l10n.t);
}

/** Settings to write, by their keys. */
type Values = readonly (readonly [key: string, value: unknown])[];

function addressesOf({ metricsUrl, adminUrl }: TargetUrls): Values {
  return [
    [settingKeys.metricsUrl, metricsUrl],
    [settingKeys.adminUrl, adminUrl],
  ];
}

/** The list of targets with one more, by a name that is asked for; undefined when the user gives up. */
async function listedBesides(
  targets: readonly TargetSettings[],
  urls: TargetUrls,
): Promise<Values | undefined> {
  const { t } = vscode.l10n;
  const name = await askText({
    title: t('Connect to Server: Name'),
    prompt: t('How the server is called beside the others'),
    value: new URL(urls.metricsUrl).host,
    ignoreFocusOut: true,
    complaint: (text) => {
      if (text.trim() === '') return t('Enter a name.');
      const isTaken = targets.some((target) => target.name === text.trim());
      return isTaken ? t('Another server has this name.') : null;
    },
  });
  if (name === undefined) return undefined;
  // As it is written there, with what cannot be used.
  const list = vscode.workspace.getConfiguration().get<readonly unknown[]>(settingKeys.targets, []);
  return [[settingKeys.targets, [...list, { name: name.trim(), ...urls }]]];
}

/**
 * Which settings to write: a workspace's own only where there is one and it may set addresses, and
 * always where it does so already, since they win.
 */
async function askPlace(key: string): Promise<vscode.ConfigurationTarget | undefined> {
  if (!vscode.workspace.workspaceFolders || !vscode.workspace.isTrusted) {
    return vscode.ConfigurationTarget.Global;
  }
  const inspected = vscode.workspace.getConfiguration().inspect(key);
  if (inspected?.workspaceValue !== undefined) return vscode.ConfigurationTarget.Workspace;
  const choices = [
    {
      label: vscode.l10n.t('This workspace'),
      place: vscode.ConfigurationTarget.Workspace,
    },
    {
      label: vscode.l10n.t('All workspaces'),
      description: vscode.l10n.t('User settings'),
      place: vscode.ConfigurationTarget.Global,
    },
  ];
  const placeHolder = vscode.l10n.t('Where to save the address');
  return (await pick(choices, { placeHolder }))?.place;
}

function sameHost(a: string, b: string): boolean {
  return new URL(a).hostname === new URL(b).hostname;
}
