import { shownUrl } from '../domain/shownUrl';
import { pausedStatus } from '../protocol/collectingStatus';
import type {
  CollectingDiagnostics,
  CollectingStatus,
  DataDiagnostics,
  OtherCollector,
  SourceFailure,
} from '../protocol/collectingStatus';
import { diagnosticRises } from './diagnosticRises';
import type { CollectorLog, CollectorSettings } from './collectorOptions';

type Changes = Partial<
  Pick<
    CollectingStatus,
    'log' | 'recorder' | 'lastScrapeAt' | 'nextTryAt' | 'scrapeIntervalSeconds'
  >
> & {
  readonly paused?: boolean;
};

/** Keeps how collecting stands, tells every change, and logs what changed in words. */
export class StatusBoard {
  readonly #log: CollectorLog;
  readonly #onStatus: (status: CollectingStatus) => void;
  #status: CollectingStatus;
  #known: boolean;
  #paused = true;
  #rises: string | null = null;

  constructor(
    settings: CollectorSettings,
    known: boolean,
    log: CollectorLog,
    onStatus: (status: CollectingStatus) => void,
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

  get status(): CollectingStatus {
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
    if (other?.process === known?.process && other?.host === known?.host) return;
    if (other) {
      const { process, host } = other;
      this.#log.info(
        `Another window is collecting from this server: process ${process} on ${host}.`,
      );
    } else this.#log.info('The window that was collecting from this server has ended.');
    // It has a database, so the server once answered.
    this.#known = true;
    this.#status = { ...status, ...(other && { collectedBy: other }) };
    this.#update({ metrics: { state: 'unknown', failure: null }, nextTryAt: null, failedTries: 0 });
  }

  set({ paused, ...changes }: Changes): void {
    if (paused !== undefined) this.#paused = paused;
    if (changes.log && changes.log.state !== this.#status.log.state) {
      const { failure } = changes.log;
      if (failure) this.#log.warn(`${failure.what} ${failure.todo}`);
      else this.#log.info('The request log is read.');
    }
    if (changes.recorder && changes.recorder.state !== this.#status.recorder.state) {
      const { failure } = changes.recorder;
      this.#log.info(failure ? `${failure.what} ${failure.todo}` : 'The recorder is read.');
    }
    this.#update(changes);
  }

  /** A scrape that began at `at` was committed; `before` are the counts as they stood before the first one. */
  scraped(at: number, before: DataDiagnostics, diagnostics: CollectingDiagnostics): void {
    const rises = diagnosticRises(this.#status.diagnostics ?? before, diagnostics);
    // What is wrong in each scrape alike is said once.
    if (rises !== null && rises !== this.#rises) this.#log.info(rises);
    this.#rises = rises;
    if (this.#status.metrics.state !== 'on') {
      this.#log.info(`Collecting from ${this.#status.metricsUrl}.`);
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
  logAlone(at: number, { what }: SourceFailure): void {
    const todo = 'Totals and latency of whole requests need the metrics: start it with --metrics.';
    const failure: SourceFailure = { kind: 'unreachable', what, todo };
    if (this.#status.metrics.state !== 'off') {
      this.#log.info(`Collecting from the request log alone. ${what} ${todo}`);
    }
    this.#known = true;
    this.#update({
      metrics: { state: 'off', failure },
      lastScrapeAt: at,
      lastTryAt: at,
      failedTries: 0,
    });
  }

  /** A try at `at` gave nothing that could be counted; only a new reason is worth a line in the log. */
  failed(at: number, failure: SourceFailure): void {
    if (failure.what !== this.#status.metrics.failure?.what) {
      this.#log.warn(`${failure.what} ${failure.todo}`);
    }
    this.#update({
      metrics: { state: 'failing', failure },
      lastTryAt: at,
      failedTries: this.#status.failedTries + 1,
    });
  }

  #update(changes: Partial<CollectingStatus>): void {
    const status = { ...this.#status, ...changes };
    this.#status = { ...status, phase: this.#phase(status) };
    this.#onStatus(this.#status);
  }

  #phase({ metrics, collectedBy }: CollectingStatus): CollectingStatus['phase'] {
    if (this.#paused) return 'paused';
    if (collectedBy) return 'watching';
    if (!this.#known) return 'waiting';
    return metrics.state === 'failing' ? 'failing' : 'collecting';
  }
}
