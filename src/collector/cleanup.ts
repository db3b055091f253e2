import type { Clock } from '../domain/clock';
import type { RetentionPolicy, RetentionRequest, RetentionStep } from '../domain/retention';
import { defaultRetention } from '../domain/retention';
import { hourSeconds, toSeconds } from '../domain/time';
import type { CollectorLog } from './collectorOptions';

/** The part of the store that cleaning up needs. */
export interface RetentionStore {
  retain(request: RetentionRequest): Promise<RetentionStep>;
}

/** What is to be kept, and how often what is beyond is deleted. */
export interface CleanupRule extends RetentionPolicy {
  readonly cleanupIntervalHours: number;
}

export const defaultCleanup: CleanupRule = { ...defaultRetention, cleanupIntervalHours: 24 };

export interface CleanupOptions {
  readonly clock: Clock;
  /** Asked before each step, so that a change counts at once. */
  readonly rule: () => CleanupRule;
  readonly store: () => Promise<RetentionStore>;
  readonly log: Pick<CollectorLog, 'info' | 'warn'>;
  /** Told when there is something else to say to the user; null when nothing is any more. */
  readonly onNotice: (notice: string | null) => void;
}

/** The store knows when a cleanup is due; it is asked at least this often, so that other settings are noticed. */
const askSeconds = hourSeconds;

/**
 * Deletes what has expired, in steps between which commits have their turn. It has no timer: collecting tells it
 * of each commit, and without commits nothing is added that could have to go.
 */
export class Cleanup {
  readonly #options: CleanupOptions;
  #running: Promise<void> | undefined;
  #askAt = 0;
  #stopped = false;
  #notice: string | null = null;

  constructor(options: CleanupOptions) {
    this.#options = options;
  }

  /** Something was committed; resolves when a cleanup that was due is done. Never rejects. */
  committed(): Promise<void> {
    this.#running ??= this.#clean().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Ends after the step that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #clean(): Promise<void> {
    const { clock, log } = this.#options;
    let rows = 0;
    try {
      while (!this.#stopped && toSeconds(clock.now()) >= this.#askAt) rows += await this.#step();
    } catch (error) {
      this.#askAt = toSeconds(clock.now()) + askSeconds;
      log.warn(
        `Deleting what has expired failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (rows > 0) log.info(`Deleted ${rows} rows that are older than they are to be kept.`);
  }

  /** The number of rows that were deleted. */
  async #step(): Promise<number> {
    const { clock, rule, store } = this.#options;
    const { cleanupIntervalHours, ...policy } = rule();
    const now = toSeconds(clock.now());
    const everySeconds = cleanupIntervalHours * hourSeconds;
    const { rows, nextAt, notice } = await (await store()).retain({ now, policy, everySeconds });
    this.#askAt = Math.min(nextAt, now + askSeconds);
    if (notice !== this.#notice) {
      this.#notice = notice;
      if (notice !== null) this.#options.log.warn(notice);
      this.#options.onNotice(notice);
    }
    return rows;
  }
}
