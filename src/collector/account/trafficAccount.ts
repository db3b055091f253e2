import type { CommitBatch, Dimensions } from '../../domain/commitBatch';
import { isErrorStatus } from '../../domain/protocol';
import { RouteTable } from '../../domain/routeTable';
import { minuteOf } from '../../domain/time';
import { parseTrafficKey, trafficKeyText } from '../../domain/trafficKey';
import type { LogRow } from '../../mockforge/logRow';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { accountStateFrom } from './accountState';
import type { AccountState, OpenInterval, ServerProcess, WaitingRow } from './accountState';
import { baselineAfter, movementSince } from './counterDeltas';
import { Entries } from './entries';
import { errorEvents } from './errorEvents';
import { FaultBook } from './faultBook';
import { scrapedGauges } from './scrapedGauges';
import { withoutGraphqlDoubles } from './graphql';
import { readRing, takeStreamed } from './logRing';
import { claimRequests, minuteOfInterval, minutesOfInterval } from './openIntervals';
import { countingFrom, observedProcess } from './observedProcess';
import { isSameProcess } from './processIdentity';
import type { ScrapeObservation } from './scrapeObservation';
import { Timeline } from './timeline';

export interface AccountOptions {
  readonly dimensions: Dimensions;
  readonly scrapeIntervalMs: number;
  readonly errorsPerMinute: number;
}

const dayMs = 86_400_000;
/** Ticks after its first log read for which an interval still waits for late rows. */
const ticksOpen = 2;
/** Good scrapes for which a row waits for the counter that must have counted it. */
const scrapesWaited = 2;
/** How far the server's clock may be from ours without our noticing. */
const clockSlackMs = 2000;
/** An interval that no log read ever followed is given up after this long. */
const longestOpenMs = 600_000;

/**
 * The books of one target: turns scrapes and log rows into rows that add up, by the rules of design,
 * collection, sections 3 and 4. Holds no resources and knows no time but what it is told.
 */
export class TrafficAccount {
  readonly #state: AccountState;
  readonly #options: AccountOptions;
  readonly #entries: Entries;
  readonly #timeline: Timeline;
  readonly #faults: FaultBook;
  #routes = new RouteTable([]);
  #freshRows: LogRow[] = [];
  #turnedOver = false;
  #knownLogId = false;

  /** Goes on from a stored state, or begins anew where there is none. */
  constructor(options: AccountOptions, stored: string | undefined) {
    this.#options = options;
    this.#state = accountStateFrom(stored);
    this.#faults = new FaultBook(this.#state.faults);
    this.#entries = new Entries(this.#state, options.dimensions);
    this.#timeline = new Timeline(this.#state);
  }

  /** When the last scrape that counted began, unix ms; null before the first. */
  get lastScrapeAt(): number | null {
    return this.#state.lastScrapeAt;
  }

