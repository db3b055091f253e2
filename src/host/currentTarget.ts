import * as vscode from 'vscode';
import type { CommitChanges } from '../domain/commitChanges';
import { anyChanges } from '../domain/commitChanges';
import type { NamedRoute } from '../domain/routeTable';
import type { CollectingStatus } from '../protocol/collectingStatus';
import type { StoreLocation } from '../store/storeLocation';
import type { TrafficStore } from '../store/trafficStore';
import { DisposableStore } from './disposableStore';
import type { Targets } from './targets';
import type { ViewedTarget } from './viewedTarget';

/** Whichever target is current, for views that follow it. */
export class CurrentTarget implements ViewedTarget, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #statusChanged = this.#owned.add(new vscode.EventEmitter<CollectingStatus>());
  readonly #committed = this.#owned.add(new vscode.EventEmitter<CommitChanges>());
  readonly #targets: Targets;
  #following: vscode.Disposable | undefined;

  readonly onDidChangeStatus = this.#statusChanged.event;
  readonly onDidCommit = this.#committed.event;

  constructor(targets: Targets) {
    this.#targets = targets;
    this.#follow();
    this.#owned.add(
      targets.onDidChangeCurrent(() => {
        this.#follow();
        this.#statusChanged.fire(this.status);
        this.#committed.fire(anyChanges);
      }),
    );
  }

  get name(): string {
    return this.#targets.current.name;
  }

  get status(): CollectingStatus {
    return this.#targets.current.status;
  }

  get hasData(): boolean {
    return this.#targets.current.hasData;
  }

  get excludedEndpoints(): readonly string[] {
    return this.#targets.current.excludedEndpoints;
  }

  /** The server's routes by their stored names; null until the server reports them. */
  get routes(): readonly NamedRoute[] | null {
    return this.#targets.current.routes;
  }

  get location(): StoreLocation {
    return this.#targets.current.location;
  }

  store(): Promise<TrafficStore | undefined> {
    return this.#targets.current.store();
  }

  dispose(): void {
    this.#following?.dispose();
    this.#owned.dispose();
  }

  #follow(): void {
    this.#following?.dispose();
    const { current } = this.#targets;
    this.#following = vscode.Disposable.from(
      current.onDidChangeStatus((status) => {
        this.#statusChanged.fire(status);
      }),
      current.onDidCommit((changes) => {
        this.#committed.fire(changes);
      }),
    );
  }
}
