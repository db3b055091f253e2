import type { UnreadableReason } from '../../domain/unreadableEntry';
import type { Histogram } from '../../domain/histogram';
import type { SizeSums } from '../../domain/trafficColumns';
import type {
  EndpointLatencyKey,
  EndpointTrafficKey,
  LatencyKey,
  TrafficKey,
} from '../../domain/trafficKey';
import type { FaultKey } from '../../mockforge/faultKey';
import type { Readings } from '../../mockforge/metricsReading';
import type { Baseline } from './counterDeltas';
import type { AccumulatorState } from './accumulatorState';
import type { OwnRequest } from './ownRequest';

/**
 * Everything that collecting must know to resume after a stop at any point. It is stored with the rows, in the same
 * transaction, as JSON. Times are unix ms on our clock, minutes unix seconds; keys are those of domain/trafficKey and
 * domain/compositeKey.
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
  baselineByKey: Readings<TrafficKey, LatencyKey> | null;
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
  /** Those counts at the last good scrape, and whether the ring held any row. */
  ringAtScrape: { readonly epoch: number; readonly turns: number; readonly held: boolean };
  ledger: AccumulatorState;
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
    lastUnreadable: UnreadableReason | null;
  };
  /** Ids of the entries that could not be read lately, so that each is counted once. */
  unreadable: string[];
}

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** How far a server had counted when another began to answer in its place. */
export interface SetAside extends Readings {
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
  /** A process may have answered it that has ended since. */
  readonly isDoubtful?: boolean;
}

/** What the metrics say of endpoints, on a server whose metrics name them. */
export interface ByPathState extends Writable<Baseline<EndpointTrafficKey, EndpointLatencyKey>> {
  /** Fingerprint of the routes that named them; null before the process has been read. */
  routes: string | null;
  /** Requests whose counter by status has not moved yet. */
  waiting: WaitingCount[];
}

/** Delays injected so far, by endpoint, when they were last entered. */
export interface InjectedDelayState extends Writable<
  Pick<Baseline<never, string>, 'latency' | 'fallenLatency'>
> {
  /** Fingerprint of the routes that named them; null before the process has been read. */
  routes: string | null;
}

export interface WaitingCount {
  readonly key: TrafficKey;
  readonly endpoint: string;
  count: number;
  /** Good scrapes that they have waited for. */
  waits: number;
}

/** What is known of injected faults. */
export interface FaultState {
  /** Faults so far by type and endpoint when they were last counted, the highest of each; null before that. */
  baseline: ReadonlyMap<FaultKey, number> | null;
  /** The last values of those that are lower now; null for one that was missing. */
  fallen: ReadonlyMap<FaultKey, number | null>;
  /** Fingerprint of the routes that named them. */
  routes: string;
  /** When they were last counted, unix ms; the process's start in a new one. */
  countedAt: number;
  /** Faults whose failed request has not been found. */
  waiting: WaitingFault[];
  /** Methods that the log has seen at an endpoint. */
  readonly methods: Map<string, string[]>;
  /** Those found of minutes that may still get more, to be written as one event per endpoint, type and minute. */
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

/**
 * What the rows of the running process hold besides what its counters moved, by traffic key: all that is needed to
 * compare the two at any time.
 */
export interface RunBalance {
  /** The first minute (unix seconds) that holds requests of the run, and what that and later ones held before it. */
  readonly from: number;
  readonly before: Map<TrafficKey, number>;
  /** What its counters said when counting began. */
  readonly baseline: Map<TrafficKey, number>;
  /** Taken out of what they moved: requests of our own, and http requests that are GraphQL calls. */
  readonly own: Map<TrafficKey, number>;
  readonly doubles: Map<TrafficKey, number>;
  /** Counted, but too long ago to be laid over minutes. */
  readonly unplaced: Map<TrafficKey, number>;
  /** In the rows, though no counter speaks of them. */
  readonly alone: Map<TrafficKey, number>;
  /** Spread evenly over gaps. */
  spread: number;
  /** Steps of the clock that were seen before. */
  readonly clockSteps: number;
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
  readonly remaining: Map<TrafficKey, number>;
  /**
   * Of a spread interval: latency by (protocol, method), and how many of its requests were entered into which
   * minute (unix s), which it follows.
   */
  readonly latency: Map<LatencyKey, Histogram>;
  readonly entered: Map<LatencyKey, Record<number, number>>;
  /** Good log reads that followed its end. */
  logReads: number;
  /** Where our clock was set back within it: other spans, unix ms, whose times rows of its requests may bear. */
  alsoLogged?: readonly { readonly from: number; readonly to: number }[];
}

/** A log row that no open interval could take yet. The recorder may tell sizes that the log does not, which are 0 until then. */
export interface WaitingRow extends SizeSums {
  readonly key: TrafficKey;
  readonly endpoint: string;
  readonly finishedAt: number;
  readonly handlerMs: number;
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
