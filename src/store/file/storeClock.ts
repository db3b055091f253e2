import type { StartTimer } from '../../domain/longTimer';
import { startLongTimer } from '../../domain/longTimer';

/** Time for the store: a real one in the product, a virtual one in tests. */
export interface StoreClock {
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds since some moment; never goes back, whatever the user does to the clock. */
  elapsed(): number;
  /** Calls back after so many milliseconds. The function returned cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The machine's own clock. A pending call does not keep the process alive: closing the store does what is due. */
export const systemStoreClock: StoreClock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (milliseconds, callback) => startLongTimer(callback, milliseconds, startIdleTimer),
};

const startIdleTimer: StartTimer = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};
