import type { Histogram } from '../../domain/histogram';
import { jsonWithMaps, mapOf } from '../../domain/jsonMap';
import type { Stored } from '../../domain/jsonMap';
import type { Baseline } from './counterDeltas';
import { noBaseline } from './counterDeltas';
import { newLedger } from './ledgerState';
import type { LedgerMinute, LedgerState } from './ledgerState';
import type { OwnRequest } from './ownRequests';
import type { RunBalance } from './runBalance';

/**
 * Everything collecting must know to go on after a stop at any point. It is stored with the rows, in the
 * same transaction, as JSON. Times are unix ms on our clock, minutes unix seconds; keys are those of
 * domain/trafficKey and domain/compositeKey.
 */
export interface AccountState extends Writable<Baseline> {
  readonly version: 4;
  batchId: number;
  /** The latest time at which the log was read, or its stream came, whatever was replayed since. */
  logReadAt: number | null;
  process: ServerProcess | null;
  /** What the rows of the running process are made of; null where an older version began to count it. */
  balance: RunBalance | null;
  /** Other servers, or runs of one, that answered before, the newest last. */
  setAside: readonly SetAside[];
  /** When the last good scrape began. What its series (mockforge/seriesKey) said is the baseline of the next. */
  lastScrapeAt: number | null;
  /** The baseline by key, as versions before 3 have stored it, until a scrape tells what its series are. */
  baselineByKey: Pick<Baseline, 'counters' | 'latency'> | null;
  /** Families that the running process has exposed so far. */
  families: string[];
  /** GraphQL requests by status that the http POST counters still have to give up. */
  owedByHttp: ReadonlyMap<string, number>;
  faults: FaultState;
  own: OwnState;
  /** Ids of the messages in the SMTP mailbox; null before it was first read. */
  mailbox: string[] | null;
  byPath: ByPathState;
  injectedDelay: InjectedDelayState;
  /** Endpoints that have a name though they are no route, by its hash, with the last hour that saw them. */
  names: Map<string, number>;
  intervals: OpenInterval[];
  waiting: WaitingRow[];
  /**
   * Ids of the log's ring as last read and of what the live stream brought since; how often the ring was found
   * emptied, and how often full of other rows; the last look after which it was read, unix ms.
   */
  ring: { ids: string[]; epoch: number; turns: number; readAfter?: number };
  /** How often as it was at the last good scrape, and whether it held any row. */
  ringAtScrape: { readonly epoch: number; readonly turns: number; readonly held: boolean };
  ledger: LedgerState;
  coverage: { from: number; to: number; how: CoverageKind } | null;
  /** How many failed requests of a minute are stored one by one so far. */
  errorQuota: { minute: number; stored: number };
  /** Failed requests that are stored and whose cause the recorder may still tell, oldest first. */
  unexplained: StoredFailure[];
  /** What went wrong in the data so far, for the diagnostics. */
  diagnostics: {
    droppedSamples: number;
    seriesAnomalies: number;
    lateRows: number;
    lateFaults: number;
    clockSteps: number;
    otherEndpoints: number;
    countedFromLog: number;
    unequalHistograms: number;
    repeatedSamples: number;
    brokenHistograms: number;
    otherServers: number;
    unreadableEntries: number;
    lastUnreadable: string | null;
  };
  /** Ids of the entries that could not be read lately, so that each is counted once. */
  unreadable: string[];
}

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** How far a server had counted when another began to answer in its place. */
export interface SetAside extends Pick<Baseline, 'counters' | 'latency'> {
  readonly process: ServerProcess;
}

/** Our own requests. */
export interface OwnState {
  /** How many the process is known to have counted. */
  counted: number;
  /** Those whose counter no scrape has shown yet. */
  pending: WaitingOwn[];
  /** Those that a fault may have ended, and a delay may have been injected into, that no scrape has shown yet. */
  faulty: WaitingOwn[];
  delayed: WaitingOwn[];
}

export interface WaitingOwn extends OwnRequest {
  /** Good scrapes it has waited for. */
  readonly waits: number;
}

/** What the metrics say of endpoints, on a server whose metrics name them. */
export interface ByPathState extends Writable<Baseline> {
  /** Requests by traffic key and endpoint, latency by latency key and endpoint. */
  counters: Baseline['counters'];
  latency: Baseline['latency'];
  /** Fingerprint of the routes that named them; null before the process has been read. */
  routes: string | null;
  /** Requests whose counter by status has not moved yet. */
  waiting: WaitingCount[];
}

/** Delays injected so far, by endpoint, when they were last entered. */
export interface InjectedDelayState extends Writable<Pick<Baseline, 'latency' | 'fallenLatency'>> {
  /** Fingerprint of the routes that named them; null before the process has been read. */
  routes: string | null;
}

export interface WaitingCount {
  readonly key: string;
  readonly endpoint: string;
  count: number;
  /** Good scrapes they have waited for. */
  waits: number;
}

