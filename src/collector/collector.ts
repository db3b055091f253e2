import type { CollectingStatus, SourceFailure } from '../protocol/collectingStatus';
import { minuteSeconds } from '../domain/time';
import type { RouteTable } from '../domain/routeTable';
import type { LogRow } from '../mockforge/logRow';
import { logStreamRule } from '../mockforge/logStream';
import type { OwnRequest } from './account/ownRequests';
import type { TrafficAccount } from './account/trafficAccount';
import type { CollectorOptions } from './collectorOptions';
import { internalFailure, lacksFamilies, logState, storeFailure } from './failures';
import { LiveLog } from './liveLog';
import { MockServer } from './mockServer';
import { OpenBooks } from './openBooks';
import { nextInterval, nextPoll, nextScrape } from './rhythm';
import { ServerRoutes } from './serverRoutes';
import { AdminApi } from './sources/adminApi';
import type { LogReading } from './sources/adminApi';
import type { Access } from './sources/httpGet';
import { MetricsScraper } from './sources/scrape';
import type { GoodScrape } from './sources/scrape';
import { StatusBoard } from './statusBoard';
import { nextTurn } from './turn';

/** Prometheus' own default: a scrape that takes longer than this, or than the interval, has failed. */
const longestScrapeMs = 10_000;
/** Failed requests that the live stream brings are committed at most this often, ms. */
const showErrorsMs = 1000;
/** How often to ask whether another process still collects, ms: as often as the store looks at its lock. */
const askAgainMs = 3000;