  /** What went wrong in the data so far, as it stands now. */
  get diagnostics(): AccountState['diagnostics'] {
    return { ...this.#state.diagnostics };
  }

  /** Families that this process exposed before and a reading of it lacks; a new one has none yet. */
  missingFamilies(reading: MetricsReading, dashboardStart: number | null): readonly string[] {
    const before = this.#state.process?.identity;
    const { processStart, uptime } = reading;
    const identity = { processStart, dashboardStart, uptime };
    const evidence = { silence: 0, gap: false, knownLogId: true, lowerCounter: false };
    if (!before || !isSameProcess(before, identity, evidence)) return [];
    return this.#state.families.filter((family) => !reading.families.has(family));
  }

  setRoutes(routes: RouteTable): void {
    this.#routes = routes;
  }

  /**
   * Takes in the log's ring between two scrapes.
   * @returns how many rows were new, and a batch when failed requests are among them: these are shown
   * before the next scrape counts them
   */
  logRead(
    rows: readonly LogRow[],
    at: number,
  ): { readonly freshRows: number; readonly batch: CommitBatch | null } {
    const freshRows = this.#takeRows(rows);
    return { freshRows, batch: this.hasNewErrors ? this.#batch(at) : null };
  }

  /**
   * Takes in rows of the live stream, oldest first.
   * @returns how many were new
   */
  streamed(rows: readonly LogRow[]): number {
    const fresh = takeStreamed(this.#state.ring, rows);
    this.#enter(fresh);
    return fresh.length;
  }

  /** Failed requests are among the rows that no batch has had yet. */
  get hasNewErrors(): boolean {
    return this.#freshRows.some((row) => isErrorStatus(row.protocol, row.status));
  }

  /** A batch of the rows that were read since the last one; null when there are none. */
  uncommitted(at: number): CommitBatch | null {
    return this.#freshRows.length > 0 ? this.#batch(at) : null;
  }

  /** Takes in a good scrape with the log read that followed it. */
  scraped(observation: ScrapeObservation): CommitBatch {
    const { at, reading, log } = observation;
    const { dimensions } = this.#options;
    const state = this.#state;
    if (log) this.#takeRows(log);
    const process = observedProcess(state, observation, {
      knownLogId: this.#knownLogId,
      isGap: (silence) => this.#isGap(silence),
    });
    const from = countingFrom(state, observation, process);
    if (state.process && process.ordinal !== state.process.ordinal) this.#endProcess(process, at);
    if (!state.process && from !== null) this.#faults.restart(from);

    this.#faults.counted(reading, this.#routes, at);
    if (from === null) this.#beginAtBaseline(at, reading);
    else this.#count(from, observation);
    if (log) for (const interval of state.intervals) interval.logReads++;
    state.waiting = [...this.#claim(state.waiting)];
    this.#turnedOver = false;
    this.#claimFaults();
    this.#countWithoutCounters(at, reading);
    this.#closeIntervals(at);
    this.#dropLateRows();
    state.diagnostics.lateFaults += this.#faults.dropLate();

    const minute = minuteOfInterval(from ?? at, at);
    this.#entries.setActiveConnections(minute, reading.activeConnections);
    state.process = process;
    state.lastScrapeAt = at;
    state.families = [...new Set([...state.families, ...reading.families])];
    state.diagnostics.droppedSamples += reading.droppedSamples;
    Object.assign(state, baselineAfter(state, reading));
    return { ...this.#batch(at), lastGauges: scrapedGauges(minute, reading, dimensions) };
  }

  /**
   * The server's process is known to have ended for good, so no counter will ever speak of the rows that
   * still wait: they count by themselves (rule 8).
   */
  processEnded(at: number): CommitBatch {
    this.#countAlone(this.#state.waiting, at);
    this.#state.waiting = [];
    return this.#batch(at);
  }

  /** Returns how many rows no earlier read held. */
  #takeRows(rows: readonly LogRow[]): number {
    const read = readRing(this.#state.ring, rows);
    this.#turnedOver ||= read.turnedOver;
    this.#knownLogId = read.knownId;
    this.#enter(read.fresh);
    return read.fresh.length;
  }

  /** New rows, to be told and to claim what the counters counted. */
  #enter(fresh: readonly LogRow[]): void {
    this.#freshRows.push(...fresh);
    for (const row of fresh) {
      const { protocol, method, status, finishedAt, handlerMs } = row;
      this.#state.waiting.push({
        key: trafficKeyText({ protocol, method, status }),
        endpoint: this.#routes.nameOf(row.path),
        finishedAt,
        handlerMs,
        bytesReceived: row.bytesReceived ?? 0,
        clientIp: row.clientIp,
        userAgent: row.userAgent,
        epoch: this.#state.ring.epoch,
        waits: 0,
      });
    }
  }

  /** First contact: what was counted so far is only a baseline; what the ring still knows becomes rows. */
  #beginAtBaseline(at: number, reading: MetricsReading): void {
    const past = this.#countPastRows(at);
    this.#timeline.cover(at, at, 'scraped');
    const requestsBefore = sumOf(reading.counters.values());
    this.#timeline.event('first_contact', at, at, { requestsBefore, rowsFromLog: past });
  }

  /** Rows without a counter to claim from count by themselves, and what they span is known from the log. */
  #countPastRows(at: number): number {
    const past = this.#state.waiting.filter((row) => row.finishedAt <= at);
    this.#state.waiting = this.#state.waiting.filter((row) => row.finishedAt > at);
    this.#countAlone(past, at);
    const oldest = Math.min(at, ...past.map((row) => row.finishedAt));
    if (past.length > 0) this.#timeline.cover(oldest, at, 'log only');
    return past.length;
  }

