import { daySeconds } from '../../domain/time';
import { setState, stateNumber } from './collectorState';
import type { Connection } from '../database/connection';

/** How far the clock may advance between two commits, s: an absence of more than a month is rare. */
const mostSeconds = 30 * daySeconds;
/** For how long a clock that went further is doubted, s. */
const doubtSeconds = daySeconds;

/** What was noted of the clock before. */
export const clockKeys = ['clock_seen', 'retained_at', 'doubted_since', 'undoubted_until'] as const;

/**
 * Notes what the clock says at a commit, unix seconds. Must be called in its transaction.
 * @param noted the stored numbers of clockKeys
 */
export function noteClock(
  connection: Connection,
  now: number,
  noted: { get(key: (typeof clockKeys)[number]): number | undefined },
): void {
  const seen = noted.get('clock_seen') ?? noted.get('retained_at') ?? now;
  const doubtedSince = noted.get('doubted_since') ?? 0;
  const isDoubted = seen - doubtedSince < doubtSeconds;
  if (now - seen > mostSeconds) {
    if (!isDoubted) setState(connection, 'undoubted_until', seen);
    setState(connection, 'doubted_since', now);
  } else if (now < doubtedSince) {
    const isRight = now - (noted.get('undoubted_until') ?? 0) <= mostSeconds;
    setState(connection, 'doubted_since', isRight ? 0 : now);
  }
  setState(connection, 'clock_seen', now);
}

/**
 * How late it is, for what is deleted by its age: a clock that has gone ahead by more than a month since the commit
 * before is believed when it has gone on for a day. Until then it is as late as it was before: a clock that is wrong is
 * soon set right, and what it had deleted would be gone.
 * @param now unix seconds, as the result
 */
export function witnessedNow(connection: Connection, now: number): number {
  const doubtedSince = stateNumber(connection, 'doubted_since') ?? 0;
  if (now < doubtedSince || now - doubtedSince >= doubtSeconds) return now;
  return stateNumber(connection, 'undoubted_until') ?? now;
}