/** Collects from one target: keeps the rhythm, asks the sources, books what they say, commits it. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #board: StatusBoard;
  readonly #scraper: MetricsScraper;
  readonly #admin: AdminApi;
  readonly #live: LiveLog;
  readonly #mocks: MockServer;
  readonly #routes: ServerRoutes;
  readonly #books: OpenBooks;
  #running = false;
  #lastLookAt: number | null = null;
  /** Our own requests that the server counted and the books do not know yet. */
  #ownRequests: OwnRequest[] = [];
  #work: Promise<void> = Promise.resolve();
  #timers: (() => void)[] = [];
  #cancelPoll: (() => void) | undefined;
  /** The interval in force, s. */
  #intervalSeconds: number;
  /** The last read of the log: when it was answered, how many rows it brought, the server's clock minus ours. */
  #logRead = { at: 0, freshRows: 0, clockOffset: 0 };
  /** When failed requests were last committed between two scrapes. */
  #errorsShownAt = 0;

  constructor(options: CollectorOptions) {
    const { clock, http, settings, log, onStatus, known } = options;
    const timeoutMs = Math.min(longestScrapeMs, settings.scrapeIntervalSeconds * 1000);
    const onUnreadable: Access['onUnreadable'] = (left) => this.#books.account?.leaveOut(left);
    const access: Access = { http, clock, timeoutMs, onUnreadable };
    this.#options = options;
    this.#intervalSeconds = settings.scrapeIntervalSeconds;
    this.#board = new StatusBoard(settings, known, log, onStatus);
    this.#scraper = new MetricsScraper(access, settings.metricsUrl);
    this.#admin = new AdminApi(access, settings.adminUrl);
    this.#routes = new ServerRoutes(this.#admin);
    this.#live = new LiveLog({
      access,
      adminUrl: settings.adminUrl,
      enqueue: (task) => void this.#enqueue(task),
      onConnected: () => this.#liveBegins(),
      onRows: (rows) => this.#streamed(rows),
      onLost: (failure) => this.#liveEnds(failure),
    });
    this.#mocks = new MockServer(access, this.#admin, settings.recorderUrl, {
      onAsked: (request) => this.#ownRequests.push(request),
      onRecorder: (recorder) => {
        this.#board.set({ recorder });
      },
    });
    const bookOptions = {
      dimensions: settings.dimensions,
      errorsPerMinute: settings.batchSize,
      aggregationSeconds: settings.aggregationIntervalSeconds ?? minuteSeconds,
    };
    this.#books = new OpenBooks(bookOptions, options.openStore, {
      onCommit: options.onCommit,
      onFailure: (what) => {
        this.#board.failed(options.clock.now(), storeFailure(what));
      },
      onOther: (other) => {
        if (other) this.#live.stop();
        this.#board.collectedBy(other);
      },
    });
  }

  get status(): CollectingStatus {
    return this.#board.status;
  }

  /** The server's routes, once it has told them. */
  get routes(): RouteTable | undefined {
    return this.#routes.known;
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
      const { account } = this.#books;
      if (!account) return;
      const at = this.#options.clock.now();
      account.processEnded(at);
      await this.#books.commit(account.batch(at));
    });
  }

  /** One thing at a time: scrapes, polls and commits never overlap. A fault of our own ends none but itself. */
  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#books.close();
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
    if (this.#board.isWatching) return;
    const result = await this.#scraper.scrape();
    if (result.ok) {
      await this.#scraped(at, clock.now(), result);
    } else if (!(await this.#collectedFromLog(at, result.failure))) {
      this.#board.failed(at, result.failure);
      await this.#commitWaiting();
    }
    this.#lastLookAt = at;
  }

  /**
   * Counts from the log alone where nobody answers for metrics, did so at the last try or ever; false where that
   * is not so. A server that is just starting may have its log before its metrics.
   */
  async #collectedFromLog(at: number, failure: SourceFailure): Promise<boolean> {
    const { failedTries, metrics } = this.#board.status;
    if (failedTries === 0 && metrics.state !== 'off') return false;
    if (failure.kind !== 'unreachable' || this.#books.account?.hasCounters) return false;
    const log = await this.#readLog();
    const account = log && (await this.#openAccount());
    if (!account || account.hasCounters) return false;
    await this.#renewRoutes(null, account);
    account.log.read(log.rows, log.size, this.#logRead.at);
    await this.#mocks.meet(null);
    await this.#explainFailures(account);
    this.#takeOwnRequests();
    account.logAlone(at);
    if (await this.#books.commit(account.batch(at))) this.#board.logAlone(at, failure);
    return true;
  }

  #scheduleNext(): void {
    const { clock } = this.#options;
    if (!this.#running) return;
    if (this.#board.isWatching) {
      this.#at(clock.now() + askAgainMs, () => this.#tick());
      return;
    }
    const waiting = this.#board.status.phase === 'waiting';
    const nextTryAt = nextScrape(clock.now(), waiting ? 60 : this.#intervalSeconds);
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
      this.#board.failed(at, lacksFamilies(this.#options.settings.metricsUrl, missing));
      return;
    }
    await this.#renewRoutes(reading.processStart, account);
    const before = account.diagnostics;
    const log = await this.#readLog();
    if (log) account.log.read(log.rows, log.size, this.#logRead.at);
    await this.#mocks.meet(reading.processStart ?? dashboardStart);
    await this.#explainFailures(account);
    account.scraped({
      at,
      answeredAt,
      reading,
      dashboardStart,
      logRead: log !== undefined,
      clockOffset: log?.clockOffset ?? 0,
      mailbox: await this.#mocks.mailbox(),
      ownRequests: this.#takeOwnRequests(),
      intervalMs: this.#intervalSeconds * 1000,
      lastLookAt: this.#lastLookAt,
    });
    const begun = this.#options.clock.now();
    do await nextTurn();
    while (account.prepareBatch());
    const batch = account.batch(at);
    await nextTurn();
    if (!(await this.#books.commit(batch))) return;
    const costs = {
      bodyBytes,
      scrapeMs: answeredAt - at,
      commitMs: this.#options.clock.now() - begun,
    };
    this.#board.scraped(at, before, { ...account.diagnostics, ...costs });
    this.#adjustInterval(costs.scrapeMs);
  }

  #adjustInterval(scrapeMs: number): void {
    const { log, settings } = this.#options;
    const interval = nextInterval(settings.scrapeIntervalSeconds, this.#intervalSeconds, scrapeMs);
    if (interval === this.#intervalSeconds) return;
    this.#intervalSeconds = interval;
    this.#board.set({ scrapeIntervalSeconds: interval });
    log.info(
      `A scrape took ${scrapeMs / 1000} s, so there is one every ${interval} s from now on.`,
    );
  }

  #takeOwnRequests(): OwnRequest[] {
    const requests = this.#ownRequests;
    this.#ownRequests = [];
    return requests;
  }

  /** What the recorder knows of failed requests that are about to be told. */
  async #explainFailures(account: TrafficAccount): Promise<void> {
    const since = account.log.unexplainedSince;
    if (since === null) return;
    const { clockOffset } = this.#logRead;
    const recorded = await this.#mocks.exchangesSince(since + clockOffset);
    if (recorded) account.log.explain(recorded, clockOffset);
  }

  async #poll(): Promise<void> {
    this.#dropPoll();
    const { clock } = this.#options;
    const { account } = this.#books;
    const log = account && (await this.#readLog());
    if (!account || !log) return;
    this.#logRead.freshRows = account.log.read(log.rows, log.size, this.#logRead.at);
    await this.#commitErrors();
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
    // One that is due already is not put off by another try to connect.
    if (!this.#cancelPoll) this.#schedulePoll(this.#options.clock.now());
    return Promise.resolve();
  }

  async #streamed(rows: readonly LogRow[]): Promise<void> {
    const { clock } = this.#options;
    const { account } = this.#books;
    if (!account) return;
    const freshRows = account.log.streamed(rows, clock.now());
    // The stream never sends what is older than that; the log still has it. It is not read more often than
    // without a stream.
    if (freshRows >= logStreamRule.newestRows && !this.#cancelPoll) {
      this.#schedulePoll(this.#logRead.at);
    }
    const since = clock.now() - this.#errorsShownAt;
    if (since >= showErrorsMs || since < 0) await this.#commitErrors();
    else if (account.log.hasErrors) {
      this.#at(this.#errorsShownAt + showErrorsMs, () => this.#commitErrors());
    }
  }

  /** Failed requests that no batch has had yet are shown before the next scrape counts them. */
  async #commitErrors(): Promise<void> {
    const { account } = this.#books;
    if (!account?.log.hasErrors) return;
    this.#errorsShownAt = this.#options.clock.now();
    await this.#explainFailures(account);
    account.ownRequests(this.#takeOwnRequests());
    await this.#commitWaiting();
  }

  /** What the log told since the last commit is kept even if no scrape comes to count it. */
  async #commitWaiting(): Promise<void> {
    const batch = this.#books.account?.uncommitted(this.#options.clock.now());
    if (batch) await this.#books.commit(batch);
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

  async #openAccount(): Promise<TrafficAccount | undefined> {
    const isOpen = this.#books.account !== undefined;
    const account = await this.#books.open();
    if (account && !isOpen) this.#board.set({ lastScrapeAt: account.lastScrapeAt });
    return account;
  }

  async #readLog(): Promise<LogReading | undefined> {
    const wasGood = this.#live.logReadBegins();
    const log = await this.#admin.requestLog();
    if (log.ok) {
      wasGood(log.value.clockOffset);
      const { clockOffset } = log.value;
      this.#logRead = { at: this.#options.clock.now(), freshRows: 0, clockOffset };
      if (this.#running) this.#live.start();
    }
    this.#board.set({ log: log.ok ? { state: 'on', failure: null } : logState(log.failure) });
    return log.ok ? log.value : undefined;
  }

  async #renewRoutes(processStart: number | null, account: TrafficAccount): Promise<void> {
    const routes = await this.#routes.ofProcess(processStart);
    if (!routes) return;
    this.#scraper.setRoutes(routes);
    account.setRoutes(routes);
  }

  async #dashboardStart(): Promise<number | null> {
    const answer = await this.#admin.startTime();
    return answer.ok ? answer.value : null;
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
