import { withCountedReads } from '../mockforge/countedReads';
import { adminPaths, logRingSize, mockPortPaths } from '../mockforge/paths';
import {
  shiftDashboardStart,
  shiftExchange,
  shiftLogRow,
  shiftProcessStart,
} from '../mockforge/timeShift';
import { RecordedStream } from './recordedStream';
import type { RecordedProcess, RecordedScrape, Recording } from './recording';

/** An answer of the server, complete at `readyAt` (unix ms); null where nobody listens. */
export interface RecordedAnswer {
  readonly readyAt: number;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** How a recording is played at another time than it was made. */
export interface Shift {
  /** Added to every time, ms. */
  readonly milliseconds: number;
  /** Tells the log ids of one run of the recording from those of another. */
  readonly run: number;
}

/**
 * How early before a recorded scrape one may ask and still get it, when it is ready: the recorder asked a few
 * ms after each boundary, and the log that is read next must not be ahead of the counters.
 */
const earliestMs = 1000;

/** What a server that goes on where another was stopped must have in common with it. */
export interface Resumed {
  /** Unix ms up to which its log was read: a log never forgets what it has shown. */
  readonly logReadAt: number;
  /** Reads of the recorder that the process which ran at a time (unix ms) had answered by then. */
  readonly reads: readonly { readonly at: number; readonly count: number }[];
}

/** A recording as a server: what it answers at any time, as the recorded one would have. */
export class RecordedServer {
  readonly #recording: Recording;
  readonly #shift: Shift;
  readonly #logReadAt: number;
  readonly #rows: string[] = [];
  /** Reads of its recorder that a process has answered: it counts them among its requests. */
  readonly #reads = new Map<RecordedProcess, number>();

  constructor(
    recording: Recording,
    shift: Shift = { milliseconds: 0, run: 0 },
    { logReadAt, reads }: Resumed = { logReadAt: 0, reads: [] },
  ) {
    this.#recording = recording;
    this.#shift = shift;
    this.#logReadAt = logReadAt - shift.milliseconds;
    for (const { at, count } of reads) {
      this.#addReads(this.#processAt(at - shift.milliseconds), count);
    }
  }

  /** The answer to GET `path` (with its query) asked at `now`, unix ms of the shifted time. */
  answer(path: string, now: number): RecordedAnswer | null {
    const at = now - this.#shift.milliseconds;
    const process = this.#processAt(at);
    if (!process) return null;
    const { pathname, searchParams } = new URL(path, 'http://recorded');
    if (pathname === '/metrics') return this.#metrics(at, process);
    if (pathname === adminPaths.logs) {
      const limit = Math.min(Number(searchParams.get('limit') ?? 100), logRingSize);
      return json(now, this.#log(at, process, limit));
    }
    if (pathname === mockPortPaths.exchanges && this.#hasRecorder) {
      this.#addReads(process, 1);
      const [limit, offset] = ['limit', 'offset'].map((name) => Number(searchParams.get(name)));
      return json(now, this.#exchanges(at, process, limit ?? 0, offset ?? 0));
    }
    // What the capture never asked for is not there, and nobody knows whether the server would count it.
    if (pathname === mockPortPaths.mailbox) return null;
    const recorded = this.#recording.answers.get(pathname);
    if (recorded === undefined) return json(now, '{"error":"not found"}', 404);
    const startedAt = process.from + this.#shift.milliseconds;
    return json(now, shiftDashboardStart(JSON.stringify(recorded), startedAt));
  }

  /** A connection to the live stream, opened at `now`; null where nobody listens. It ends with its process. */
  stream(now: number): RecordedStream | null {
    const process = this.#processAt(now - this.#shift.milliseconds);
    if (!process) return null;
    return new RecordedStream({
      ring: (later) => {
        const at = later - this.#shift.milliseconds;
        if (this.#processAt(at) !== process) return null;
        return this.#ring(at, process, logRingSize);
      },
      row: (index) => this.#row(index),
    });
  }

  /** A recorder that was not recorded answers none, whatever was asked of it. */
  #addReads(process: RecordedProcess | undefined, count: number): void {
    if (process && this.#hasRecorder)
      this.#reads.set(process, (this.#reads.get(process) ?? 0) + count);
  }

  get #hasRecorder(): boolean {
    return this.#recording.exchanges.length > 0;
  }

  #processAt(at: number): RecordedProcess | undefined {
    return this.#recording.processes.find(({ from, to }) => from <= at && at < to);
  }

  #metrics(at: number, process: RecordedProcess): RecordedAnswer | null {
    const { scrapes } = this.#recording;
    const soon = scrapes.find(({ t }) => at <= t && t < at + earliestMs && t < process.to);
    const scrape = soon ?? scrapes.filter(({ t }) => process.from <= t && t <= at).pop();
    if (!scrape || scrape.status === 0) return null;
    return this.#shifted(scrape, at, this.#reads.get(process) ?? 0);
  }

  #shifted(
    { t, ms, status, contentType, body }: RecordedScrape,
    at: number,
    reads: number,
  ): RecordedAnswer {
    const { milliseconds } = this.#shift;
    return {
      readyAt: Math.max(t + ms, at) + milliseconds,
      status,
      contentType,
      body: withCountedReads(shiftProcessStart(body, milliseconds / 1000), reads),
    };
  }

  /** The newest rows of the ring, newest first, in the admin API's envelope. */
  #log(at: number, process: RecordedProcess, limit: number): string {
    const { begin, end } = this.#ring(at, process, limit);
    const rows: string[] = [];
    for (let i = end - 1; i >= begin; i--) rows.push(this.#row(i));
    const timestamp = new Date(at + this.#shift.milliseconds).toISOString();
    return `{"success":true,"data":[${rows.join()}],"error":null,"timestamp":"${timestamp}"}`;
  }

  /** Exchanges of a process, newest first, in the recorder's envelope. */
  #exchanges(at: number, process: RecordedProcess, limit: number, offset: number): string {
    const { milliseconds, run } = this.#shift;
    const visible = this.#recording.exchanges.filter(({ t }) => process.from <= t && t <= at);
    const end = Math.max(0, visible.length - offset);
    const exchanges = visible
      .slice(Math.max(0, end - limit), end)
      .reverse()
      .map(({ row }) => shiftExchange(row, milliseconds, run));
    return JSON.stringify({ total: visible.length, offset, limit, exchanges });
  }

  /** The newest `limit` rows of a process, by their indexes. */
  #ring(at: number, process: RecordedProcess, limit: number): { begin: number; end: number } {
    const end = this.#rowsUntil(Math.max(at, this.#logReadAt));
    return { begin: Math.max(this.#rowsUntil(process.from - 1), end - limit), end };
  }

  #row(index: number): string {
    const { milliseconds, run } = this.#shift;
    return (this.#rows[index] ??= JSON.stringify(
      shiftLogRow(this.#recording.logRows[index]?.row, milliseconds, run),
    ));
  }

  /** How many rows were visible at `at`, by binary search. */
  #rowsUntil(at: number): number {
    const { logRows } = this.#recording;
    let low = 0;
    let high = logRows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((logRows[middle]?.t ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function json(readyAt: number, body: string, status = 200): RecordedAnswer {
  return { readyAt, status, contentType: 'application/json', body };
}
