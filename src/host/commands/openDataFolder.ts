import * as vscode from 'vscode';
import { copyText } from '../surfaces/clipboard';
import { inform } from '../surfaces/notifications';
import type { Target } from '../target';

/** Shows where a target's database is. */
export async function openDataFolder(target: Target): Promise<void> {
  const { location } = target;
  const { file } = location;
  if (file === null) {
    offer(vscode.l10n.t('The traffic is in the team store {0}', location.name), location.name);
  } else if (!(await location.exists())) {
    const { metricsUrl } = target.status;
    inform(vscode.l10n.t('There is no data yet: {0} has not answered.', metricsUrl));
  } else if (vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
  } else {
    offer(vscode.l10n.t('The database is {0}', file), file);
  }
}

/** The data are on another machine than the window, where no folder can be opened. */
function offer(text: string, place: string): void {
  const { t } = vscode.l10n;
  inform(text, { title: t('Copy Path'), run: () => copyText(place, t('Copied: {0}', place)) });
}
