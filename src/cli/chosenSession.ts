import { nearestName } from '../domain/nearestName';
import type { TimeWindow } from '../domain/range';
import type { Session } from '../domain/session';
import { sessionNamed, sessionWindow } from '../domain/session';
import { endOfSecond } from '../domain/time';
import type { TrafficReads } from '../store/trafficReader';
import { secondsOf } from './moment';
import { UsageError, CommandError } from './usageError';

/** How many names an error offers. */
const mostOffered = 5;

/**
 * The whole minutes of the session that --session names: the newest of that name, or with @T behind it (T as --from takes
 * it) the one that ran then.
 * @throws UsageError beside --from or --to, and CommandError where there is none of that name
 */
export async function chosenWindow(
  reads: Pick<TrafficReads, 'sessions'>,
  text: string,
  { from, to }: { readonly from?: string; readonly to?: string },
): Promise<TimeWindow> {
  if (from !== undefined || to !== undefined) {
    throw new UsageError('--session is a span already: leave --from and --to out.');
  }
  const sessions = await reads.sessions();
  const session = sessionNamed(sessions, text) ?? sessionAt(sessions, text);
  if (!session) throw unknownSession(text, sessions);
  return sessionWindow(session, endOfSecond(Date.now()));
}

function sessionAt(sessions: readonly Session[], text: string): Session | undefined {
  const end = text.lastIndexOf('@');
  if (end === -1) return undefined;
  const at = secondsOf(text.slice(end + 1));
  return sessionNamed(
    sessions.filter(({ from, to }) => from <= at && at < (to ?? Infinity)),
    text.slice(0, end),
  );
}

/** With the name that is most like it, then the newest. */
function unknownSession(text: string, sessions: readonly Session[]): CommandError {
  const names = [...new Set(sessions.map(({ name }) => name))];
  if (names.length === 0) return new CommandError(`There is no session ${text}, nor any other.`);
  const meant = nearestName(text, names);
  const offered = new Set([...(meant === undefined ? [] : [meant]), ...names]);
  return new CommandError(
    `There is no session ${text}. Sessions:`,
    [...offered].slice(0, mostOffered).map((name) => `  ${name}`),
  );
}
