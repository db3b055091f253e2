import * as vscode from 'vscode';
import { commandIds, panelTypes, queryCommandId, queryNames } from '../ids';
import type { CommandContext } from './commandContext';
import type { Commands } from './commands/commands';
import { DisposableStore } from './disposableStore';

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
      vscode.commands.registerCommand(id, async (argument?: unknown) =>
        (await loaded()).run(id, argument),
      ),
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
