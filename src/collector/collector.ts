import { minuteSeconds } from '../domain/time';
import type { RouteTable } from '../domain/routeTable';
import type { MetricsReading } from '../mockforge/metricsReading';
import type { ScrapeObservation } from './account/scrapeObservation';
import type { TrafficAccount } from './account/trafficAccount';
import type { CollectorOptions, CollectorStatus } from './collectorOptions';
import { ErrorCommitThrottle } from './errorCommitThrottle';
import { Explanations } from './explanations';
import { LogPoller } from './logPoller';
import { SmtpMailboxReader } from './smtpMailboxReader';
import type { RecordedRequest } from '../mockforge/recordedRequest';
import type { RepeatableRequest } from '../protocol/webviewMessages';
import { MockPortLocator } from './mockPortLocator';
import { AccountSession } from './accountSession';
import type { OpenAccount } from './accountSession';
import { OwnRequestTracker } from './ownRequestTracker';
import { ScrapeCycle } from './scrapeCycle';
import type { ScrapeAttempt } from './scrapeCycle';
import { ServerRoutes } from './serverRoutes';
import { AdminApi } from './sources/adminApi';
import { addressOf } from './sources/failure';
import type { Access } from './sources/access';
import { MetricsScraper } from './sources/scrape';
import type { GoodScrape } from './sources/scrape';
import type { SourceFailure } from './sources/sourceFailure';
import type { Surroundings } from './surroundings';
import { restartIntervals, StatusTracker } from './statusTracker';
import { nextTurn } from './nextTurn';
import { PendingTasks } from './pendingTasks';
import { within } from './within';

/** Prometheus' own default: a scrape that takes longer than this, or than the interval, has failed. */
const longestScrapeMs = 10_000;
/** How long an answered scrape waits for what is asked at the mocks' port before it is accounted for without it, ms. */
const mocksPatienceMs = 300;

