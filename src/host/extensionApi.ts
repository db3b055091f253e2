import type { Event, TreeDataProvider } from 'vscode';
import type { CommitChanges } from '../domain/commitChanges';
import type { CollectingStatus } from '../protocol/collectingStatus';

/** What this extension exports to others, and to its own tests. */
export interface ExtensionApi {
  /** The current state of collecting. */
  status(): CollectingStatus;
  readonly onDidChangeStatus: Event<CollectingStatus>;
  /** There is something new to read; which kinds of it there may be. */
  readonly onDidCommit: Event<CommitChanges>;
  /** The rows of the views. */
  readonly topEndpoints: TreeDataProvider<unknown>;
  readonly recentErrors: TreeDataProvider<unknown>;
  readonly targets: TreeDataProvider<unknown>;
}
