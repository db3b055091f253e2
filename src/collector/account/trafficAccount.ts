import type { CommitBatch, Dimensions, ScrapedGauges } from '../../domain/commitBatch';
import type { RouteTable } from '../../domain/routeTable';
import { sumOf } from '../../domain/sum';
import { dayMs, minuteOf, minuteSeconds } from '../../domain/time';
import { parseTrafficKey } from '../../domain/trafficKey';
import type { UnreadableEntry } from '../../domain/unreadableEntry';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { accountStateFrom, accountStateText } from './storedState';
import type { AccountState, OpenInterval, WaitingRow } from './accountState';
import { ageByPath, beginByPath, enterByPath, namesEndpoints } from './byPath';
import { ClockSteps } from './clockSteps';
import { movementByKey, movementSince } from './counterDeltas';
import type { Movement } from './counterDeltas';
import { EndpointNames } from './endpointNames';
import { RequestAccumulator } from './requestAccumulator';
import { FaultReconciler } from './faultReconciler';
import { isGap } from './gaps';
import { graphqlEndpoint, withoutGraphqlDoubles } from './graphql';
import { beginInjectedDelay, enterInjectedDelay } from './injectedDelay';
import { isOver, standingAt, standingAtEnd } from './intervalStanding';
import { LogIntake } from './logIntake';
import { isPast, UncountedRows } from './uncountedRows';
import { isLogged, isMoved } from './logRing';
import { newMessages, sentMessages } from './smtpMessages';
import { attributeRequests, emptyInterval, minuteOfInterval } from './openIntervals';
import { observedProcess } from './observedProcess';
import type { ScrapedProcess } from './observedProcess';
import { OwnRequests } from './ownRequests';
import type { OwnRequest } from './ownRequest';
import { addDifference, addTo, beginBalance } from './runBalance';
import { scrapedGauges } from './scrapedGauges';
import type { ScrapeObservation } from './scrapeObservation';
import { ServerRuns } from './serverRuns';
import { Timeline } from './timeline';
import { countUnreadable } from './unreadable';

export interface AccountOptions {
  readonly dimensions: Dimensions;
  readonly errorsPerMinute: number;
  /** Minutes become final in spans of so many seconds, a multiple of 60; 60 when left out. */
  readonly aggregationSeconds?: number;
}

/** Good scrapes for which a row waits for the counter that must have counted it. */
const scrapesWaited = 2;

/**
 * The account of one target's traffic: turns scrapes and log rows into rows that add up, by the rules of docs/collection.md. Holds no resources and knows no time but what it is told.
 */
export class TrafficAccount {
  /** The request log, read and streamed, and told of here before the scrape that counts its requests. */
  readonly log: LogIntake;
  readonly #state: AccountState;
  readonly #options: AccountOptions;
  readonly #names: EndpointNames;
  readonly #requests: RequestAccumulator;
  readonly #timeline: Timeline;
  readonly #clockSteps: ClockSteps;
  readonly #faults: FaultReconciler;
  readonly #own: OwnRequests;
  readonly #uncounted: UncountedRows;
  readonly #runs: ServerRuns;
  #lastGauges: ScrapedGauges | null = null;

