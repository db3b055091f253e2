import * as vscode from 'vscode';
import type { Connector } from './connect/connector';
import type { ConnectParts } from './connectParts';
import { DisposableStore } from './disposableStore';

/** How servers are found and connected to. What does it is loaded when it is first needed. */
export class Connections implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: ConnectParts;
  #loading: Promise<Connector> | undefined;

  constructor(parts: ConnectParts) {
    this.#parts = parts;
    this.#owned.add(
      parts.targets.onDidChange(() => {
        this.#remember();
      }),
    );
    this.#remember();
  }

  /** Tells from now on of files that no longer say where a server is that was connected to by them. */
  begin(): void {
    if (this.#parts.memory.files.size === 0) return;
    if (vscode.workspace.isTrusted) this.#watch();
    else {
      this.#owned.add(
        vscode.workspace.onDidGrantWorkspaceTrust(() => {
          this.#watch();
        }),
      );
    }
  }

  /** Lists servers, and connects to the one that is picked. */
  async connect(): Promise<void> {
    await (await this.#load()).connect();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #load(): Promise<Connector> {
    return (this.#loading ??= import('./commands/serverCommands').then(({ Connector }) =>
      this.#owned.add(new Connector(this.#parts)),
    ));
  }

  #watch(): void {
    this.#load()
      .then((connector) => connector.lookAtAll())
      .catch((error: unknown) => {
        this.#parts.log.error(error);
      });
  }

  #remember(): void {
    const { memory, targets } = this.#parts;
    void memory.remember(targets.list.map(({ settings }) => settings));
  }
}
