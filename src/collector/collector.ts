import type { Clock } from '../domain/clock';
import type { CommitBatch, Dimensions } from '../domain/commitBatch';
import type { CollectingStatus, SourceFailure, SourceState } from '../protocol/collectingStatus';
import type { LogRow } from '../mockforge/logRow';
import type { MetricsReading } from '../mockforge/metricsReading';
import { TrafficAccount } from './account/trafficAccount';
import { nextPoll, nextScrape } from './rhythm';
import { AdminApi } from './sources/adminApi';
import { addressOf } from './sources/failure';
import type { Access, HttpGet } from './sources/httpGet';
import { MetricsScraper } from './sources/scrape';
import { StatusBoard } from './statusBoard';

/** The part of the store that collecting needs. */
export interface CollectorStore {
  loadState(): Promise<string | undefined>;
  commit(batch: CommitBatch): Promise<void>;
}

export interface CollectorSettings {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** A divisor of 60. */
  readonly scrapeIntervalSeconds: number;
  readonly dimensions: Dimensions;
  /** Rows of error_events a minute at most; what is beyond is summarised. */
  readonly batchSize: number;
}

export interface CollectorLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface CollectorOptions {
  readonly clock: Clock;
  readonly http: HttpGet;
  readonly settings: CollectorSettings;
  readonly log: CollectorLog;
  /** True when this target has a database, so it once answered: collecting then starts at full rhythm. */
  readonly known: boolean;
  /** Opens the target's database, creating it if need be; not called before the server has answered. */
  readonly openStore: () => Promise<CollectorStore>;
  /** Told after every change of the status; it is then in `status`. */
  readonly onStatus: (status: CollectingStatus) => void;
  /** Told after every commit. */
  readonly onCommit: () => void;
}

/** Prometheus' own default: a scrape that takes longer than this, or than the interval, has failed. */
const longestScrapeMs = 10_000;

