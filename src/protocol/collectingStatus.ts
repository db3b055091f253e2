/** Why a source gave nothing usable. */
export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'http_status'
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
export interface SourceFailure {
  readonly kind: FailureKind;
  /** "No answer from 127.0.0.1:9090: connection refused." */
  readonly what: string;
  /** "Start MockForge, or connect to the address it runs at." */
  readonly todo: string;
}

/** How one source stands. */
export interface SourceState {
  readonly state: 'unknown' | 'on' | 'failing' | 'off';
  readonly failure: SourceFailure | null;
}

/**
 * How collecting stands, for every surface. `waiting`: this target never answered in this storage;
 * `collecting`: the last scrape was good; `failing`: it was not, though an earlier one was;
 * `paused`: the user paused it or switched it off.
 */
export interface CollectingStatus {
  readonly phase: 'waiting' | 'collecting' | 'failing' | 'paused';
  readonly metricsUrl: string;
  readonly adminUrl: string;
  readonly scrapeIntervalSeconds: number;
  readonly metrics: SourceState;
  readonly log: SourceState;
  /** Unix ms of the last good scrape, the last try and the next one; null where there is none. */
  readonly lastScrapeAt: number | null;
  readonly lastTryAt: number | null;
  readonly nextTryAt: number | null;
  /** Failed tries since the last good scrape. */
  readonly failedTries: number;
}
