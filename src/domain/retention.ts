/** For how many days each kind of row is kept, and how large the database may become. */
export interface RetentionPolicy {
  readonly minuteAggregatesDays: number;
  readonly hourAggregatesDays: number;
  readonly dayAggregatesDays: number;
  readonly errorEventsDays: number;
  readonly clientAnalyticsDays: number;
  readonly trafficPatternsDays: number;
  readonly snapshotsDays: number;
  /** In megabytes (1024 * 1024 bytes); 0: no limit. */
  readonly maxSizeMb: number;
}

/** For how long rows are kept by default (docs/store.md#retention). */
export const defaultRetention: RetentionPolicy = {
  minuteAggregatesDays: 7,
  hourAggregatesDays: 30,
  dayAggregatesDays: 365,
  errorEventsDays: 7,
  clientAnalyticsDays: 30,
  trafficPatternsDays: 90,
  snapshotsDays: 90,
  maxSizeMb: 4096,
};

/** Asks for one step of retention. */
export interface RetentionRequest {
  /** Unix seconds. */
  readonly now: number;
  readonly policy: RetentionPolicy;
  /** Seconds from one cleanup to the next; 0: one is due now. */
  readonly everySeconds: number;
}

/** Minutes are fewer than their period asks for, since the database reached the size that it may have. */
export interface SizeNotice {
  readonly maxSizeMb: number;
  /** Unix seconds; minutes before it were deleted early. */
  readonly minutesFrom: number;
}

/** What one step of retention did. */
export interface RetentionStep {
  /** Rows it deleted. */
  readonly rows: number;
  /** Unix seconds from which on another step has something to do; not after `now` while this cleanup goes on. */
  readonly nextAt: number;
  /** Set while the database is kept short by its size rather than by its periods, else null. */
  readonly notice: SizeNotice | null;
}