/** Collects from one target: keeps the rhythm, asks the sources, books what they say, commits it. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #board: StatusBoard;
  readonly #scraper: MetricsScraper;
  readonly #admin: AdminApi;
  #account: TrafficAccount | undefined;
  #store: CollectorStore | undefined;
  #running = false;
  #lastLookAt: number | null = null;
  #routesOfProcess: number | null | undefined;
  #work: Promise<void> = Promise.resolve();
  #timers: (() => void)[] = [];

  constructor(options: CollectorOptions) {
    const { clock, http, settings, log, onStatus, known } = options;
    const timeoutMs = Math.min(longestScrapeMs, settings.scrapeIntervalSeconds * 1000);
    const access: Access = { http, clock, timeoutMs };
    this.#options = options;
    this.#board = new StatusBoard(settings, known, log, onStatus);
    this.#scraper = new MetricsScraper(access, settings.metricsUrl);
    this.#admin = new AdminApi(access, settings.adminUrl);
  }

  get status(): CollectingStatus {
    return this.#board.status;
  }

  /** Scrapes at once and then keeps the rhythm, until paused. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#board.set({ paused: false });
    void this.#enqueue(() => this.#tick());
  }

  /** Waits for what is under way, then rests until start(). */
  async pause(): Promise<void> {
    this.#running = false;
    this.#cancelTimers();
    this.#board.set({ paused: true, nextTryAt: null });
    await this.#work;
  }

  /** Scrapes at once, whatever the rhythm says; resolves when the result is committed or the try has failed. */
  scrapeNow(): Promise<void> {
    return this.#enqueue(() => this.#tick());
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#work;
  }

  /** The server is known to have ended for good: what only its log told is counted now (rule 8). */
  serverEnded(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#account) await this.#commit(this.#account.processEnded(this.#options.clock.now()));
    });
  }

  /** One thing at a time: scrapes, polls and commits never overlap. A fault of our own ends none but itself. */
  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#account = undefined;
      this.#board.failed(this.#options.clock.now(), internalFailure(error));
    });
    return this.#work;
  }

  async #tick(): Promise<void> {
    this.#cancelTimers();
    try {
      await this.#look();
    } finally {
      this.#scheduleNext();
    }
  }

  async #look(): Promise<void> {
    const { clock } = this.#options;
    const at = clock.now();
    if (this.#board.known) await this.#openAccount();
    const result = await this.#scraper.scrape();
    if (result.ok) {
      await this.#scraped(at, clock.now(), result.reading);
    } else {
      this.#board.failed(at, result.failure);
      await this.#commitWaiting();
    }
    this.#lastLookAt = at;
  }

  #scheduleNext(): void {
    const { clock, settings } = this.#options;
    if (!this.#running) return;
    const waiting = this.#board.status.phase === 'waiting';
    const nextTryAt = nextScrape(clock.now(), waiting ? 60 : settings.scrapeIntervalSeconds);
    this.#board.set({ nextTryAt });
    this.#at(nextTryAt, () => this.#tick());
    this.#schedulePoll(nextTryAt, 0);
  }

  async #scraped(at: number, answeredAt: number, reading: MetricsReading): Promise<void> {
    const account = await this.#openAccount();
    if (!account) return;
    const dashboardStart = reading.processStart === null ? await this.#dashboardStart() : null;
    const missing = account.missingFamilies(reading, dashboardStart);
    if (missing.length > 1) {
      this.#board.failed(at, this.#lacks(missing));
      return;
    }
    await this.#readRoutes(account, reading);
    const log = await this.#readLog();
    const batch = account.scraped({
      at,
      answeredAt,
      reading,
      dashboardStart,
      log: log?.rows ?? null,
      clockOffset: log?.clockOffset ?? 0,
      lastLookAt: this.#lastLookAt,
    });
    if (await this.#commit(batch)) this.#board.scraped(at);
  }

  async #poll(scrapeAt: number): Promise<void> {
    const log = this.#account && (await this.#readLog());
    if (!this.#account || !log) return;
    const { batch, freshRows } = this.#account.logRead(log.rows, this.#options.clock.now());
    if (batch) await this.#commit(batch);
    this.#schedulePoll(scrapeAt, freshRows);
  }

  /** What the log told since the last commit is kept even if no scrape comes to count it. */
  async #commitWaiting(): Promise<void> {
    const batch = this.#account?.uncommitted(this.#options.clock.now());
    if (batch) await this.#commit(batch);
  }

  /** The next read of the log before the next scrape; sooner where its ring would turn over otherwise. */
  #schedulePoll(scrapeAt: number, freshRows: number): void {
    if (!this.#running || this.#board.status.log.state !== 'on') return;
    const at = nextPoll(this.#options.clock.now(), scrapeAt, freshRows);
    if (at !== null) this.#at(at, () => this.#poll(scrapeAt));
  }

  /** The books, opened with the state of the last commit; undefined when the database cannot be opened. */
  async #openAccount(): Promise<TrafficAccount | undefined> {
    if (this.#account) return this.#account;
    const { settings, openStore } = this.#options;
    try {
      this.#store ??= await openStore();
      const options = {
        dimensions: settings.dimensions,
        scrapeIntervalMs: settings.scrapeIntervalSeconds * 1000,
        errorsPerMinute: settings.batchSize,
      };
      this.#account = new TrafficAccount(options, await this.#store.loadState());
      this.#routesOfProcess = undefined;
      this.#board.set({ lastScrapeAt: this.#account.lastScrapeAt });
    } catch (error) {
      this.#storeFailed(error);
    }
    return this.#account;
  }

  /** False when the batch was not committed: the books then start again from what the store holds. */
  async #commit(batch: CommitBatch): Promise<boolean> {
    try {
      await this.#store?.commit(batch);
      this.#options.onCommit();
      return true;
    } catch (error) {
      this.#account = undefined;
      this.#storeFailed(error);
      return false;
    }
  }

  #storeFailed(error: unknown): void {
    const what = error instanceof Error ? error.message : String(error);
    const todo = 'What was not stored is counted again by the next scrape that can be.';
    this.#board.failed(this.#options.clock.now(), { kind: 'store', what, todo });
  }

  async #readLog(): Promise<{ rows: LogRow[]; clockOffset: number } | undefined> {
    const log = await this.#admin.requestLog();
    this.#board.set({ log: log.ok ? { state: 'on', failure: null } : logState(log.failure) });
    return log.ok ? log.value : undefined;
  }

  /** Once a process: its routes do not change while it runs. */
  async #readRoutes(account: TrafficAccount, reading: MetricsReading): Promise<void> {
    if (this.#routesOfProcess === reading.processStart) return;
    const routes = await this.#admin.routes();
    if (!routes.ok) return;
    account.setRoutes(routes.value);
    this.#routesOfProcess = reading.processStart;
  }

  async #dashboardStart(): Promise<number | null> {
    const answer = await this.#admin.startTime();
    return answer.ok ? answer.value : null;
  }

  #lacks(missing: readonly string[]): SourceFailure {
    const address = addressOf(this.#options.settings.metricsUrl);
    return {
      kind: 'missing_families',
      what: `The metrics of ${address} lack ${missing.length} families that they had before (${missing.slice(0, 3).join(', ')}).`,
      todo: 'They were not counted; the next scrape tries again.',
    };
  }

  #at(at: number, task: () => Promise<void>): void {
    this.#timers.push(this.#options.clock.schedule(at, () => void this.#enqueue(task)));
  }

  #cancelTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
  }
}

function internalFailure(error: unknown): SourceFailure {
  return {
    kind: 'internal',
    what: `Collecting met a fault of its own: ${error instanceof Error ? error.message : String(error)}`,
    todo: 'It goes on from what is stored; please report the fault with the log.',
  };
}

/** Nobody listening means that the admin API is off; an answer that cannot be used, that something is wrong. */
function logState(failure: SourceFailure): SourceState {
  return { state: failure.kind === 'unreachable' ? 'off' : 'failing', failure };
}
