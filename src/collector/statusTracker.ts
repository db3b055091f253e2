import { isDeepStrictEqual } from 'node:util';
import { shownUrl } from '../domain/shownUrl';
import { pausedStatus } from '../protocol/collectingStatus';
import type {
  CollectingDiagnostics,
  DataDiagnostics,
  OtherCollector,
} from '../protocol/collectingStatus';
import { diagnosticRises } from './diagnosticRises';
import type { DiagnosticRises } from './diagnosticRises';
import type { CollectorLog, CollectorSettings, CollectorStatus } from './collectorOptions';
import { isLikeRestart } from './sources/sourceFailure';
import type { SourceFailure } from './sources/sourceFailure';

/** For how many intervals a server that is silent may be restarting (docs/collection.md#sources). */
export const restartIntervals = 2;

type Changes = Partial<
  Pick<CollectorStatus, 'log' | 'recorder' | 'lastScrapeAt' | 'nextTryAt' | 'scrapeIntervalSeconds'>
> & {
  readonly paused?: boolean;
};

/** Keeps the status of collecting, reports every change, and logs what changed in words. */
export class StatusTracker {
  readonly #log: CollectorLog;
  readonly #onStatus: (status: CollectorStatus) => void;
  #status: CollectorStatus;
  #known: boolean;
  #paused = true;
  #rises: DiagnosticRises | null = null;

  constructor(
    settings: CollectorSettings,
    known: boolean,
    log: CollectorLog,
    onStatus: (status: CollectorStatus) => void,
  ) {
    this.#known = known;
    this.#log = log;
    this.#onStatus = onStatus;
    this.#status = pausedStatus({
      metricsUrl: shownUrl(settings.metricsUrl),
      adminUrl: shownUrl(settings.adminUrl),
      scrapeIntervalSeconds: settings.scrapeIntervalSeconds,
    });
  }

  get status(): CollectorStatus {
    return this.#status;
  }

  /** Whether this target has ever answered in this storage. */
  get known(): boolean {
    return this.#known;
  }

  /** Whether another process collects. */
  get isWatching(): boolean {
    return this.#status.collectedBy !== undefined;
  }

  /** Another process collects, or has stopped. */
  collectedBy(other: OtherCollector | null): void {
    const { collectedBy: known, ...status } = this.#status;
    const isKnown = other?.process === known?.process && other?.host === known?.host;
    // Where the store could not be asked, it is there again.
    if (isKnown && !(other && this.#lacksStore(status.metrics))) return;
    if (isKnown) this.#log.info({ kind: 'store_answers' });
    else if (other) this.#log.info({ kind: 'other_collects', ...other });
    else this.#log.info({ kind: 'other_ended' });
    // It has a database, so the server once answered.
    this.#known = true;
    this.#status = { ...status, ...(other && { collectedBy: other }) };
    this.#update({ metrics: { state: 'unknown', failure: null }, nextTryAt: null, failedTries: 0 });
  }

  set({ paused, ...changes }: Changes): void {
    if (paused !== undefined) this.#paused = paused;
    if (changes.log && changes.log.state !== this.#status.log.state) {
      const { failure } = changes.log;
      if (failure) this.#log.warn({ kind: 'source_failed', failure });
      else this.#log.info({ kind: 'source_read', source: 'request_log' });
    }
    if (changes.recorder && changes.recorder.state !== this.#status.recorder.state) {
      const { failure } = changes.recorder;
      this.#log.info(
        failure ? { kind: 'source_failed', failure } : { kind: 'source_read', source: 'recorder' },
      );
    }
    this.#update(changes);
  }

  /** A scrape that began at `at` was committed; `before` are the counts as they stood before the first one. */
  scraped(at: number, before: DataDiagnostics, diagnostics: CollectingDiagnostics): void {
    const rises = diagnosticRises(this.#status.diagnostics ?? before, diagnostics);
    // What is wrong in every scrape is logged once.
    if (rises !== null && !isDeepStrictEqual(rises, this.#rises)) {
      this.#log.info({ kind: 'diagnostics', rises });
    }
    this.#rises = rises;
    if (this.#status.metrics.state !== 'on') {
      this.#log.info({ kind: 'collecting', metricsUrl: this.#status.metricsUrl });
    }
    this.#known = true;
    this.#update({
      metrics: { state: 'on', failure: null },
      lastScrapeAt: at,
      lastTryAt: at,
      failedTries: 0,
      diagnostics,
    });
  }

  /** The log alone was read and committed at `at`: nobody answers for metrics, which is no failure then. */
  logAlone(at: number, silence: Extract<SourceFailure, { kind: 'no_answer' }>): void {
    const failure: SourceFailure = { ...silence, logAnswers: true };
    if (this.#status.metrics.state !== 'off') this.#log.info({ kind: 'log_alone', failure });
    this.#known = true;
    this.#update({
      metrics: { state: 'off', failure },
      lastScrapeAt: at,
      lastTryAt: at,
      failedTries: 0,
    });
  }

  /** A try at `at` gave nothing that could be counted; only a new reason is worth a line in the log. */
  failed(at: number, reason: SourceFailure): void {
    const { metrics, failedTries } = this.#status;
    const mayRestart =
      (metrics.state === 'on' || metrics.state === 'restarting') &&
      failedTries < restartIntervals &&
      isLikeRestart(reason);
    const failure: SourceFailure = mayRestart ? { ...reason, mayRestart } : reason;
    if (!isDeepStrictEqual(failure, metrics.failure)) {
      this.#log.warn({ kind: 'source_failed', failure });
    }
    this.#update({
      metrics: { state: mayRestart ? 'restarting' : 'failing', failure },
      lastTryAt: at,
      failedTries: failedTries + 1,
    });
  }

  #update(changes: Partial<CollectorStatus>): void {
    const changed = { ...this.#status, ...changes };
    const status = { ...changed, phase: this.#phase(changed) };
    // Each read of the log says that it answered.
    if (isDeepStrictEqual(status, this.#status)) return;
    this.#status = status;
    this.#onStatus(this.#status);
  }

  /** What another process collects cannot be seen then. */
  #lacksStore({ failure }: CollectorStatus['metrics']): boolean {
    return failure?.kind === 'store';
  }

  #phase({ metrics, collectedBy }: CollectorStatus): CollectorStatus['phase'] {
    if (this.#paused) return 'paused';
    if (collectedBy && !this.#lacksStore(metrics)) return 'watching';
    if (!this.#known) return 'waiting';
    if (metrics.state === 'failing' || metrics.state === 'restarting') return metrics.state;
    return 'collecting';
  }
}
