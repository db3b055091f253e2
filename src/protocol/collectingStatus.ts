import type { UnreadableReason } from '../domain/unreadableEntry';

/** Why a source gave nothing usable. */
export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'http_status'
  | 'redirect'
  | 'tls'
  | 'not_http'
  | 'html'
  | 'json'
  | 'not_metrics'
  | 'cut_body'
  | 'malformed'
  | 'too_large'
  | 'prometheus_server'
  | 'missing_families'
  | 'store'
  | 'internal';

/** A failure as the user reads it: one sentence each for what and where, and for what to do. */
export interface FailureText {
  readonly kind: FailureKind;
  /** "No answer from 127.0.0.1:9090: connection refused." */
  readonly what: string;
  /** "Start MockForge, or connect to the address it runs at." */
  readonly todo: string;
}

/**
 * How one source stands. `restarting`: it answered a moment ago and is silent, which for two intervals is taken for a
 * restart of its server (docs/collection.md#sources).
 */
export interface SourceState<Failure = FailureText> {
  readonly state: 'unknown' | 'on' | 'restarting' | 'failing' | 'off';
  readonly failure: Failure | null;
}

/**
 * What was wrong with the data, counted since the target's database began. Each of these is a reason why a
 * number may be less certain than it looks.
 */
export interface DataDiagnostics {
  /** Samples left out because a counter was NaN, infinite or negative. */
  readonly droppedSamples: number;
  /** Series that fell or went missing while their process ran on. */
  readonly seriesAnomalies: number;
  /** Rows of the request log, and injected faults, that no counter accounts for. */
  readonly lateRows: number;
  readonly lateFaults: number;
  /** Times that our clock was set back. */
  readonly clockSteps: number;
  /** Requests whose endpoint has no name of its own, because there are too many. */
  readonly otherEndpoints: number;
  /** Requests that the log alone tells of, since no counter moves. */
  readonly countedFromLog: number;
  /** Scraped histograms whose buckets hold another number of requests than they say that there were. */
  readonly unequalHistograms: number;
  /** Samples left out because their series stood in the same body before. */
  readonly repeatedSamples: number;
  /** Scraped histograms left out, which lacked their sum or +Inf bucket, or whose buckets did not ascend. */
  readonly brokenHistograms: number;
  /** Servers that were there already when they first answered in the place of another. */
  readonly otherServers: number;
  /** Entries of the log, the routes, the recorder or the mailbox left out since they could not be read. */
  readonly unreadableEntries: number;
  /** The last of them; null before any. */
  readonly lastUnreadable: UnreadableReason | null;
}

/** What the last good scrape cost, and what was wrong with the data so far. */
export interface CollectingDiagnostics extends DataDiagnostics {
  readonly bodyBytes: number;
  /** Milliseconds from the question until the body was read. */
  readonly scrapeMs: number;
  /** Milliseconds until the database had taken what it told. */
  readonly commitMs: number;
}

/** Another process that collects into a target's database: a window, or a command. */
export interface OtherCollector {
  readonly process: number;
  readonly host: string;
}

/**
 * How collecting stands, for every surface. `waiting`: this target never answered in this storage;
 * `collecting`: the last scrape was good; `restarting`: it was not, as it is while a server restarts;
 * `failing`: it was not, though an earlier one was;
 * `watching`: another process collects, and here nothing is asked and its commits are shown;
 * `paused`: the user paused it or switched it off.
 */
export interface CollectingStatus<Failure = FailureText, Notice = string> {
  readonly phase: 'waiting' | 'collecting' | 'restarting' | 'watching' | 'failing' | 'paused';
  /** As they may be shown, not to be asked (domain/shownUrl). */
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** As it is: longer than it was set where scrapes take long. */
  readonly scrapeIntervalSeconds: number;
  readonly metrics: SourceState<Failure>;
  readonly log: SourceState<Failure>;
  /** Tells why requests failed; `unknown` as long as nobody has said where the mocks are served. */
  readonly recorder: SourceState<Failure>;
  /** Unix ms of the last good scrape, the last try and the next one; null where there is none. */
  readonly lastScrapeAt: number | null;
  readonly lastTryAt: number | null;
  readonly nextTryAt: number | null;
  /** Failed tries since the last good scrape. */
  readonly failedTries: number;
  /** What the user should know of the database, absent where there is nothing. */
  readonly notice?: Notice;
  /** Absent unless another process collects. */
  readonly collectedBy?: OtherCollector;
  /** Absent until a scrape was good. */
  readonly diagnostics?: CollectingDiagnostics;
}

/** The status of what is not collected: nothing is asked, and no source is known. */
export function pausedStatus({
  metricsUrl,
  adminUrl,
  scrapeIntervalSeconds,
}: Pick<CollectingStatus, 'metricsUrl' | 'adminUrl' | 'scrapeIntervalSeconds'>): CollectingStatus<
  never,
  never
> {
  const unknown = { state: 'unknown', failure: null } as const;
  return {
    phase: 'paused',
    metricsUrl,
    adminUrl,
    scrapeIntervalSeconds,
    metrics: unknown,
    log: unknown,
    recorder: unknown,
    lastScrapeAt: null,
    lastTryAt: null,
    nextTryAt: null,
    failedTries: 0,
  };
}
