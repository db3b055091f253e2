import type { CommitBatch } from '../domain/commitBatch';
import { accountStateFrom, accountStateText } from './account/storedState';
import { forgetAll, forgetBefore } from './account/forgetting';
import { TrafficAccount } from './account/trafficAccount';

/** The part of a store that is needed to delete from it. */
export interface ErasableStore<Outcome> {
  loadState(): Promise<string | undefined>;
  /** Deletes everything before a moment, unix seconds, or everything for null, and commits a batch in the same step. */
  erase(before: number | null, batch: CommitBatch | null): Promise<Outcome>;
}

/**
 * Deletes what was collected before a moment (unix seconds), or everything for null, so that collecting goes on with
 * numbers that add up (docs/store.md#deleting). Nobody may collect into the store meanwhile. `at`: unix milliseconds.
 */
export async function eraseCollected<Outcome>(
  store: ErasableStore<Outcome>,
  before: number | null,
  at: number,
): Promise<Outcome> {
  const stored = await store.loadState();
  return store.erase(before, stored === undefined ? null : batchAfter(stored, before, at));
}

/** A batch without rows, which leaves the state as it is after a deletion. */
function batchAfter(stored: string, before: number | null, at: number): CommitBatch {
  const state = accountStateFrom(stored);
  if (before === null) forgetAll(state, at);
  else forgetBefore(state, before);
  const dimensions = { workspaceId: null, environment: null };
  const account = new TrafficAccount({ dimensions, errorsPerMinute: 0 }, accountStateText(state));
  return account.batch(at);
}
