import { logStreamEvents, logStreamRule } from '../mockforge/logStreamRows';

/** A request log as its live stream reads it; rows are numbered in the order that they came. */
export interface StreamedLog {
  /** The rows in the ring at `now` (unix ms), `end` not included; null when the process has ended. */
  ring(now: number): { readonly begin: number; readonly end: number } | null;
  /** A row as the admin API gives it: an object as JSON. */
  row(index: number): string;
}

/** One connection to the live stream of a log, by the server's rule. */
export class RecordedStream {
  readonly #log: StreamedLog;
  #sentUntil = 0;

  constructor(log: StreamedLog) {
    this.#log = log;
  }

  /**
   * The event that is sent at `now` (unix ms), to be asked at whole multiples of the rule's period; null when
   * the connection breaks.
   */
  event(now: number): string | null {
    const ring = this.#log.ring(now);
    if (!ring) return null;
    // What lies before the last row sent was either sent or left out for good.
    const begin = Math.max(ring.begin, ring.end - logStreamRule.newestRows, this.#sentUntil);
    this.#sentUntil = ring.end;
    const rows: string[] = [];
    for (let i = ring.end - 1; i >= begin; i--) {
      const row = this.#log.row(i);
      const { timestamp } = JSON.parse(row) as { timestamp: string };
      if (Date.parse(timestamp) >= now - logStreamRule.oldestMs) rows.push(row);
    }
    return rows.length > 0
      ? `event: ${logStreamEvents.rows}\ndata: [${rows.join()}]\n\n`
      : `event: ${logStreamEvents.nothingNew}\ndata: \n\n`;
  }
}