/** What is known of injected faults. */
export interface FaultState {
  /** Faults so far by type and endpoint when they were last counted, the highest of each; null before that. */
  baseline: ReadonlyMap<string, number> | null;
  /** What those said last that stand below it; null for one that was missing. */
  fallen: ReadonlyMap<string, number | null>;
  /** Fingerprint of the routes that named them. */
  routes: string;
  /** When they were last counted, unix ms; the process's start in a new one. */
  countedAt: number;
  /** Faults whose failed request has not been found. */
  waiting: WaitingFault[];
  /** Methods that the log has seen at an endpoint. */
  readonly methods: Map<string, string[]>;
  /** Found ones of minutes that may still get more, to be told in one event an endpoint, type and minute. */
  readonly untold: InjectedFaults[];
}

/** Faults of one type at one endpoint that a scrape counted, between two scrapes at unix ms. */
export interface WaitingFault {
  readonly type: string;
  readonly endpoint: string;
  readonly from: number;
  readonly to: number;
  count: number;
  waits: number;
  /** Of a fault that a read of ours met which got no answer: how long it took, ms. */
  readonly ourMilliseconds?: number;
}

/** Injected faults of a minute with their requests' statuses and methods. */
export interface InjectedFaults {
  readonly minute: number;
  readonly type: string;
  readonly endpoint: string;
  count: number;
  statuses: number[];
  methods: string[];
}

export type CoverageKind = 'scraped' | 'spread' | 'log only';

/** One run of the server. `ordinal` counts the runs that this target has seen. */
export interface ServerProcess {
  readonly ordinal: number;
  readonly startedAt: number | null;
  readonly identity: ProcessIdentity;
}

/** What tells one run of a server from another; each null where the server does not say. */
export interface ProcessIdentity {
  /** process_start_time_seconds as exposed. */
  readonly processStart: number | null;
  /** The dashboard's start time, unix ms. */
  readonly dashboardStart: number | null;
  /** Seconds, up to 15 s old. */
  readonly uptime: number | null;
}

/** Requests that a scrape counted and no log row has claimed yet. */
export interface OpenInterval {
  /** When the scrapes at its two ends began. */
  readonly from: number;
  readonly to: number;
  /** When the scrape at its end was answered: what it counted had finished by then. */
  readonly answeredAt: number;
  /** After a gap nobody knows when they came: they are laid evenly over the interval. */
  readonly spread: boolean;
  readonly remaining: Map<string, number>;
  /**
   * Of a spread interval: latency by (protocol, method), and how many of its requests were entered into which
   * minute (unix s), which it follows.
   */
  readonly latency: Map<string, Histogram>;
  readonly entered: Map<string, Record<number, number>>;
  /** Good log reads that followed its end. */
  logReads: number;
  /** Where our clock was set back within it: other spans, unix ms, whose times rows of its requests may bear. */
  alsoLogged?: readonly { readonly from: number; readonly to: number }[];
}

/** A log row that no open interval could take yet. */
export interface WaitingRow {
  readonly key: string;
  readonly endpoint: string;
  readonly finishedAt: number;
  readonly handlerMs: number;
  /** 0 until the recorder tells. */
  bytesSent: number;
  readonly bytesReceived: number;
  readonly clientIp: string | null;
  readonly userAgent: string | null;
  /** Whether it was read before its own time: since it was logged, our clock was set back. */
  readonly ahead?: boolean;
  /** The ring's epoch when it was read. */
  readonly epoch: number;
  /** Good scrapes it has waited for. */
  waits: number;
}

/** What finds the exchange of a failed request that is stored. Unix ms on our clock. */
export interface StoredFailure {
  readonly logId: string;
  readonly method: string;
  readonly status: number;
  readonly path: string;
  readonly userAgent: string | null;
  readonly finishedAt: number;
  /** When it came, as it is stored. */
  readonly at: number;
}

/** A state as it is stored. */
export function accountStateText(state: AccountState): string {
  return jsonWithMaps(state);
}