  /** Continues from a stored state, or starts from scratch if there is none. */
  constructor(options: AccountOptions, stored: string | undefined) {
    this.#options = options;
    this.#state = accountStateFrom(stored);
    this.#names = new EndpointNames(this.#state);
    this.log = new LogIntake(this.#state, this.#names, options.errorsPerMinute);
    this.#own = new OwnRequests(this.#state.own);
    const { dimensions, aggregationSeconds = minuteSeconds } = options;
    this.#requests = new RequestAccumulator(this.#state, dimensions, aggregationSeconds);
    this.#faults = new FaultReconciler(this.#state.faults, this.#requests, this.#own);
    this.#timeline = new Timeline(this.#state);
    this.#clockSteps = new ClockSteps(this.#state, this.#requests, this.#timeline);
    this.#uncounted = new UncountedRows(this.#state, this.#requests, this.#timeline);
    this.#runs = new ServerRuns(this.#state, {
      log: this.log,
      requests: this.#requests,
      timeline: this.#timeline,
      faults: this.#faults,
      own: this.#own,
      uncounted: this.#uncounted,
      attribute: (rows) => this.#attribute(rows),
      endFaults: () => {
        this.#endFaults();
      },
    });
  }

  /** When the last scrape that counted began, unix ms; null before the first. */
  get lastScrapeAt(): number | null {
    return this.#state.lastScrapeAt;
  }

  /** What went wrong in the data so far, as it stands now. */
  get diagnostics(): AccountState['diagnostics'] {
    return { ...this.#state.diagnostics };
  }

  /** Families that this process exposed before and a scrape of it lacks; a new one has none yet. */
  missingFamilies(scrape: ScrapedProcess): readonly string[] {
    const { continuity } = observedProcess(this.#state, scrape, this.log.knownId);
    if (continuity !== 'same') return [];
    return this.#state.families.filter((family) => !scrape.reading.families.has(family));
  }

  /** Entries of an answer were left out, since they could not be read. */
  leaveOut(entries: readonly UnreadableEntry[]): void {
    countUnreadable(this.#state, entries);
  }

  setRoutes(routes: RouteTable): void {
    this.#names.setRoutes(routes);
  }

  /** The server answered requests of ours at the port of its mocks, so that it counted them. */
  ownRequests(requests: readonly OwnRequest[]): void {
    this.#own.add(requests);
  }

  /** Whether a counter was ever read: what only the log tells is then counted by it sooner or later. */
  get hasCounters(): boolean {
    return this.#state.process !== null;
  }

  /**
   * The log was read at `at` (unix ms) and nobody answers for metrics: its rows count on their own. Only for a
   * target without counters.
   */
  logAlone(at: number): void {
    this.#clockSteps.look(at, at, this.log.sameRing);
    this.#uncounted.countWithoutMetrics(at, this.log.takeTurnedOver());
    this.#own.forget();
    this.#state.ring.readAfter = at;
  }

  /** A batch of what came since the last one; null when nothing did. */
  uncommitted(at: number): CommitBatch | null {
    const isChanged = this.log.hasFresh || this.log.hasCauses || this.#own.hasNew;
    return isChanged ? this.batch(at) : null;
  }

  /** Takes in a good scrape, for the next batch. The log read that followed it must have been taken in already. */
  scraped(observation: ScrapeObservation): void {
    const { at, reading, logRead, intervalMs } = observation;
    const { dimensions } = this.#options;
    const state = this.#state;
    // A replay that is resumed looks once more at the moment of its last scrape: nothing waits longer for that.
    const isLater = at !== state.lastScrapeAt;
    this.#clockSteps.look(at, at - intervalMs, logRead && this.log.sameRing);
    const { process, from, isFirst } = this.#runs.observe(observation);
    state.diagnostics.seriesAnomalies += this.#faults.counted(reading, this.#names, at);
    const { movement, after } = movementSince(state, reading);
    const byKey = movementByKey(movement);
    const counted = from === null ? 0 : this.#count({ from, isFirst }, byKey, observation);
    if (isFirst && from === null) this.#beginAtBaseline(observation);
    this.#clockSteps.admitRows(observation);
    if (logRead && isLater) for (const interval of state.intervals) interval.logReads++;
    const waiting = state.waiting.length;
    this.#claimWaiting(observation);
    if (isFirst && from !== null) {
      this.#tellFirstContact(from, at, counted, waiting - state.waiting.length);
    }
    const standing = standingAt(state, at);
    this.#faults.match(state.intervals, standing, this.#names.routes);
    if (isLater) {
      if (![...reading.counters].some(isMoved)) this.#uncounted.countWithoutCounters(at);
      this.#closeIntervals(at);
      this.#dropLateRows(at);
      this.#own.age();
      ageByPath(state.byPath);
      state.diagnostics.lateFaults += this.#faults.dropLate(state.intervals, standing);
    }

    const minute = minuteOfInterval(from ?? at, at);
    this.#requests.setActiveConnections(minute, reading.activeConnections);
    state.process = process;
    state.lastScrapeAt = at;
    if (logRead) state.ring.readAfter = at;
    state.families = [...new Set([...state.families, ...reading.families])];
    state.diagnostics.droppedSamples += reading.droppedSamples;
    state.diagnostics.unequalHistograms += reading.unequalHistograms;
    state.diagnostics.repeatedSamples += reading.repeatedSamples;
    state.diagnostics.brokenHistograms += reading.brokenHistograms;
    Object.assign(state, after);
    const { epoch, turns, ids } = state.ring;
    state.ringAtScrape = { epoch, turns, held: ids.length > 0 };
    this.#lastGauges = scrapedGauges(minute, reading, dimensions);
  }

  /**
   * The server's process has ended for good, so no counter will ever cover the rows that still wait: they count on
   * their own (docs/collection.md#the-end-of-a-process).
   */
  processEnded(at: number): void {
    this.#uncounted.count(this.#state.waiting, at);
    this.#state.waiting = [];
    this.#endFaults();
  }

  /** Does a part of the work of the next batch, which must follow before anything else; false when it is done. */
  prepareBatch(): boolean {
    return this.#requests.prepare(this.#state.intervals);
  }

  /** Everything that is to be written since the last batch, as of `at` (unix ms), and the state after it. */
  batch(at: number): CommitBatch {
    const { dimensions } = this.#options;
    const state = this.#state;
    state.batchId++;
    const openSince = [
      state.lastScrapeAt ?? at,
      ...state.intervals.map((interval) => interval.from),
    ];
    const { minutes, endpoints, clients, finalBefore } = this.#requests.take(
      state.intervals,
      Math.min(...openSince),
      at,
    );
    const untilMinute = minuteOf(state.lastScrapeAt ?? at);
    const { events, more } = this.log.takeErrors(dimensions, at);
    const lastGauges = this.#lastGauges;
    this.#lastGauges = null;
    this.#own.hasNew = false;
    return {
      id: state.batchId,
      finalBefore,
      committedAt: at,
      minutes,
      endpoints,
      clients,
      lastGauges,
      errors: [...events, ...this.#faults.takeEvents(untilMinute, state.intervals, dimensions)],
      moreErrors: more,
      causes: this.log.takeCauses(),
      events: this.#timeline.take(),
      state: accountStateText(state),
    };
  }

  /**
   * First contact: what was counted so far is only a baseline; what the ring still knows becomes rows, and the
   * others came at an unknown time.
   */
  #beginAtBaseline({ at, reading, mailbox }: ScrapeObservation): void {
    const rowsFromLog = this.#uncounted.countPast(at);
    this.#state.balance = beginBalance(this.#state, minuteOf(at), reading.counters);
    this.#timeline.cover(at, at, 'scraped');
    const counted = sumOf(
      [...reading.counters].filter(([series]) => isLogged(series)).map(([, count]) => count),
    );
    const requestsBefore = Math.max(0, counted - rowsFromLog);
    this.#timeline.event('first_contact', at, at, { requestsBefore, rowsFromLog });
    this.#own.forget();
    this.#beginEndpoints(reading);
    this.#state.mailbox = mailbox && [...mailbox];
  }

  /** First contact with a run that is counted whole; what its log names stands in its own minute. */
  #tellFirstContact(from: number, at: number, counted: number, rowsFromLog: number): void {
    this.#timeline.cover(from, at, rowsFromLog < counted ? 'spread' : 'scraped');
    this.#timeline.event('first_contact', at, at, { requestsBefore: 0, rowsFromLog });
  }

  /**
   * Enters what the counters moved between two scrapes, and opens an interval for what the log can name.
   * @returns how much they moved
   */
  #count(
    { from, isFirst }: { readonly from: number; readonly isFirst: boolean },
    moved: Movement,
    observation: ScrapeObservation,
  ): number {
    const { at, answeredAt, reading, intervalMs, logRead, uncertainRequests } = observation;
    const state = this.#state;
    const isLogKnown = logRead && !this.#clockSteps.isSetBack;
    const logged = isLogKnown ? this.log.rowsWithin(from, answeredAt) : null;
    const movement = this.#own.takeFrom(moved, uncertainRequests, logged);
    state.diagnostics.seriesAnomalies += movement.anomalies;
    const { counters, owed } = withoutGraphqlDoubles(movement.counters, state.owedByHttp);
    state.owedByHttp = owed;
    const { balance } = state;
    const messages = newMessages(state, observation);
    if (balance) {
      addDifference(balance.own, moved.counters, movement.counters);
      addDifference(balance.doubles, movement.counters, counters);
      addTo(balance.alone, sentMessages, messages);
    }
    if (messages > 0) counters.set(sentMessages, messages);

    const spread = isGap(at - from, intervalMs);
    const counted = sumOf(counters.values());
    if (!isFirst) this.#sayGaps(from, observation, spread ? counted : null);
    if (at - from > dayMs) {
      state.waiting = [...this.#attribute(state.waiting)];
      this.#uncounted.countPast(at);
      if (balance) addDifference(balance.unplaced, counters, new Map());
      this.#timeline.cover(at, at, 'scraped');
      this.#faults.forgetCountedAt(at);
      this.#beginEndpoints(reading);
      return counted;
    }
    if (!isFirst) this.#timeline.cover(from, at, spread ? 'spread' : 'scraped');
    if (balance && spread && !isFirst) balance.spread += counted;
    const span = { from, to: at, answeredAt, spread };
    const named: OpenInterval['remaining'] = new Map();
    for (const [key, count] of counters) {
      if (isLogged(key)) named.set(key, count);
      else {
        const { protocol } = parseTrafficKey(key);
        // Operations have no endpoint.
        const whole = { ...emptyInterval(span), remaining: new Map([[key, count]]) };
        this.#requests.addInterval(whole, protocol === 'graphql' ? graphqlEndpoint : '');
      }
    }
    const open: OpenInterval = { ...emptyInterval(span), remaining: named };
    for (const [key, whole] of movement.latency) this.#requests.addLatency(open, key, whole);
    this.#requests.touch(open);
    state.intervals.push(open);
    enterByPath(state.byPath, reading, span, state.intervals, this.#requests, this.#names);
    enterInjectedDelay(state.injectedDelay, reading, this.#names, span, this.#requests, this.#own);
    return counted;
  }

  #beginEndpoints(reading: MetricsReading): void {
    beginByPath(this.#state.byPath, reading);
    beginInjectedDelay(this.#state.injectedDelay, reading);
  }

  /** The log names what the counters counted, unless they name it themselves. */
  #claimWaiting({ at, reading }: ScrapeObservation): void {
    const state = this.#state;
    const turnedOver = this.log.takeTurnedOver();
    if (namesEndpoints(reading)) {
      this.#requests.addClients(state.waiting, at);
      state.waiting = [];
    } else {
      state.waiting = [...this.#attribute(state.waiting, turnedOver)];
    }
  }

  /** Attributes rows to open requests and enters them; returns the rows that found nothing. */
  #attribute(rows: readonly WaitingRow[], turnedOver = false): readonly WaitingRow[] {
    const { attributions, unattributed } = attributeRequests(
      this.#state.intervals,
      rows,
      turnedOver,
    );
    for (const attribution of attributions) {
      this.#requests.addAttributed(attribution);
      const { key, endpoint } = attribution.row;
      this.#faults.sawMethod(endpoint, parseTrafficKey(key).method ?? '');
    }
    // How its other requests are shown depends on how many they are.
    for (const interval of new Set(attributions.map(({ interval }) => interval))) {
      this.#requests.touch(interval);
    }
    return unattributed;
  }

  /** Those of a process that has ended, which counts no more of them. */
  #endFaults(): void {
    const { intervals, diagnostics } = this.#state;
    this.#faults.match(intervals, standingAtEnd, this.#names.routes);
    diagnostics.lateFaults += this.#faults.dropAll();
  }

  #closeIntervals(at: number): void {
    const { intervals } = this.#state;
    for (const interval of intervals) if (isOver(interval, at)) this.#requests.settle(interval);
    this.#state.intervals = intervals.filter((interval) => !isOver(interval, at));
  }

  #dropLateRows(at: number): void {
    const state = this.#state;
    for (const row of state.waiting) row.waits++;
    const kept = state.waiting.filter((row) => row.waits <= scrapesWaited || !isPast(row, at));
    state.diagnostics.lateRows += state.waiting.length - kept.length;
    state.waiting = kept;
  }

  /** A span that is bridged by spreading, and one in which nobody was there to ask, both count as gaps. */
  #sayGaps(
    from: number,
    { at, intervalMs }: ScrapeObservation,
    spreadRequests: number | null,
  ): void {
    const known = this.#timeline.coveredUntil;
    if (known !== null && isGap(from - known, intervalMs)) {
      this.#timeline.event('gap', known, from, { spread: false, requests: null });
    }
    if (spreadRequests !== null) {
      const spread = at - from <= dayMs;
      this.#timeline.event('gap', from, at, { spread, requests: spreadRequests });
    }
  }
}