  /** Rows that no counter will speak of, but for late ones: the last good scrape has counted those. */
  #countAlone(rows: readonly WaitingRow[], latest: number): void {
    const since = (this.#state.lastScrapeAt ?? -Infinity) - clockSlackMs;
    const alone = rows.filter((row) => row.finishedAt >= since);
    this.#state.diagnostics.lateRows += rows.length - alone.length;
    this.#entries.addAlone(alone, latest);
  }

  /** Another run of the server answers: the old one's rows that no counter counted count by themselves. */
  #endProcess(process: ServerProcess, at: number): void {
    const state = this.#state;
    const startedAt = process.startedAt ?? at;
    const isOld = (row: WaitingRow): boolean =>
      row.epoch < state.ring.epoch ||
      (process.startedAt !== null && row.finishedAt < process.startedAt);
    const old = state.waiting.filter(isOld);
    state.waiting = state.waiting.filter((row) => !isOld(row));
    this.#countAlone(this.#claim(old), startedAt);
    this.#claimFaults();
    this.#faults.restart(startedAt);
    for (const interval of state.intervals) this.#entries.settle(interval);
    state.intervals = [];
    this.#timeline.event('server_restart', startedAt, startedAt, { process: process.ordinal });
    Object.assign(state, { counters: {}, latency: {}, families: [], owedByHttp: {} });
  }

  /** Enters what the counters moved between two scrapes, and opens an interval for what the log can name. */
  #count(from: number, { at, answeredAt, reading }: ScrapeObservation): void {
    const state = this.#state;
    const movement = movementSince(state, reading);
    state.diagnostics.seriesAnomalies += movement.anomalies;
    const { counters, owed } = withoutGraphqlDoubles(movement.counters, state.owedByHttp);
    state.owedByHttp = owed;

    const spread = this.#isGap(at - from);
    this.#sayGaps(from, at, spread ? sumOf(counters.values()) : null);
    if (at < from) {
      this.#timeline.event('clock_step', at, at, { seconds: (at - from) / 1000 });
      state.diagnostics.clockSteps++;
    }
    if (at - from > dayMs) {
      state.waiting = [...this.#claim(state.waiting)];
      this.#countPastRows(at);
      this.#timeline.cover(at, at, 'scraped');
      return;
    }
    this.#timeline.cover(from, at, spread ? 'spread' : 'scraped');
    // Our clock may have stepped back: such an interval lies at its end, which is now.
    const span = { from: Math.min(from, at), to: at, answeredAt, spread };
    const named: Record<string, number> = {};
    for (const [key, count] of counters) {
      if (isLogged(key)) named[key] = count;
      else {
        const { protocol } = parseTrafficKey(key);
        // GraphQL has one endpoint, which its log never names; operations have none.
        const whole = { ...span, remaining: { [key]: count }, logReads: 0 };
        this.#entries.addInterval(whole, protocol === 'graphql' ? '/graphql' : '');
      }
    }
    const open: OpenInterval = { ...span, remaining: named, logReads: -1 };
    for (const [key, whole] of movement.latency) this.#entries.addLatency(open, key, whole);
    this.#entries.touch(open);
    state.intervals.push(open);
  }

  /** Lets rows claim open requests and enters the claims; returns the rows that found nothing. */
  #claim(rows: readonly WaitingRow[]): readonly WaitingRow[] {
    const { intervals } = this.#state;
    const shown = new Map(intervals.map((interval) => [interval, minutesOfInterval(interval)]));
    const { claims, unclaimed } = claimRequests(intervals, rows, this.#turnedOver);
    for (const { minute, row } of claims) {
      this.#entries.addRow(minute, row);
      this.#faults.sawMethod(row.endpoint, parseTrafficKey(row.key).method ?? '');
    }
    // With fewer requests to spread, any minute may hold another number of them than was shown, or none.
    for (const interval of new Set(claims.map((claim) => claim.interval))) {
      if (!interval.spread) continue;
      this.#entries.touchMinutes(shown.get(interval) ?? []);
      this.#entries.touch(interval);
    }
    return unclaimed;
  }

  /**
   * Older servers export counters that stay zero while their log grows: its rows then count by themselves.
   * One that has waited for a scrape was logged well before this one, so no counter is on its way.
   */
  #countWithoutCounters(at: number, { counters }: MetricsReading): void {
    if ([...counters].some(([key, count]) => count > 0 && isLogged(key))) return;
    const { waiting } = this.#state;
    this.#entries.addAlone(
      waiting.filter(({ waits }) => waits > 0),
      at,
    );
    this.#state.waiting = waiting.filter(({ waits }) => waits === 0);
  }

  /** Only requests that the log had its chance to name: a fault must not take a logged failure's place. */
  #claimFaults(): void {
    const { intervals, ring } = this.#state;
    const hasLog = ring.ids.length > 0 || ring.epoch > 0;
    const ready = intervals.filter(({ logReads }) => logReads >= 0 || !hasLog);
    const shown = ready.flatMap(minutesOfInterval);
    const claims = this.#faults.claim(ready, this.#routes);
    for (const { interval, key, fault, count } of claims) {
      this.#entries.addNamed(interval, key, fault.endpoint, count);
    }
    if (claims.length > 0) {
      this.#entries.touchMinutes(shown);
      for (const interval of ready) this.#entries.touch(interval);
    }
  }

  #closeIntervals(at: number): void {
    const isOver = (interval: OpenInterval): boolean =>
      interval.logReads >= ticksOpen || at - interval.to > longestOpenMs;
    for (const interval of this.#state.intervals.filter(isOver)) this.#entries.settle(interval);
    this.#state.intervals = this.#state.intervals.filter((interval) => !isOver(interval));
  }

  #dropLateRows(): void {
    const state = this.#state;
    for (const row of state.waiting) row.waits++;
    const kept = state.waiting.filter((row) => row.waits <= scrapesWaited);
    state.diagnostics.lateRows += state.waiting.length - kept.length;
    state.waiting = kept;
  }

  #isGap(silence: number): boolean {
    return silence > 1.5 * this.#options.scrapeIntervalMs;
  }

  /** A span that is bridged by spreading, and one in which nobody was there to ask, are told as gaps. */
  #sayGaps(from: number, at: number, requests: number | null): void {
    const known = this.#timeline.coveredUntil;
    if (known !== null && this.#isGap(from - known)) {
      this.#timeline.event('gap', known, from, { spread: false, requests: null });
    }
    if (requests !== null) {
      this.#timeline.event('gap', from, at, { spread: at - from <= dayMs, requests });
    }
  }

  #batch(at: number): CommitBatch {
    const { dimensions, errorsPerMinute: limit } = this.#options;
    const state = this.#state;
    state.batchId++;
    state.committedAt = at;
    const openSince = [
      state.lastScrapeAt ?? at,
      ...state.intervals.map((interval) => interval.from),
    ];
    const { minutes, endpoints, clients } = this.#entries.take(
      state.intervals,
      Math.min(...openSince),
    );
    const context = { routes: this.#routes, dimensions, limit };
    const untilMinute = minuteOf(state.lastScrapeAt ?? at);
    const errors = [
      ...errorEvents(this.#freshRows, state.errorQuota, context),
      ...this.#faults.takeEvents(untilMinute, dimensions),
    ];
    this.#freshRows = [];
    return {
      id: state.batchId,
      committedAt: at,
      minutes,
      endpoints,
      clients,
      lastGauges: null,
      errors,
      events: this.#timeline.take(),
      state: JSON.stringify(state),
    };
  }
}

/** Whether the request log has rows of what this counts. */
function isLogged(key: string): boolean {
  const { protocol } = parseTrafficKey(key);
  return protocol === 'http' || protocol === 'grpc';
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
