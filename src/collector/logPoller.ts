import type { LogRow } from '../mockforge/logRow';
import { logStreamRule } from '../mockforge/logStreamRows';
import { logRingSize } from '../mockforge/paths';
import type { SourceState } from '../protocol/collectingStatus';
import type { CollectorLog } from './collectorOptions';
import { SerialQueue } from './serialQueue';
import { LiveLog } from './liveLog';
import { nextLogRead, paceOf } from './schedule';
import { SourceStanding } from './sourceStanding';
import type { AdminApi, AdminResult, LogReading as LogRead } from './sources/adminApi';
import type { Access } from './sources/access';
import type { SourceFailure } from './sources/sourceFailure';
import type { PendingTasks } from './pendingTasks';

/** Rows of the log that are asked for at least. */
const fewestRows = 100;
/** How soon a failed read is repeated, at first and at most, ms. */
const firstRetryMs = 1000;
const longestRetryMs = 15_000;

/** The whole ring as it was read at `readAt`, unix ms. */
export interface LogRing extends Pick<LogRead, 'rows' | 'size'> {
  readonly readAt: number;
}

export interface LogPollerOptions {
  readonly access: Access;
  readonly admin: AdminApi;
  readonly adminUrl: string;
  /** How long its silence may be that of a restart, ms. */
  readonly restartMs: number;
  /** When the next scrape is due, unix ms; null for never. */
  readonly scrapeAt: () => number | null;
  /** `forScrape`: what follows a scrape. */
  readonly onRing: (ring: LogRing, forScrape: boolean) => void;
  /** Rows that the stream brought at `at` (unix ms), oldest first. */
  readonly onStreamed: (rows: readonly LogRow[], at: number) => void;
  readonly onState: (state: SourceState<SourceFailure>) => void;
  readonly log: Pick<CollectorLog, 'info'>;
  readonly pending: PendingTasks;
}

/**
 * Reads the request log in its own rhythm: before its ring can turn over, however fast requests come and whatever
 * the other sources take. Rows are told in the order in which they belong, and have times on our clock.
 */
export class LogPoller {
  readonly #options: LogPollerOptions;
  readonly #live: LiveLog;
  readonly #standing: SourceStanding;
  /** Reads and what the stream brings, one at a time. */
  readonly #queue = new SerialQueue();
  /** A read that is asked for and has not begun. */
  #next: Promise<boolean> | undefined;
  #isRunning = false;
  #poll: { readonly at: number; readonly cancel: () => void } | undefined;
  /** The ring as it was last read, when that began, and how many requests a second came before it, or since. */
  #last:
    | (Pick<LogRead, 'rows' | 'size'> & { readonly begunAt: number; readonly pace: number })
    | undefined;
  #clockOffset = 0;
  /** Failed reads since the last good one. */
  #failures = 0;

