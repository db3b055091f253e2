/** A window in a process of its own: `fork()` it, send it a WindowTask and then the places of the targets to start. */
import type { TargetSession } from '../../src/host/targetSession';
import { stateOf, windowSessions, type WindowTask } from './windowSessions';

let sessions: readonly TargetSession[] = [];

/** Tells how its targets stand, after each change. A database whose writer ended in the middle of a read is read again. */
function tell(): void {
  void stateOf(sessions).then(
    (state) => process.send?.(state),
    () => undefined,
  );
}

process.on('message', (message: WindowTask | number) => {
  if (typeof message === 'number') sessions[message]?.start();
  else {
    void windowSessions(message, tell).then((made) => {
      sessions = made;
      tell();
    });
  }
});
