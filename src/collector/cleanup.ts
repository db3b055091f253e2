import type { Clock } from '../domain/clock';
import type {
  RetentionPolicy,
  RetentionRequest,
  RetentionStep,
  SizeNotice,
} from '../domain/retention';
import { defaultRetention } from '../domain/retention';
import { hourSeconds, toSeconds } from '../domain/time';
import type { CollectorLog } from './collectorOptions';

/** The part of the store that cleaning up needs. */
export interface RetentionStore {
  retain(request: RetentionRequest): Promise<RetentionStep>;
  /**
   * Gives the space of what was deleted back to the disk where that pays; until then commits wait. Null where the store is
   * no file.
   */
  readonly compact:
    | ((signal: AbortSignal) => Promise<{
        readonly bytesBefore: number;
        readonly bytesAfter: number;
      }>)
    | null;
}

/** What to keep, and how often to delete the rest. */
export interface CleanupRule extends RetentionPolicy {
  readonly cleanupIntervalHours: number;
}

export const defaultCleanup: CleanupRule = { ...defaultRetention, cleanupIntervalHours: 24 };

export interface CleanupOptions {
  readonly clock: Clock;
  /** Asked before each step, so a change takes effect at once. */
  readonly rule: () => CleanupRule;
  readonly store: () => Promise<RetentionStore>;
  readonly log: Pick<CollectorLog, 'info' | 'warn'>;
  /** Called when the notice for the user changes; null when there is none. */
  readonly onNotice: (notice: SizeNotice | null) => void;
}

/** The store knows when a cleanup is due; it is asked at least this often, so that other settings are noticed. */
const askSeconds = hourSeconds;

/**
 * Deletes what has expired, in steps between which commits have their turn, and then gives the free space back to the
 * disk where that pays. It has no timer: collecting calls it at each commit, and without commits nothing is added that
 * could expire.
 */
export class Cleanup {
  readonly #options: CleanupOptions;
  #running: Promise<void> | undefined;
  #askAt = 0;
  #stopping = new AbortController();
  #notice: SizeNotice | null = null;

  constructor(options: CleanupOptions) {
    this.#options = options;
  }

  /** Something was committed; resolves when a cleanup that was due is done. Never rejects. */
  committed(): Promise<void> {
    this.#running ??= this.#clean(this.#stopping.signal).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Commits lead to cleanups again after stop(). */
  start(): void {
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
  }

  /** Ends after the step that is under way, and ends a compaction at once; then rests until start(). */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #clean(stop: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    let rows = 0;
    try {
      while (!stop.aborted && this.#isTime(toSeconds(clock.now()))) rows += await this.#step();
    } catch (error) {
      this.#askAt = toSeconds(clock.now()) + askSeconds;
      log.warn({ kind: 'deleting_failed', error });
    }
    if (rows === 0) return;
    log.info({ kind: 'deleted', rows });
    if (!stop.aborted) await this.#compact(stop);
  }

  /** The clock may have been set back since it was last asked. */
  #isTime(now: number): boolean {
    return now >= this.#askAt || now < this.#askAt - askSeconds;
  }

  /** One that was stopped or failed is made up for after the next cleanup that deletes something. */
  async #compact(stop: AbortSignal): Promise<void> {
    const { log, store } = this.#options;
    try {
      const cleaned = await store();
      if (!cleaned.compact) return;
      const { bytesBefore, bytesAfter } = await cleaned.compact(stop);
      const bytes = bytesBefore - bytesAfter;
      if (bytes > 0) log.info({ kind: 'space_returned', bytes });
    } catch (error) {
      log.warn({ kind: 'returning_failed', error });
    }
  }

  /** The number of rows that were deleted. */
  async #step(): Promise<number> {
    const { clock, rule, store } = this.#options;
    const { cleanupIntervalHours, ...policy } = rule();
    const now = toSeconds(clock.now());
    const everySeconds = cleanupIntervalHours * hourSeconds;
    const { rows, nextAt, notice } = await (await store()).retain({ now, policy, everySeconds });
    this.#askAt = Math.min(nextAt, now + askSeconds);
    if (!isSameNotice(notice, this.#notice)) {
      this.#notice = notice;
      if (notice !== null) this.#options.log.warn({ kind: 'retention_notice', notice });
      this.#options.onNotice(notice);
    }
    return rows;
  }
}

function isSameNotice(one: SizeNotice | null, other: SizeNotice | null): boolean {
  return one?.maxSizeMb === other?.maxSizeMb && one?.minutesFrom === other?.minutesFrom;
}
