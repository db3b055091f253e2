import type { Clock } from '../domain/clock';

/** The machine's own clock. A laptop that slept calls back late, never twice. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (at, callback) => {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      timer = setTimeout(fire, Math.max(0, at - Date.now()));
    };
    // Timers may fire a millisecond early, which would put an aligned scrape before its minute.
    const fire = (): void => {
      if (Date.now() < at) wait();
      else callback();
    };
    wait();
    return () => {
      clearTimeout(timer);
    };
  },
};
