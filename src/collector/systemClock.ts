import type { Clock } from '../domain/clock';
import { startLongTimer } from '../domain/longTimer';

/** The machine's own clock. After a sleep it calls back late, never twice. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (at, callback) => {
    let cancel: () => void;
    const wait = (): void => {
      // Without the extra millisecond it would mostly wake early, and a second time for the rest.
      cancel = startLongTimer(fire, Math.max(0, at - Date.now()) + 1);
    };
    // Timers may fire a millisecond early, which would put an aligned scrape before its minute. More than
    // that means that the clock was set back meanwhile: waiting once more could take hours.
    const fire = (): void => {
      const early = at - Date.now();
      if (early > 0 && early < 1000) wait();
      else callback();
    };
    wait();
    return () => {
      cancel();
    };
  },
};
