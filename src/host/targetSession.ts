import type { HttpGet } from '../collector/sources/httpGet';
import { systemClock } from '../collector/systemClock';
import type { RecordedRequest } from '../mockforge/recordedRequest';
import type { RepeatableRequest } from '../protocol/webviewMessages';
import type { CleanupRule } from '../collector/cleanup';
import { Cleanup } from '../collector/cleanup';
import type { BackfillStore } from '../collector/backfill/backfill';
import { Collector } from '../collector/collector';
import type {
  CollectorLog,
  CollectorOptions,
  CollectorSettings,
  CollectorStatus,
} from '../collector/collectorOptions';
import { eraseCollected } from '../collector/eraseCollected';
import type { CommitBatch } from '../domain/commitBatch';
import type { CommitChanges } from '../domain/commitChanges';
import { anyChanges } from '../domain/commitChanges';
import { normalizePath } from '../domain/endpointName';
import type { SizeNotice } from '../domain/retention';
import type { NamedRoute } from '../domain/routeTable';
import type { Compaction } from '../store/fileMaintenance';
import { StoreError } from '../store/storeError';
import type { StoreLocation } from '../store/storeLocation';
import type { WaitingCommits } from '../store/storeMaintenance';
import type { TrafficStore } from '../store/trafficStore';

/** What a session works with and whom it tells. */
export interface TargetSessionOptions {
  readonly http: HttpGet;
  readonly settings: CollectorSettings;
  /** Whether this target has a database, so it once answered. */
  readonly known: boolean;
  /** As in CollectorOptions. */
  readonly phaseMs?: CollectorOptions['phaseMs'];
  /** What to keep of the collected data. */
  readonly cleanup: () => CleanupRule;
  /** Where the target's database is or will be. */
  readonly location: Pick<StoreLocation, 'watch'>;
  /** Opens the target's database, creating it if need be. */
  readonly openStore: () => Promise<TrafficStore>;
  readonly log: CollectorLog;
  readonly onStatus: () => void;
  /** Told what a commit, of this or another process, may have changed. */
  readonly onCommit: (changes: CommitChanges) => void;
}

/** One target while it is current: its collector, and its database, opened when first needed and once. */
export class TargetSession {
  readonly #options: TargetSessionOptions;
  readonly #collector: Collector;
  readonly #cleanup: Cleanup;
  #notice: SizeNotice | null = null;
  /** The store while it is open. */
  #opened: TrafficStore | undefined;
  /** What waits for a server, and when it took the last commit, unix ms. */
  #waiting: WaitingCommits | null = null;
  #storedAt: number | null = null;
  #store: Promise<TrafficStore> | undefined;
  /** Set while this session does not collect, so that another process may. */
  #commits: { close(): void } | undefined;
  #collects = false;
  #closed = false;