/** A stored state; what an older version had no notion of is as in a new one. */
export function accountStateFrom(text: string | undefined): AccountState {
  if (text === undefined) return newAccountState();
  const begun = JSON.parse(accountStateText(newAccountState())) as Stored<AccountState>;
  const { version, ...read } = JSON.parse(text) as StoredState;
  const stored = { ...begun, ...read };
  const keyed = version === 1 ? mapOfFirstVersion : mapOf;
  const { faults, byPath, injectedDelay, ledger, balance } = stored;
  const ring = { ...begun.ring, ...stored.ring };
  // Before version 3 the baseline itself was by key.
  const byKey = version < 3 ? stored : stored.baselineByKey;
  return {
    ...stored,
    version: 4,
    ...(version < 3 ? noBaseline : baselineFrom(stored)),
    balance: balance && {
      ...balance,
      before: mapOf(balance.before),
      baseline: mapOf(balance.baseline),
      own: mapOf(balance.own),
      doubles: mapOf(balance.doubles),
      unplaced: mapOf(balance.unplaced),
      alone: mapOf(balance.alone),
    },
    baselineByKey: byKey && { counters: keyed(byKey.counters), latency: keyed(byKey.latency) },
    setAside: stored.setAside.map(({ process, counters, latency }) => ({
      process,
      counters: mapOf(counters),
      latency: mapOf(latency),
    })),
    ring,
    ringAtScrape: read.ringAtScrape ?? { ...begun.ringAtScrape, epoch: ring.epoch },
    owedByHttp: mapOf(stored.owedByHttp),
    names: mapOf(stored.names),
    faults: {
      ...faults,
      baseline: faults.baseline && keyed(faults.baseline),
      fallen: mapOf(faults.fallen),
      methods: mapOf(faults.methods),
    },
    own: { ...begun.own, ...stored.own },
    byPath: { ...byPath, ...baselineFrom(byPath) },
    injectedDelay: {
      ...injectedDelay,
      latency: mapOf(injectedDelay.latency),
      fallenLatency: mapOf(injectedDelay.fallenLatency),
      // Before version 4 what we read had no name of its own.
      routes: version < 4 ? '' : injectedDelay.routes,
    },
    diagnostics: { ...begun.diagnostics, ...stored.diagnostics },
    waiting: stored.waiting.map(withBytesSent),
    intervals: stored.intervals.map((interval: Partial<Stored<OpenInterval>>) => ({
      ...(interval as Stored<OpenInterval>),
      remaining: keyed(interval.remaining),
      latency: keyed(interval.latency),
      entered: keyed(interval.entered),
    })),
    ledger: {
      ...begun.ledger,
      ...ledger,
      minutes: ledger.minutes.map((held: Partial<Stored<LedgerMinute>>) => ({
        ...(held as Stored<LedgerMinute>),
        cells: withEach(keyed(held.cells), withBytesSent),
        whole: keyed(held.whole),
        named: keyed(held.named),
        handler: keyed(held.handler),
        injectedDelay: mapOf(held.injectedDelay),
      })),
    },
  };
}

type StoredState = Partial<Omit<Stored<AccountState>, 'version'>> & { readonly version: number };

function baselineFrom(stored: Partial<Stored<Baseline>>): Baseline {
  return {
    counters: mapOf(stored.counters),
    latency: mapOf(stored.latency),
    fallenCounters: mapOf(stored.fallenCounters),
    fallenLatency: mapOf(stored.fallenLatency),
  };
}

/** Version 1 wrote the fields of its keys as they came. */
function mapOfFirstVersion<Held>(stored: Record<string, Held> | undefined): Map<string, Held> {
  return new Map([...mapOf(stored)].map(([key, held]) => [key.replaceAll('\\', '\\\\'), held]));
}

function withEach<Held>(map: Map<string, Held>, change: (held: Held) => Held): Map<string, Held> {
  return new Map([...map].map(([key, held]) => [key, change(held)]));
}

function withBytesSent<Sized extends { bytesSent: number }>(stored: Sized): Sized {
  return { ...stored, bytesSent: (stored as Partial<Sized>).bytesSent ?? 0 };
}

function newAccountState(): AccountState {
  return {
    version: 4,
    batchId: 0,
    logReadAt: null,
    process: null,
    lastScrapeAt: null,
    ...noBaseline,
    balance: null,
    baselineByKey: null,
    setAside: [],
    families: [],
    owedByHttp: new Map(),
    faults: {
      baseline: null,
      fallen: new Map(),
      routes: '',
      countedAt: 0,
      waiting: [],
      methods: new Map(),
      untold: [],
    },
    intervals: [],
    waiting: [],
    own: { counted: 0, pending: [], faulty: [], delayed: [] },
    mailbox: null,
    byPath: { ...noBaseline, routes: null, waiting: [] },
    injectedDelay: { latency: new Map(), fallenLatency: new Map(), routes: null },
    names: new Map(),
    ring: { ids: [], epoch: 0, turns: 0 },
    ringAtScrape: { epoch: 0, turns: 0, held: false },
    ledger: newLedger(),
    coverage: null,
    errorQuota: { minute: 0, stored: 0 },
    unexplained: [],
    diagnostics: {
      droppedSamples: 0,
      seriesAnomalies: 0,
      lateRows: 0,
      lateFaults: 0,
      clockSteps: 0,
      otherEndpoints: 0,
      countedFromLog: 0,
      unequalHistograms: 0,
      repeatedSamples: 0,
      brokenHistograms: 0,
      otherServers: 0,
      unreadableEntries: 0,
      lastUnreadable: null,
    },
    unreadable: [],
  };
}
