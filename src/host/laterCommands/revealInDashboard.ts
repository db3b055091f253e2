import * as vscode from 'vscode';
import { inform } from '../surfaces/notifications';
import type { LaterContext } from './laterContext';

/** Shows the operation that the cursor is in. */
export async function revealInDashboard({ definitions, dashboards }: LaterContext): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const found = editor && (await definitions.operationAt(editor));
  if (!found) {
    inform(vscode.l10n.t('Place the cursor in an operation or a route that shows its numbers.'));
    return;
  }
  const { target, endpoint } = found;
  dashboards.open(target, { period: { kind: 'last', range: '24h' }, endpoint });
}
