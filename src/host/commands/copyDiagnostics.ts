import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import { inspectServer } from '../../collector/inspect/inspectServer';
import { extensionId } from '../../ids';
import { english } from '../../sentences/localize';
import type { Config } from '../config';
import { diagnosticsText } from '../diagnosticsText';
import { copyText } from '../surfaces/clipboard';
import { withQuietProgress } from '../surfaces/progress';
import type { Target } from '../target';

/** As long as collecting waits for a scrape, ms. */
const timeoutMs = 10_000;

/** Puts on the clipboard what a report on this product has to tell; asks the server for it. */
export async function copyDiagnostics(target: Target, config: Config): Promise<void> {
  const inspection = await withQuietProgress(vscode.l10n.t('Inspecting MockForge'), () =>
    inspectServer({ http: target.http, clock: systemClock, timeoutMs }, target.settings),
  );
  const text = diagnosticsText({
    extensionVersion: extensionVersion(),
    vscodeVersion: vscode.version,
    platform: [process.platform, process.arch, vscode.env.remoteName].filter(Boolean).join(' '),
    at: Date.now(),
    settings: config.current,
    status: target.statusIn(english, 'en'),
    inspection,
  });
  await copyText(text, vscode.l10n.t('Copied diagnostics'));
}

function extensionVersion(): string {
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as
    { readonly version: string } | undefined;
  return manifest?.version ?? 'unknown';
}
