import type { AccountState } from './accountState';

/**
 * Messages that the mailbox holds now and did not when it was last read; remembers their ids.
 * @param ids of all messages that it holds
 */
export function newMessages(state: Pick<AccountState, 'mailbox'>, ids: readonly string[]): number {
  const seen = state.mailbox && new Set(state.mailbox);
  state.mailbox = [...ids];
  return seen ? ids.filter((id) => !seen.has(id)).length : 0;
}
