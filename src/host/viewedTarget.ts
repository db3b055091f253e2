import type { Event } from 'vscode';
import type { CommitChanges } from '../domain/commitChanges';
import type { CollectingStatus } from '../protocol/collectingStatus';
import type { StoreLocation } from '../store/storeLocation';
import type { TrafficStore } from '../store/trafficStore';

/** What views show: one target, or whichever is the current one. */
export interface ViewedTarget {
  readonly name: string;
  readonly status: CollectingStatus;
  /** Whether the target has a database: it once answered. */
  readonly hasData: boolean;
  /** Endpoints that do not count as the user's traffic. */
  readonly excludedEndpoints: readonly string[];
  /** Where the target's database is or will be. */
  readonly location: StoreLocation;
  readonly onDidChangeStatus: Event<CollectingStatus>;
  /** Something new is in the store, or it is another one; what of it may differ. */
  readonly onDidCommit: Event<CommitChanges>;
  /** The target's database; undefined while there is none. Rejects when it cannot be opened. */
  store(): Promise<TrafficStore | undefined>;
}
