import type { Clock } from '../domain/clock';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that moves only when it is told to, so that twenty minutes pass as fast as the engine works. */
export class VirtualClock implements Clock {
  #now: number;
  #alarms: Alarm[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  schedule(at: number, callback: () => void): () => void {
    const alarm = { at, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Lets time pass while somebody waits for an answer; what falls due meanwhile rings late. */
  elapse(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /**
   * Moves on to `end`, ringing each alarm on the way, and lets `settle` finish what it set off. A signal that is aborted
   * stops it on the way.
   */
  async runUntil(end: number, settle: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const next = this.#alarms.reduce<Alarm | undefined>(
        (first, alarm) => (first === undefined || alarm.at < first.at ? alarm : first),
        undefined,
      );
      if (!next || next.at > end) break;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    if (!signal?.aborted) this.#now = Math.max(this.#now, end);
  }
}
