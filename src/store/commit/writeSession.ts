import freeSessionStartSql from '../../../sql/commit/freeSessionStart.sql';
import type { Session } from '../../domain/session';
import type { Connection } from '../database/connection';
import { readSessions, runningEnd } from '../readModels/sessions';
import { StoreError } from '../storeError';
import { writeEvent } from './writeEvent';

/**
 * Starts a session at a moment (unix seconds), or in the first second after it in which none begins.
 * @throws StoreError while one of that name is running
 */
export function startSession(connection: Connection, name: string, at: number): Session {
  const isRunning = readSessions(connection).some(
    (session) => session.name === name && session.to === null,
  );
  if (isRunning) throw new StoreError({ kind: 'session_running', name });
  const from = connection.first(freeSessionStartSql, { at })?.number('at') ?? at;
  writeEvent(connection, { kind: 'session_mark', from, to: runningEnd, detail: { name } });
  return { name, from, to: null };
}

/**
 * Ends the running session of a name at a moment (unix seconds, exclusive), or a second after its start where that is later.
 * @throws StoreError where none of that name is running
 */
export function endSession(connection: Connection, name: string, at: number): Session {
  const sessions = readSessions(connection).filter((session) => session.name === name);
  const running = sessions.find((session) => session.to === null);
  if (!running) {
    throw new StoreError({ kind: 'session_not_running', name, hasEnded: sessions.length > 0 });
  }
  const { from } = running;
  const to = Math.max(at, from + 1);
  writeEvent(connection, { kind: 'session_mark', from, to, detail: { name } });
  return { name, from, to };
}
