import * as vscode from 'vscode';
import { toSeconds } from '../../domain/time';
import { inform } from '../surfaces/notifications';
import { askText } from '../surfaces/questions';
import type { Target } from '../target';

/** Names this moment, so that what follows can be compared with what was before. */
export async function markSessionStart(target: Target): Promise<void> {
  const store = await target.store();
  if (!store) {
    const { metricsUrl } = target.status;
    inform(vscode.l10n.t('There is nothing to mark yet: {0} has not answered.', metricsUrl));
    return;
  }
  const name = await askText({
    title: vscode.l10n.t('Mark Session Start'),
    prompt: vscode.l10n.t('Name this moment. You can compare against it later.'),
    value: vscode.l10n.t('Session'),
    complaint: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a name.') : null),
  });
  if (name === undefined) return;
  const at = toSeconds(Date.now());
  await store.writer.addEvent({
    kind: 'session_mark',
    from: at,
    to: at,
    detail: { name: name.trim() },
  });
  target.announceCommit();
}
