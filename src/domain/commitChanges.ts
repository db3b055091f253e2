import type { CommitBatch } from './commitBatch';

/** Which kinds of what is stored a commit may have changed. */
export interface CommitChanges {
  readonly requests: boolean;
  readonly errors: boolean;
  /** Restarts, gaps, session marks and the like. */
  readonly events: boolean;
}

/** For a commit of which nothing is known: another process made it, or it filled in a past. */
export const anyChanges: CommitChanges = { requests: true, errors: true, events: true };

/** What a batch changes besides the state and how far coverage reaches. */
export function changesOf(batch: CommitBatch): CommitChanges {
  const { minutes, endpoints, errors, moreErrors, causes, events } = batch;
  return {
    requests: minutes.length > 0 || endpoints.length > 0,
    errors: errors.length > 0 || moreErrors.length > 0 || causes.length > 0,
    events: events.some(({ kind }) => kind !== 'coverage'),
  };
}
