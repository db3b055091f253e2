import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
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
import type { ConnectParts } from '../connectParts';
import { askAddress } from '../surfaces/askAddress';
import { flash, inform } from '../surfaces/notifications';
import { askText } from '../surfaces/questions';
import type { TargetSettings } from '../targetSettings';
import { askPlace } from './settingsPlace';
import type { TargetList } from './targetList';

/** How long a server is waited for that somebody names, ms. */
const answerMs = 5000;

/** Asks where MockForge runs, tries it, and writes the addresses to the settings: as one of several where there are any. */
export async function enterAddress(
  { config, http }: Pick<ConnectParts, 'config' | 'http'>,
  list: TargetList,
): Promise<void> {
  const access: Access = { http, clock: systemClock, timeoutMs: answerMs };
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
  const urls = { metricsUrl, adminUrl };
  const isWritten =
    targets.length > 0 ? await addBesides(targets, list, urls) : await writeAddresses(config, urls);
  if (isWritten) flash(vscode.l10n.t('Connected to {0}', shownUrl(metricsUrl)));
}

function faultOf(
  result: { readonly ok: true } | { readonly ok: false; readonly failure: SourceFailure },
): string | undefined {
  return result.ok ? undefined : failureLine(result.failure, vscode.l10n.t);
}

async function writeAddresses(config: Config, urls: TargetUrls): Promise<boolean> {
  const place = await askPlace(settingKeys.metricsUrl);
  if (place === undefined) return false;
  const { metricsUrl, adminUrl } = settingKeys;
  await config.write(
    [
      [metricsUrl, urls.metricsUrl],
      [adminUrl, urls.adminUrl],
    ],
    place,
  );
  return true;
}

/** Adds it to the list of targets, by a name that is asked for. */
async function addBesides(
  targets: readonly TargetSettings[],
  list: TargetList,
  urls: TargetUrls,
): Promise<boolean> {
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
  if (name === undefined) return false;
  const server = { name: name.trim(), recorderUrl: '', ...urls };
  return (await list.add(server, askPlace)) !== undefined;
}

function sameHost(a: string, b: string): boolean {
  return new URL(a).hostname === new URL(b).hostname;
}