  constructor(options: TargetSessionOptions) {
    this.#options = options;
    this.#collector = new Collector({
      clock: systemClock,
      http: options.http,
      settings: options.settings,
      log: options.log,
      known: options.known,
      phaseMs: options.phaseMs,
      openStore: async () => (await this.#open()).writer,
      onStatus: () => {
        this.#watchOther();
        options.onStatus();
      },
      onCommit: (changes) => {
        this.#committed(changes);
        void this.#cleanup.committed();
      },
    });
    this.#cleanup = new Cleanup({
      clock: systemClock,
      rule: options.cleanup,
      store: async () => {
        const { writer, file } = await this.#open();
        return {
          retain: (request) => writer.retain(request),
          compact: file && ((stop) => file.compact(stop)),
        };
      },
      log: options.log,
      onNotice: (notice) => {
        this.#notice = notice;
        options.onStatus();
      },
    });
  }

  get status(): CollectorStatus {
    const status = this.#withWaiting(this.#collector.status);
    return this.#notice === null ? status : { ...status, notice: this.#notice };
  }

  /** While commits wait for a server nothing newer can be read of it than what it took last. */
  #withWaiting(status: CollectorStatus): CollectorStatus {
    if (!this.#waiting || status.phase !== 'collecting') return status;
    const { fault: why, ...held } = this.#waiting;
    const error = new StoreError({
      kind: 'commits_wait',
      store: this.#opened?.name ?? '',
      why,
      ...held,
    });
    return {
      ...status,
      phase: 'failing',
      metrics: { state: 'failing', failure: { kind: 'store', error } },
      lastScrapeAt: this.#storedAt,
    };
  }

  /** Whether there is a database, so that views have something to read or will soon. */
  get hasData(): boolean {
    return this.#options.known || this.#store !== undefined;
  }

  /** The server's routes by their stored names; null until the server reports them. */
  get routes(): readonly NamedRoute[] | null {
    return this.#collector.routes?.names ?? null;
  }

  /** The stored name of the endpoint of a path. */
  endpointOf(path: string): string {
    return this.#collector.routes?.nameOf(path) ?? normalizePath(path);
  }

  /** A request as the server's recorder keeps it; null where it does not. */
  recorded(request: RepeatableRequest): Promise<RecordedRequest | null> {
    return this.#collector.recorded(request);
  }

  /** @param afterMs how soon it is scraped first, ms */
  start(afterMs = 0): void {
    this.#collects = true;
    void this.#share();
    this.#cleanup.start();
    this.#collector.start(afterMs);
  }

  /**
   * Ends a compaction first: the commits that it lets wait are a part of what pausing waits for. Writing is left to
   * others only when nothing of ours is under way.
   */
  async pause(): Promise<void> {
    await Promise.all([this.#cleanup.stop(), this.#collector.pause()]);
    // It may have been started again meanwhile.
    if (this.status.phase !== 'paused') return;
    this.#collects = false;
    await this.#share();
  }

  scrapeNow(): Promise<void> {
    return this.#collector.scrapeNow();
  }

  /** The database for reading; undefined while there is none. Rejects when it cannot be opened. */
  async store(): Promise<TrafficStore | undefined> {
    return this.hasData && !this.#closed ? this.#open() : undefined;
  }

  /** The target's past, to be filled in: its database is made with the first batch where there is none. */
  get past(): BackfillStore {
    return {
      coveredSpans: async () => (await this.store())?.writer.coveredSpans() ?? [],
      backfill: async (batch) => {
        const written = await (await this.#open()).writer.backfill(batch);
        this.#options.onCommit(anyChanges);
        return written;
      },
    };
  }

  /**
   * Deletes what was collected before a moment (unix seconds), or everything for null. The signal ends it as long as
   * nothing is deleted.
   */
  async erase(before: number | null, signal: AbortSignal): Promise<Compaction> {
    const store = await this.#open();
    const erased = await this.#collector.rewriteStored(() => eraseFrom(store, before, signal));
    this.#options.onCommit(anyChanges);
    return erased;
  }

  /** Waits for pending work, at most `patience` ms, then flushes and closes the database. */
  async close(patience: number): Promise<void> {
    this.#closed = true;
    this.#commits?.close();
    const ended = Promise.all([this.#collector.pause(), this.#cleanup.stop()]);
    await Promise.race([ended.catch(() => undefined), delay(patience)]);
    const store = await this.#store?.catch(() => undefined);
    await store?.close();
  }

  /** Commits of another process are reported like our own. */
  #watchOther(): void {
    const mayOther = ['watching', 'paused'].includes(this.status.phase);
    if (!mayOther || this.#closed) {
      this.#commits?.close();
      this.#commits = undefined;
      return;
    }
    this.#commits ??= this.#options.location.watch(() => {
      this.#options.onCommit(anyChanges);
    });
  }

  /** A commit that waits for a server cannot be read; all that waited can be once none does. */
  #committed(changes: CommitChanges): void {
    const hasWaited = this.#waiting !== null;
    if (!hasWaited) this.#storedAt = this.#collector.status.lastScrapeAt;
    this.#waiting = this.#opened?.maintenance.waiting ?? null;
    if (this.#waiting) this.#options.onStatus();
    else this.#options.onCommit(hasWaited ? anyChanges : changes);
  }

  /** While this window does not collect, another one may. */
  async #openToShare(): Promise<TrafficStore> {
    const store = await this.#options.openStore();
    this.#opened = store;
    await store.maintenance.setCollecting(this.#collects);
    return store;
  }

  async #share(): Promise<void> {
    const store = await this.#store?.catch(() => undefined);
    // Where it cannot be written collecting says so.
    await store?.maintenance.setCollecting(this.#collects).catch(() => undefined);
  }

  /** A failed opening is forgotten, so that the next need tries again. */
  #open(): Promise<TrafficStore> {
    if (this.#closed)
      return Promise.reject(
        new Error('This server is no longer collected from as before. Try again.'),
      );
    this.#store ??= this.#openToShare().catch((error: unknown) => {
      this.#store = undefined;
      throw error;
    });
    return this.#store;
  }
}

/** As TargetSession.erase, for a store that nobody collects into. */
export function eraseFrom(
  { writer, maintenance }: TrafficStore,
  before: number | null,
  signal: AbortSignal,
): Promise<Compaction> {
  const store = {
    loadState: () => writer.loadState(),
    erase: (from: number | null, batch: CommitBatch | null) =>
      maintenance.erase({ before: from, batch }, signal),
  };
  return eraseCollected(store, before, systemClock.now());
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
