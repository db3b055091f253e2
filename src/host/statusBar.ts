import * as vscode from 'vscode';
import { toSeconds } from '../domain/time';
import { commandIds, productName, statusBarItemId } from '../ids';
import { coalesced } from './coalesced';
import type { Collecting } from './collecting';
import type { Config } from './config';
import { DisposableStore } from './disposableStore';
import { statusBarContent, type StatusBarContent } from './statusBarContent';
import { databaseBytes } from './storage';

const windowSeconds = 5 * 60;

const backgrounds: Readonly<Record<StatusBarContent['severity'], string | undefined>> = {
  normal: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

/** The status item: absent until the target has once answered, redrawn when there is something new. */
export function createStatusBar(
  collecting: Collecting,
  config: Config,
  log: vscode.LogOutputChannel,
): DisposableStore {
  const owned = new DisposableStore();
  const item = owned.add(
    vscode.window.createStatusBarItem(statusBarItemId, vscode.StatusBarAlignment.Left),
  );
  item.name = productName;
  item.command = openedDashboard();

  const refresh = coalesced(
    async () => {
      if (!collecting.hasData) {
        item.hide();
        return;
      }
      const content = await readContent(collecting, config, log);
      item.text = content.text;
      item.tooltip = tooltipOf(content);
      item.accessibilityInformation = { label: content.label, role: 'button' };
      const background = backgrounds[content.severity];
      item.backgroundColor = background ? new vscode.ThemeColor(background) : undefined;
      item.show();
    },
    (error) => {
      log.error(error instanceof Error ? error : String(error));
    },
  );
  owned.add(collecting.onDidCommit(refresh));
  owned.add(collecting.onDidChangeStatus(refresh));
  return owned;
}

/** The dashboard's shortest range has the five minutes in it. */
function openedDashboard(): vscode.Command {
  return {
    command: commandIds.openDashboard,
    title: vscode.l10n.t('Open Dashboard'),
    arguments: [{ range: '15m' }],
  };
}

/** Its links may run nothing but what the text offers. */
function tooltipOf({ tooltip }: StatusBarContent): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(tooltip);
  const { backfillFromPrometheus, connectToServer } = commandIds;
  markdown.isTrusted = { enabledCommands: [backfillFromPrometheus, connectToServer] };
  return markdown;
}

async function readContent(
  collecting: Collecting,
  config: Config,
  log: vscode.LogOutputChannel,
): Promise<StatusBarContent> {
  const to = toSeconds(Date.now());
  const { excludedEndpoints } = collecting;
  const span = { from: to - windowSeconds, to, excludedEndpoints };
  const store = await collecting.store().catch((error: unknown) => {
    log.error(error instanceof Error ? error : String(error));
    return undefined;
  });
  const facts = {
    status: collecting.status,
    summary: (await store?.summary(span)) ?? null,
    databaseBytes: await databaseBytes(collecting.databaseFile),
    errorRateThresholdPercent: config.current.errorRateThresholdPercent,
    notice: store?.opened.notice ?? null,
  };
  return statusBarContent(facts, vscode.env.language, vscode.l10n.t);
}
