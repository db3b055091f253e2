import * as vscode from 'vscode';
import { commandIds, panelTypes, queryCommandId, queryNames, viewTitleCommandIds } from '../ids';
import type { CommandContext } from './commandContext';
import type { Commands } from './commands/commands';
import { DisposableStore } from './disposableStore';
import { inform } from './surfaces/notifications';
import { KeptRow } from './tree/keptRows';

/**
 * Registers every command, and the dashboards that the editor brings back after a reload. What they do is in a bundle of
 * its own, loaded when it is first needed: collecting works without it.
 */
export function registerCommands(context: CommandContext): DisposableStore {
  const owned = new DisposableStore();
  let loading: Promise<Commands> | undefined;
  const load = async (): Promise<Commands> => {
    const { Commands } = await import('./commands/commands');
    return owned.add(new Commands(context));
  };
  const loaded = (): Promise<Commands> => (loading ??= load());

  for (const id of [...Object.values(commandIds), ...queryNames.map(queryCommandId)]) {
    owned.add(
      vscode.commands.registerCommand(id, async (argument?: unknown, ...more: unknown[]) => {
        // While the editor renews a tree it knows no row of it, and what is meant for one must not befall another.
        if (isOfLostRow(id, argument, more)) {
          inform(vscode.l10n.t('The rows changed at that moment. Choose the command again.'));
        } else
          await (await loaded()).run(id, argument instanceof KeptRow ? argument.node : argument);
      }),
    );
  }
  for (const type of [panelTypes.dashboard, panelTypes.imported]) {
    owned.add(
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          (await loaded()).restore(panel, state);
        },
      }),
    );
  }
  return owned;
}

/**
 * Whether a command was chosen at a row that the editor does not know any more. Commands of rows have a second argument,
 * what is selected or null, as buttons in a view's title have; those of the palette have none.
 */
function isOfLostRow(id: string, argument: unknown, more: readonly unknown[]): boolean {
  return argument === undefined && more.length > 0 && !viewTitleCommandIds.includes(id);
}
