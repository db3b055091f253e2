import * as vscode from 'vscode';
import { prefix } from '../../ids';

/**
 * Commands together with their arguments, each registered once under an id of its own. The editor keeps the arguments of a
 * lens's or a row's command only until that is drawn again, and a click at that moment fails; it keeps no id.
 */
export class BoundCommands implements vscode.Disposable {
  readonly #name: string;
  readonly #registered = new Map<string, { readonly id: string; dispose(): void }>();

  /** @param name tells the ids of these from those of others */
  constructor(name: string) {
    this.#name = name;
  }

  /** The same command without arguments. */
  bound({ command, title, arguments: args = [] }: vscode.Command): vscode.Command {
    if (args.length === 0) return { command, title };
    const key = JSON.stringify([command, args]);
    const known = this.#registered.get(key) ?? this.#register(command, args);
    this.#registered.set(key, known);
    return { command: known.id, title };
  }

  dispose(): void {
    for (const command of this.#registered.values()) command.dispose();
    this.#registered.clear();
  }

  #register(command: string, args: readonly unknown[]): { readonly id: string; dispose(): void } {
    const id = `${prefix}.${this.#name}.${this.#registered.size}`;
    const registration = vscode.commands.registerCommand(id, () =>
      vscode.commands.executeCommand(command, ...args),
    );
    return {
      id,
      dispose: () => {
        registration.dispose();
      },
    };
  }
}
