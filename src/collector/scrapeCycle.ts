import type { Clock } from '../domain/clock';
import type { CollectorLog } from './collectorOptions';
import { SerialQueue } from './serialQueue';
import type { OwnRequestTracker, OwnScrape } from './ownRequestTracker';
import { nextInterval, nextScrape } from './schedule';
import type { MetricsScraper, ScrapeResult } from './sources/scrape';
import type { StatusTracker } from './statusTracker';
import type { PendingTasks } from './pendingTasks';

/** How often to ask whether another process still collects, ms: as often as the store looks at its lock. */
const askAgainMs = 3000;

/** A scrape that was answered, well or not. Times are unix ms. */
export interface ScrapeAttempt<Result = ScrapeResult> {
  readonly at: number;
  readonly answeredAt: number;
  readonly result: Result;
  readonly own: OwnScrape;
  /** How long after the last one it was due, ms. */
  readonly intervalMs: number;
}

export interface ScrapeCycleOptions {
  readonly clock: Clock;
  readonly log: CollectorLog;
  readonly tracker: StatusTracker;
  readonly scraper: MetricsScraper;
  readonly own: OwnRequestTracker;
  readonly pending: PendingTasks;
  /** As it is set, s. */
  readonly intervalSeconds: number;
  /** How long after each full interval of so many ms, ms. */
  readonly phaseMs: (intervalMs: number) => number;
  /** Opens what is known of the target. */
  readonly open: () => Promise<unknown>;
  /**
   * Asks at once what goes with a scrape. The function that it returns waits for that and enters it all; it is told
   * when the target was last looked at before, unix ms, null for never.
   */
  readonly follow: (attempt: ScrapeAttempt) => (lastAttemptAt: number | null) => Promise<void>;
}

/** Scrapes on each full interval, or a phase later, whatever becomes of the scrapes before, which are followed up in their order. */
export class ScrapeCycle {
  readonly #options: ScrapeCycleOptions;
  readonly #scrapes = new SerialQueue();
  readonly #follows = new SerialQueue();
  #isRunning = false;
  #cancelNext: (() => void) | undefined;
  #lastAttemptAt: number | null = null;
  /** Whether the last scrape was: the first that is keeps the rhythm while the database is made. */
  #isAnswered = false;
  /** The interval in force, s. */
  #intervalSeconds: number;

  constructor(options: ScrapeCycleOptions) {
    this.#options = options;
    this.#intervalSeconds = options.intervalSeconds;
  }

  /** Scrapes after so many ms, for 0 at once, and goes on until stop(). */
  start(afterMs: number): void {
    const { clock, pending } = this.#options;
    this.#isRunning = true;
    if (afterMs === 0) pending.add(this.scrape());
    else this.#scheduleAt(clock.now() + afterMs);
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancelNext?.();
  }

  /** Scrapes at once; resolves when that is followed up. */
  async scrape(): Promise<void> {
    const { followed } = await this.#scrapes.run(() => this.#scrape());
    await followed;
    this.#scheduleNext();
  }

  async #scrape(): Promise<{ readonly followed: Promise<void> }> {
    const { tracker, clock, open, own: reads, scraper, follow } = this.#options;
    this.#cancelNext?.();
    if (tracker.known) await open();
    if (tracker.isWatching) return { followed: Promise.resolve() };
    const at = clock.now();
    const own = reads.scrapeBegins();
    const intervalMs = this.#intervalSeconds * 1000;
    const result = await scraper.scrape();
    reads.scrapeAnswered(own);
    const answeredAt = clock.now();
    this.#isAnswered = result.ok;
    if (result.ok) this.#adjustInterval(answeredAt - at);
    this.#scheduleNext();
    const enter = follow({ at, answeredAt, result, own, intervalMs });
    const followed = this.#follows.run(async () => {
      try {
        await enter(this.#lastAttemptAt);
      } finally {
        reads.scrapeIsDone(own);
        this.#lastAttemptAt = at;
      }
    });
    return { followed };
  }

  #scheduleNext(): void {
    const { tracker, clock, phaseMs } = this.#options;
    this.#cancelNext?.();
    if (!this.#isRunning) return;
    const isWaiting = tracker.status.phase === 'waiting' && !this.#isAnswered;
    const seconds = isWaiting ? 60 : this.#intervalSeconds;
    this.#scheduleAt(
      tracker.isWatching
        ? clock.now() + askAgainMs
        : nextScrape(clock.now(), seconds, phaseMs(seconds * 1000)),
    );
  }

  #scheduleAt(nextTryAt: number): void {
    const { tracker, clock, pending: underway } = this.#options;
    if (!tracker.isWatching && nextTryAt !== tracker.status.nextTryAt) tracker.set({ nextTryAt });
    this.#cancelNext = clock.schedule(nextTryAt, () => {
      underway.add(this.scrape());
    });
  }

  #adjustInterval(scrapeMs: number): void {
    const { tracker, intervalSeconds, log } = this.#options;
    const interval = nextInterval(intervalSeconds, this.#intervalSeconds, scrapeMs);
    if (interval === this.#intervalSeconds) return;
    this.#intervalSeconds = interval;
    tracker.set({ scrapeIntervalSeconds: interval });
    log.info({ kind: 'slow_scrape', scrapeMs, intervalSeconds: interval });
  }
}