  constructor(options: LogPollerOptions) {
    const { access, adminUrl, restartMs, log, onStreamed } = options;
    this.#options = options;
    this.#standing = new SourceStanding(access.clock, 'request_log', restartMs);
    this.#live = new LiveLog({
      access,
      adminUrl,
      enqueue: (task) => {
        this.#run(task);
      },
      onConnected: async () => {
        log.info({ kind: 'live_log_connected' });
        await this.#readNow(false);
      },
      onRows: (rows) => {
        onStreamed(rows, access.clock.now());
        // The stream never sends what is older than a full batch; the log still has it.
        if (rows.length >= logStreamRule.newestRows) this.#scheduleFill(paceOf(rows));
        return Promise.resolve();
      },
      onLost: (failure) => {
        log.info({ kind: 'source_failed', failure });
        this.#schedule(0, false);
        return Promise.resolve();
      },
    });
  }

  /** The server's clock minus ours when it was last read, ms. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  /** From the next good read on it is read regularly, and the stream is connected. */
  start(): void {
    this.#isRunning = true;
  }

  /** Rests until start(). */
  stop(): void {
    this.#isRunning = false;
    this.#live.stop();
    this.#dropPoll();
  }

  /** The server was restarted: what was there before may be missing now. */
  restarted(): void {
    this.#standing.restarted();
  }

  /** Reads it for a scrape that was answered; false where nobody answered, which is told. */
  read(): Promise<boolean> {
    this.#next ??= this.#queue.run(() => {
      this.#next = undefined;
      return this.#readNow(true);
    });
    return this.#next;
  }

  /** In its turn, unless it is stopped by then. */
  #run(task: () => Promise<unknown>): void {
    const { pending: underway } = this.#options;
    underway.add(this.#queue.run(async () => this.#isRunning && (await task())));
  }

  async #readNow(forScrape: boolean): Promise<boolean> {
    const { access, onRing, onState } = this.#options;
    this.#dropPoll();
    const begunAt = access.clock.now();
    const wasGood = this.#live.logReadBegins();
    const log = await this.#ring(begunAt);
    if (!log.ok) {
      this.#failures++;
      onState(this.#standing.failed(log.failure));
      this.#retry(begunAt);
      return false;
    }
    const { rows, size, clockOffset } = log.value;
    wasGood(clockOffset);
    this.#failures = 0;
    this.#clockOffset = clockOffset;
    onState(this.#standing.answered());
    onRing({ rows, size, readAt: access.clock.now() }, forScrape);
    this.#last = { rows, size, begunAt, pace: this.#paceSince(begunAt, rows) };
    if (this.#isRunning) this.#live.start();
    if (!this.#live.isLive) this.#schedule(this.#last.pace, false);
    return true;
  }

  /**
   * The whole ring; only its newest rows are asked for where these go on from the last read. Unreadable rows have no
   * id, so the whole ring is read while there is one.
   */
  async #ring(now: number): Promise<AdminResult<LogRead>> {
    const { admin } = this.#options;
    if (!this.#last || this.#last.size !== this.#last.rows.length) return admin.requestLog();
    const { rows: known, begunAt, pace } = this.#last;
    const limit = Math.max(fewestRows, Math.ceil((2 * pace * (now - begunAt)) / 1000));
    if (limit >= logRingSize) return admin.requestLog();
    const part = await admin.requestLog(limit);
    // Fewer are all that there are.
    if (!part.ok || part.value.size < limit) return part;
    const ids = new Set(known.map(({ id }) => id));
    const fresh = part.value.rows.filter(({ id }) => !ids.has(id));
    if (fresh.length === limit || part.value.rows.length < limit) return admin.requestLog();
    const rows = [...known, ...fresh].slice(-logRingSize);
    return { ok: true, value: { ...part.value, rows, size: rows.length } };
  }

  /** How many requests a second came since the last read. */
  #paceSince(begunAt: number, rows: readonly LogRow[]): number {
    const last = this.#last;
    if (!last || begunAt <= last.begunAt) return 0;
    const ids = new Set(last.rows.map(({ id }) => id));
    const fresh = rows.filter(({ id }) => !ids.has(id)).length;
    return (1000 * fresh) / (begunAt - last.begunAt);
  }

  /** The next read after the last good one, while requests come at this pace. */
  #schedule(perSecond: number, isStreamed: boolean): void {
    if (!this.#last || this.#standing.state !== 'on') return;
    const rule = { isStreamed, scrapeAt: this.#options.scrapeAt() };
    this.#readAt(nextLogRead(this.#last.begunAt, perSecond, rule));
  }

  /** The next read, for what a stream that brings so many requests a second may have left out. */
  #scheduleFill(perSecond: number): void {
    if (!this.#last) return;
    this.#last = { ...this.#last, pace: Math.max(this.#last.pace, perSecond) };
    this.#schedule(perSecond, true);
  }

  /** A log that answered a moment ago soon returns or is gone for good, so each wait is twice the last. */
  #retry(begunAt: number): void {
    if (!this.#standing.mayReturn) return;
    this.#readAt(begunAt + Math.min(longestRetryMs, firstRetryMs * 2 ** (this.#failures - 1)));
  }

  /** Unless a read is due before. */
  #readAt(at: number): void {
    if (!this.#isRunning || (this.#poll && this.#poll.at <= at)) return;
    this.#dropPoll();
    const cancel = this.#options.access.clock.schedule(at, () => {
      this.#poll = undefined;
      this.#run(() => this.#readNow(false));
    });
    this.#poll = { at, cancel };
  }

  #dropPoll(): void {
    this.#poll?.cancel();
    this.#poll = undefined;
  }
}
