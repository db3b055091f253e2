import type { Clock } from '../domain/clock';
import type { CommitBatch, Dimensions } from '../domain/commitBatch';
import type { CollectingStatus, SourceFailure, SourceState } from '../protocol/collectingStatus';
import type { RouteTable } from '../domain/routeTable';
import type { LogRow } from '../mockforge/logRow';
import { logStreamRule } from '../mockforge/logStream';
import { TrafficAccount } from './account/trafficAccount';
import { diagnosticRises } from './diagnosticRises';
import { LiveLog } from './liveLog';
import { nextPoll, nextScrape } from './rhythm';
import { AdminApi } from './sources/adminApi';
import { addressOf } from './sources/failure';
import type { Access, HttpGet } from './sources/httpGet';
import { MetricsScraper } from './sources/scrape';
import type { GoodScrape } from './sources/scrape';
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
/** Failed requests that the live stream brings are committed at most this often, ms. */
const showErrorsMs = 1000;

/** Collects from one target: keeps the rhythm, asks the sources, books what they say, commits it. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #board: StatusBoard;
  readonly #scraper: MetricsScraper;
  readonly #admin: AdminApi;
  readonly #live: LiveLog;
  #account: TrafficAccount | undefined;
  #store: CollectorStore | undefined;
  #running = false;
  #lastLookAt: number | null = null;
  #routes: RouteTable | undefined;
  /** Start of the process whose routes they are. */
  #routesOfProcess: number | null | undefined;
  #work: Promise<void> = Promise.resolve();
  #timers: (() => void)[] = [];
  #cancelPoll: (() => void) | undefined;
  /** The last read of the log: when it was answered, and how many rows it brought. */
  #logRead = { at: 0, freshRows: 0 };
  /** When failed requests were last committed between two scrapes. */
  #errorsShownAt = 0;

  constructor(options: CollectorOptions) {
    const { clock, http, settings, log, onStatus, known } = options;
    const timeoutMs = Math.min(longestScrapeMs, settings.scrapeIntervalSeconds * 1000);
    const access: Access = { http, clock, timeoutMs };
    this.#options = options;
    this.#board = new StatusBoard(settings, known, log, onStatus);
    this.#scraper = new MetricsScraper(access, settings.metricsUrl);
    this.#admin = new AdminApi(access, settings.adminUrl);
    this.#live = new LiveLog({
      access,
      adminUrl: settings.adminUrl,
      enqueue: (task) => void this.#enqueue(task),
      onConnected: () => this.#liveBegins(),
      onRows: (rows) => this.#streamed(rows),
      onLost: (failure) => this.#liveEnds(failure),
    });
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
    this.#live.stop();
    this.#cancelTimers();
    this.#board.set({ paused: true, nextTryAt: null });
    await this.#enqueue(() => this.#commitErrors());
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
      await this.#scraped(at, clock.now(), result);
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
    if (!this.#live.isLive) this.#schedulePoll(clock.now());
  }

  async #scraped(at: number, answeredAt: number, scrape: GoodScrape): Promise<void> {
    const { reading, bodyBytes } = scrape;
    const account = await this.#openAccount();
    if (!account) return;
    const dashboardStart = reading.processStart === null ? await this.#dashboardStart() : null;
    const missing = account.missingFamilies(reading, dashboardStart);
    if (missing.length > 1) {
      this.#board.failed(at, this.#lacks(missing));
      return;
    }
    await this.#renewRoutes(reading.processStart);
    if (this.#routes) account.setRoutes(this.#routes);
    const log = await this.#readLog();
    const before = account.diagnostics;
    const batch = account.scraped({
      at,
      answeredAt,
      reading,
      dashboardStart,
      log: log?.rows ?? null,
      clockOffset: log?.clockOffset ?? 0,
      lastLookAt: this.#lastLookAt,
    });
    const { clock } = this.#options;
    const begun = clock.now();
    if (!(await this.#commit(batch))) return;
    const after = account.diagnostics;
    const costs = { bodyBytes, scrapeMs: answeredAt - at, commitMs: clock.now() - begun };
    this.#board.scraped(at, { ...after, ...costs }, diagnosticRises(before, after));
  }

  async #poll(): Promise<void> {
    this.#dropPoll();
    const { clock } = this.#options;
    const log = this.#account && (await this.#readLog());
    if (!this.#account || !log) return;
    const { batch, freshRows } = this.#account.logRead(log.rows, clock.now());
    this.#logRead = { ...this.#logRead, freshRows };
    if (batch) {
      this.#errorsShownAt = clock.now();
      await this.#commit(batch);
    }
    if (!this.#live.isLive) this.#schedulePoll(clock.now());
  }

  /** The log is read before the stream's rows are used, which go on from it. */
  async #liveBegins(): Promise<void> {
    if (!this.#running) return;
    this.#options.log.info('The live request log is connected.');
    await this.#poll();
  }

  #liveEnds({ what, todo }: SourceFailure): Promise<void> {
    this.#options.log.info(`${what} ${todo}`);
    this.#schedulePoll(this.#options.clock.now());
    return Promise.resolve();
  }

  async #streamed(rows: readonly LogRow[]): Promise<void> {
    const { clock } = this.#options;
    if (!this.#account) return;
    const freshRows = this.#account.streamed(rows);
    // The stream never sends what is older than that; the log still has it. It is not read more often than
    // without a stream.
    if (freshRows >= logStreamRule.newestRows && !this.#cancelPoll) {
      this.#schedulePoll(this.#logRead.at);
    }
    const since = clock.now() - this.#errorsShownAt;
    if (since >= showErrorsMs || since < 0) await this.#commitErrors();
    else if (this.#account.hasNewErrors) {
      this.#at(this.#errorsShownAt + showErrorsMs, () => this.#commitErrors());
    }
  }

  /** Failed requests that no batch has had yet are shown before the next scrape counts them. */
  async #commitErrors(): Promise<void> {
    if (!this.#account?.hasNewErrors) return;
    this.#errorsShownAt = this.#options.clock.now();
    await this.#commitWaiting();
  }

  /** What the log told since the last commit is kept even if no scrape comes to count it. */
  async #commitWaiting(): Promise<void> {
    const batch = this.#account?.uncommitted(this.#options.clock.now());
    if (batch) await this.#commit(batch);
  }

  /**
   * The next read of the log before the next scrape, counted from the one at `lastRead` (unix ms); sooner
   * where its ring would turn over otherwise.
   */
  #schedulePoll(lastRead: number): void {
    const { log, nextTryAt } = this.#board.status;
    if (!this.#running || log.state !== 'on' || nextTryAt === null) return;
    const at = nextPoll(lastRead, nextTryAt, this.#logRead.freshRows);
    if (at === null) return;
    this.#dropPoll();
    this.#cancelPoll = this.#options.clock.schedule(
      at,
      () => void this.#enqueue(() => this.#poll()),
    );
  }

  #dropPoll(): void {
    this.#cancelPoll?.();
    this.#cancelPoll = undefined;
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
    const wasGood = this.#live.logReadBegins();
    const log = await this.#admin.requestLog();
    if (log.ok) {
      wasGood(log.value.clockOffset);
      this.#logRead = { at: this.#options.clock.now(), freshRows: 0 };
      if (this.#running) this.#live.start();
    }
    this.#board.set({ log: log.ok ? { state: 'on', failure: null } : logState(log.failure) });
    return log.ok ? log.value : undefined;
  }

  /** Another process may have other routes; while one runs they do not change. */
  async #renewRoutes(processStart: number | null): Promise<void> {
    const other = this.#routesOfProcess !== processStart;
    this.#routesOfProcess = processStart;
    if (other || !this.#routes) await this.#readRoutes();
  }

  async #readRoutes(): Promise<void> {
    const routes = await this.#admin.routes();
    if (!routes.ok) return;
    this.#routes = routes.value;
    this.#scraper.setRoutes(routes.value);
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
    this.#dropPoll();
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
