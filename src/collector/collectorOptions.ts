import type { Clock } from '../domain/clock';
import type { Dimensions } from '../domain/commitBatch';
import type { CommitChanges } from '../domain/commitChanges';
import type { SizeNotice } from '../domain/retention';
import type { CollectorStore } from './accountSession';
import type { CollectingStatus } from '../protocol/collectingStatus';
import type { CollectorEvent } from './collectorEvent';
import type { HttpGet } from './sources/httpGet';
import type { SourceFailure } from './sources/sourceFailure';

export interface CollectorSettings {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** Where the mocks are served, and the recorder with them; empty: where the admin API says. */
  readonly recorderUrl: string;
  /** A divisor of 60. */
  readonly scrapeIntervalSeconds: number;
  readonly dimensions: Dimensions;
  /** Failed requests of a minute that are stored one by one; what is beyond is counted by kind. */
  readonly errorsPerMinute: number;
  /** How often closed minutes become final, seconds, a multiple of 60; 60 when left out. */
  readonly aggregationIntervalSeconds?: number;
}

/** How collecting stands, with failures as data. */
export type CollectorStatus = CollectingStatus<SourceFailure, SizeNotice>;

export interface CollectorLog {
  info(event: CollectorEvent): void;
  warn(event: CollectorEvent): void;
}

export interface CollectorOptions {
  readonly clock: Clock;
  readonly http: HttpGet;
  readonly settings: CollectorSettings;
  readonly log: CollectorLog;
  /** True when this target has a database, so it once answered: collecting then starts at full rhythm. */
  readonly known: boolean;
  /** How long after each full interval of so many ms it is scraped, ms (schedule.ts); at its beginning when left out. */
  readonly phaseMs?: ((intervalMs: number) => number) | undefined;
  /** Opens the target's database, creating it if need be; not called before the server has answered. */
  readonly openStore: () => Promise<CollectorStore>;
  /** Told after every change of the status; it is then in `status`. */
  readonly onStatus: (status: CollectorStatus) => void;
  /** Told after every commit what it may have changed. */
  readonly onCommit: (changes: CommitChanges) => void;
}
