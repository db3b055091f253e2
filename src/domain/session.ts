import type { TimeWindow } from './range';
import { storableText } from './storableText';
import { ceilTo, floorTo, minuteSeconds } from './time';

/** A span that somebody named, such as a test run; unix seconds. */
export interface Session {
  readonly name: string;
  readonly from: number;
  /** Exclusive; null while it is running. */
  readonly to: number | null;
}

/** UTF-16 units that a name has at most. */
const longestName = 200;

/** A name as it is stored, on one line and cut where it is too long; null where it is blank. */
export function sessionName(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? null : storableText(line, longestName);
}

/** The session that a name means: the newest of that name. Undefined where there is none. */
export function sessionNamed(sessions: readonly Session[], text: string): Session | undefined {
  const name = sessionName(text);
  return sessions
    .filter((session) => session.name === name)
    .sort((a, b) => b.from - a.from)
    .at(0);
}

/**
 * What the numbers of a session are read over: the whole minutes that it touches, since traffic is stored by the minute
 * (docs/sessions.md#whole-minutes). A running one reaches to `now`, unix seconds.
 */
export function sessionWindow({ from, to }: Session, now: number): TimeWindow {
  return {
    from: floorTo(from, minuteSeconds),
    to: ceilTo(Math.max(to ?? now, from + 1), minuteSeconds),
  };
}
