import type { TimeWindow } from '../domain/range';
import { steppedSpan } from '../domain/range';
import type { Session } from '../domain/session';
import { sessionNamed, sessionWindow } from '../domain/session';
import type { BudgetWindow } from './budgets';

/**
 * What budgets are judged over, unix seconds: whole minutes, or coarser steps of a long window. Null where there is no such
 * session.
 * @param sessions newest first
 * @param end where the last seconds and a running session end
 */
export function budgetSpan(
  window: BudgetWindow,
  sessions: readonly Session[],
  end: number,
): TimeWindow | null {
  if (window.kind === 'last') {
    const { from, to } = steppedSpan(end - window.seconds, end);
    return { from, to };
  }
  const session = window.name === null ? sessions[0] : sessionNamed(sessions, window.name);
  return session ? sessionWindow(session, end) : null;
}
