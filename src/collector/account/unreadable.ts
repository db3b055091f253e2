import type { UnreadableEntry } from '../../domain/unreadableEntry';
import type { AccountState } from './accountState';

/** Entries that are remembered, beside those of the last answer: two whole rings of the log. */
const remembered = 2000;

/** Counts entries that could not be read, each once, however often it comes again. */
export function countUnreadable(
  state: Pick<AccountState, 'unreadable' | 'diagnostics'>,
  entries: readonly UnreadableEntry[],
): void {
  const known = new Set(state.unreadable);
  const ids = new Set(entries.map(({ id }) => id));
  for (const { id, reason } of entries) {
    if (known.has(id)) continue;
    known.add(id);
    state.diagnostics.unreadableEntries++;
    state.diagnostics.lastUnreadable = reason;
  }
  const others = state.unreadable.filter((id) => !ids.has(id));
  state.unreadable = [...ids, ...others.slice(0, Math.max(0, remembered - ids.size))];
}