/**
 * Collects from one target: each source is asked in its own rhythm and waits for none of the others. What they say is
 * accounted for and committed one at a time, in order.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #tracker: StatusTracker;
  readonly #scraper: MetricsScraper;
  readonly #admin: AdminApi;
  readonly #log: LogPoller;
  readonly #own = new OwnRequestTracker();
  readonly #mocks: MockPortLocator;
  readonly #mailbox: SmtpMailboxReader;
  readonly #explanations: Explanations;
  readonly #routes: ServerRoutes;
  readonly #session: AccountSession;
  readonly #cycle: ScrapeCycle;
  readonly #errorCommits: ErrorCommitThrottle;
  /** What pausing waits for, and what it does not. */
  readonly #counting: PendingTasks;
  readonly #explaining: PendingTasks;
  #running = false;
  /** The process that answered last, as it says when it began; undefined before the first. */
  #process: number | null | undefined;

  constructor(options: CollectorOptions) {
    const { clock, http, settings, log, onStatus, known } = options;
    const timeoutMs = Math.min(longestScrapeMs, settings.scrapeIntervalSeconds * 1000);
    const onUnreadable: Access['onUnreadable'] = (left) => this.#session.account?.leaveOut(left);
    const access: Access = { http, clock, timeoutMs, onUnreadable };
    const restartMs = restartIntervals * settings.scrapeIntervalSeconds * 1000;
    const onFault = (error: unknown): void => {
      this.#tracker.failed(clock.now(), { kind: 'internal', error });
    };
    this.#options = options;
    this.#counting = new PendingTasks(onFault);
    this.#explaining = new PendingTasks(onFault);
    this.#tracker = new StatusTracker(settings, known, log, onStatus);
    this.#scraper = new MetricsScraper(access, settings.metricsUrl);
    this.#admin = new AdminApi(access, settings.adminUrl);
    this.#routes = new ServerRoutes(this.#admin);
    this.#mocks = new MockPortLocator(access, this.#admin, settings.recorderUrl, this.#own);
    this.#mailbox = new SmtpMailboxReader(clock);
    const accountOptions = {
      dimensions: settings.dimensions,
      errorsPerMinute: settings.errorsPerMinute,
      aggregationSeconds: settings.aggregationIntervalSeconds ?? minuteSeconds,
    };
    this.#session = new AccountSession(accountOptions, options.openStore, {
      onOpen: (account) => {
        this.#opened(account);
      },
      onCommit: options.onCommit,
      onFailure: (error) => {
        this.#tracker.failed(clock.now(), { kind: 'store', error });
      },
      onFault,
      onOther: (other) => {
        if (other) this.#rest();
        else if (this.#running) this.#work();
        this.#tracker.collectedBy(other);
      },
    });
    this.#log = new LogPoller({
      access,
      admin: this.#admin,
      adminUrl: settings.adminUrl,
      restartMs,
      scrapeAt: () => this.#tracker.status.nextTryAt,
      onRing: ({ rows, size, readAt }, forScrape) => {
        this.#whileOpen(({ account }) => {
          account.log.read(rows, size, readAt);
          if (!forScrape && account.log.hasErrors) this.#errorCommits.came();
        });
      },
      onStreamed: (rows, at) => {
        this.#whileOpen(({ account }) => {
          account.log.streamed(rows, at);
          if (account.log.hasErrors) this.#errorCommits.came();
        });
      },
      onState: (state) => {
        this.#tracker.set({ log: state });
      },
      log,
      pending: this.#counting,
    });
    this.#explanations = new Explanations({
      clock,
      restartMs,
      mocks: this.#mocks,
      session: this.#session,
      clockOffset: () => this.#log.clockOffset,
      onLateCauses: () => {
        this.#whileOpen((entry) => this.#commitWaiting(entry));
      },
      onRecorder: (recorder) => {
        this.#tracker.set({ recorder });
      },
      pending: this.#explaining,
    });
    this.#errorCommits = new ErrorCommitThrottle(clock, () => {
      this.#counting.add(this.#commitErrors());
    });
    this.#cycle = new ScrapeCycle({
      clock,
      log,
      tracker: this.#tracker,
      scraper: this.#scraper,
      own: this.#own,
      pending: this.#counting,
      intervalSeconds: settings.scrapeIntervalSeconds,
      phaseMs: options.phaseMs ?? (() => 0),
      open: () => this.#session.open(),
      follow: (attempt) => this.#follow(attempt),
    });
  }

  get status(): CollectorStatus {
    return this.#tracker.status;
  }

  /** The server's routes, once it has told them. */
  get routes(): RouteTable | undefined {
    return this.#routes.known;
  }

  /**
   * A request that the recorder keeps: the one with an id, else the newest of a method to an endpoint, by its stored
   * name. Null where there is no recorder that answers and has it.
   */
  async recorded({ method, path, requestId }: RepeatableRequest): Promise<RecordedRequest | null> {
    const port = this.#running ? await this.#mocks.port(this.#process ?? null) : null;
    if (!port || this.status.recorder.state !== 'on') return null;
    const isPath = (own: string): boolean => own === path || this.routes?.nameOf(own) === path;
    const answer = await port.recorded({ method, requestId, isPath });
    return answer.ok ? answer.value : null;
  }

  /** Scrapes after so many ms, by default at once, and then keeps the rhythm, until paused. */
  start(afterMs = 0): void {
    if (this.#running) return;
    this.#running = true;
    this.#work();
    this.#tracker.set({ paused: false });
    this.#cycle.start(afterMs);
  }

  /** Waits for pending work, except explanations, then rests until start(). */
  async pause(): Promise<void> {
    this.#running = false;
    this.#rest();
    this.#cycle.stop();
    this.#errorCommits.stop();
    this.#tracker.set({ paused: true, nextTryAt: null });
    await this.#counting.done();
    await this.#explanations.soon();
    if (this.status.phase !== 'paused') return;
    this.#mocks.stop();
    await this.#session.enterOpen((entry) => this.#commitWaiting(entry));
  }

  /** Scrapes at once, whatever the rhythm says; resolves when the result is committed or the try has failed. */
  scrapeNow(): Promise<void> {
    const scrape = this.#cycle.scrape();
    this.#counting.add(scrape);
    return scrape.catch(() => undefined);
  }

  /** Rewrites what is stored, with all that was counted until now, while nothing is booked, and goes on from that. */
  async rewriteStored<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#running && !this.#tracker.isWatching) await this.scrapeNow();
    return this.#session.beginAgain(task);
  }

  /** Resolves when no work is pending. */
  async idle(): Promise<void> {
    do {
      await this.#counting.done();
      await this.#explaining.done();
    } while (!this.#counting.isDone);
  }

  /** The server is known to have ended for good: what only its log told is counted now (docs/collection.md#the-end-of-a-process). */
  async serverEnded(): Promise<void> {
    await this.#session.enterOpen(async ({ account, commit }) => {
      const at = this.#options.clock.now();
      account.processEnded(at);
      await commit(account.batch(at));
    });
  }

  /** What is read again and again beside the scrapes. */
  #work(): void {
    this.#log.start();
    this.#explanations.start();
  }

  #rest(): void {
    this.#log.stop();
    this.#explanations.stop();
  }

  #opened(account: TrafficAccount): void {
    if (this.routes) account.setRoutes(this.routes);
    this.#explanations.opened(account);
    this.#tracker.set({ lastScrapeAt: account.lastScrapeAt });
  }

  /** Enters what comes between scrapes, if an account is open. */
  #whileOpen(task: (entry: OpenAccount) => void | Promise<void>): void {
    this.#counting.add(this.#session.enterOpen(task));
  }

  /** Asks at once what goes with a scrape; the function that is returned waits for it, and enters all. */
  #follow(attempt: ScrapeAttempt): (lastAttemptAt: number | null) => Promise<void> {
    const { result } = attempt;
    if (!result.ok) return () => this.#failed(attempt.at, result.failure);
    const surroundings = this.#surroundings(result.reading);
    // It is waited for when the turn of this scrape has come.
    surroundings.catch(() => undefined);
    return async (lastAttemptAt) => {
      const found = { ...(await surroundings), lastAttemptAt };
      await this.#session.enter((entry) => this.#enter(entry, { ...attempt, result }, found));
    };
  }

  async #surroundings({ processStart }: MetricsReading): Promise<Surroundings> {
    const account = await this.#session.open();
    // The process that collects would count what is asked here as somebody's requests.
    if (this.#tracker.isWatching) return { dashboardStart: null, logIn: null };
    const asked = processStart === null ? await this.#admin.startTime() : null;
    const dashboardStart = asked?.ok ? asked.value : null;
    // A dashboard that does not answer is no sign of another process.
    if (asked?.ok !== false) this.#meetProcess(processStart ?? dashboardStart);
    const isRead = await this.#readLog(processStart);
    return { dashboardStart, logIn: isRead ? (account ?? null) : null };
  }

  #meetProcess(process: number | null): void {
    if (process === this.#process) return;
    this.#process = process;
    this.#log.restarted();
  }

  /** What the log tells of requests that a scrape has counted, and, unless that takes long, what explains it. */
  async #readLog(processStart: number | null): Promise<boolean> {
    const { clock } = this.#options;
    const port = this.#process === undefined ? null : this.#mocks.port(this.#process);
    await this.#renewRoutes(processStart);
    const isRead = await this.#log.read();
    const mocks = await within(clock, mocksPatienceMs, Promise.resolve(port));
    if (mocks) this.#explanations.meet(mocks);
    await this.#session.enterOpen(() => {
      this.#explanations.ask();
    });
    const mailbox = mocks ? this.#mailbox.read(mocks) : Promise.resolve();
    this.#explaining.add(mailbox);
    await Promise.all([this.#explanations.soon(), within(clock, mocksPatienceMs, mailbox)]);
    return isRead;
  }

  async #renewRoutes(processStart: number | null): Promise<void> {
    const routes = await this.#routes.ofProcess(processStart);
    if (!routes) return;
    this.#scraper.setRoutes(routes);
    this.#whileOpen(({ account }) => {
      account.setRoutes(routes);
    });
  }

  /** Takes in a good scrape and commits it. */
  async #enter(
    { account, commit }: OpenAccount,
    { at, answeredAt, result, own, intervalMs }: ScrapeAttempt<GoodScrape>,
    { logIn, ...found }: Surroundings & Pick<ScrapeObservation, 'lastAttemptAt'>,
  ): Promise<void> {
    const { clock, settings } = this.#options;
    const { reading, bodyBytes } = result;
    const { clockOffset } = this.#log;
    const scrape = { at, reading, logRead: logIn === account, clockOffset, ...found };
    const missing = account.missingFamilies(scrape);
    if (missing.length > 1) {
      this.#tracker.failed(at, {
        kind: 'missing_families',
        address: addressOf(settings.metricsUrl),
        count: missing.length,
        some: missing.slice(0, 3),
      });
      return;
    }
    const begun = clock.now();
    const before = account.diagnostics;
    account.ownRequests(this.#own.takeEnded());
    account.scraped({
      ...scrape,
      answeredAt,
      mailbox: this.#mailbox.take(),
      uncertainRequests: this.#own.uncertainIn(own, begun),
      intervalMs,
    });
    this.#own.scrapeIsDone(own);
    account.ownRequests(this.#own.takeEnded());
    do await nextTurn();
    while (account.prepareBatch());
    const batch = account.batch(at);
    await nextTurn();
    if (!(await commit(batch))) return;
    const costs = { bodyBytes, scrapeMs: answeredAt - at, commitMs: clock.now() - begun };
    this.#tracker.scraped(at, before, { ...account.diagnostics, ...costs });
  }

  async #failed(at: number, failure: SourceFailure): Promise<void> {
    if (await this.#collectedFromLog(at, failure)) return;
    this.#tracker.failed(at, failure);
    await this.#session.enterOpen((entry) => this.#commitWaiting(entry));
  }

  /**
   * Counts from the log alone where nobody answers for metrics, did so at the last try or ever; false where that
   * is not so. A server that is just starting may have its log before its metrics.
   */
  async #collectedFromLog(at: number, failure: SourceFailure): Promise<boolean> {
    const { failedTries, metrics } = this.#tracker.status;
    if (failedTries === 0 && metrics.state !== 'off') return false;
    if (failure.kind !== 'no_answer' || this.#session.account?.hasCounters) return false;
    if (!this.#session.account) {
      // Before first contact there is no database; it needs one whose log answers.
      if (!(await this.#log.read())) return false;
      await this.#session.open();
    }
    this.#meetProcess(null);
    if (!(await this.#readLog(null))) return false;
    const isDone = await this.#session.enterOpen(({ account, commit }) => {
      if (account.hasCounters) return false;
      account.ownRequests(this.#own.takeEnded());
      account.logAlone(at);
      return commit(account.batch(at));
    });
    if (isDone) this.#tracker.logAlone(at, failure);
    return isDone ?? false;
  }

  /** Failed requests that no batch has had yet are shown before the next scrape counts them. */
  async #commitErrors(): Promise<void> {
    this.#explanations.ask();
    await this.#explanations.soon();
    await this.#session.enterOpen((entry) => this.#commitWaiting(entry));
  }

  /** What the log told since the last commit is kept even if no scrape comes to count it. */
  async #commitWaiting({ account, commit }: OpenAccount): Promise<void> {
    account.ownRequests(this.#own.takeEnded());
    const batch = account.uncommitted(this.#options.clock.now());
    if (batch) await commit(batch);
  }
}
