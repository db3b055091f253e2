import * as vscode from 'vscode';
import type { RecordedRequest } from '../mockforge/recordedRequest';
import type { RepeatableRequest } from '../protocol/webviewMessages';
import type { BackfillStore } from '../collector/backfill/backfill';
import type { CollectorSettings } from '../collector/collectorOptions';
import type { CommitChanges } from '../domain/commitChanges';
import { anyChanges } from '../domain/commitChanges';
import { shownUrl } from '../domain/shownUrl';
import { internalEndpointPatterns } from '../mockforge/paths';
import type { CollectingStatus } from '../protocol/collectingStatus';
import type { NamedRoute } from '../domain/routeTable';
import type { Localize } from '../sentences/localize';
import { english } from '../sentences/localize';
import { collectingText, errorText, logLine, noticesText } from '../sentences/failureTexts';
import type { Compaction } from '../store/fileMaintenance';
import type { StoreLocation } from '../store/storeLocation';
import type { TrafficStore } from '../store/trafficStore';
import type { Config } from './config';
import { DisposableStore } from './disposableStore';
import type { Settings } from './settings';
import type { Storage } from './storage';
import type { Log } from './surfaces/log';
import type { TargetSession } from './targetSession';

/** How long a target may take to finish pending work: the editor gives deactivation 5 s in all. */
const patienceMs = 2000;

/** Collects from the server that the settings name, and lets views read what was collected. */
export class Collecting implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #statusChanged = this.#owned.add(new vscode.EventEmitter<CollectingStatus>());
  readonly #committed = this.#owned.add(new vscode.EventEmitter<CommitChanges>());
  readonly #erased = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #config: Config;
  readonly #storage: Storage;
  readonly #log: Log;
  #session: TargetSession | undefined;
  #sessionKey = '';
  #paused: boolean;
  #enabled: boolean;
  /** The last change of target, under way or done: they never overlap. */
  #changing: Promise<void> = Promise.resolve();

  readonly onDidChangeStatus = this.#statusChanged.event;
  /** Something new is in the store, or it is another one; what of it may differ. */
  readonly onDidCommit = this.#committed.event;
  /** Something that was collected is there no more. */
  readonly onDidErase = this.#erased.event;

  constructor(config: Config, storage: Storage, log: Log) {
    this.#config = config;
    this.#storage = storage;
    this.#log = log;
    this.#enabled = config.current.enabled;
    this.#paused = !this.#enabled;
    this.#owned.add(
      config.onDidChange((settings) => {
        this.#apply(settings);
      }),
    );
  }

  get status(): CollectingStatus {
    return this.statusIn(vscode.l10n.t);
  }

  /** The status, with its failures worded in another language than the editor's. */
  statusIn(localize: Localize): CollectingStatus {
    const { status } = this.#session ?? {};
    return status ? collectingText(status, localize) : notBegun(this.#config.current, this.#paused);
  }

  /** Whether the target has a database: it once answered. */
  get hasData(): boolean {
    return this.#session?.hasData ?? false;
  }

  /** The server's routes by their stored names; null until the server reports them. */
  get routes(): readonly NamedRoute[] | null {
    return this.#session?.routes ?? null;
  }

  /** A request as the server's recorder keeps it; null where it does not, or nothing is collected. */
  async recorded(request: RepeatableRequest): Promise<RecordedRequest | null> {
    return (await this.#session?.recorded(request)) ?? null;
  }

  /** Endpoints that do not count as the user's traffic. */
  get excludedEndpoints(): readonly string[] {
    return this.#config.current.internalTraffic ? [] : internalEndpointPatterns;
  }

  /** Where the current target's database is or will be. */
  get location(): StoreLocation {
    const settings = this.#config.current;
    return this.#storage.location(settings, settings.storagePath);
  }

  /** The current target's database; undefined while there is none. Rejects when it cannot be opened. */
  async store(): Promise<TrafficStore | undefined> {
    await this.#changing;
    return this.#session?.store();
  }

  /** The current target's past, to be filled in; it stays that target's when another one becomes current. */
  async past(): Promise<BackfillStore | undefined> {
    await this.#changing;
    return this.#session?.past;
  }

  /**
   * Deletes what was collected from the current target before a moment (unix seconds), or everything for null. The signal
   * ends it as long as nothing is deleted.
   */
  async erase(before: number | null, signal: AbortSignal): Promise<Compaction> {
    await this.#changing;
    if (!this.#session) throw new Error('No server is the current one yet.');
    const erased = await this.#session.erase(before, signal);
    this.#erased.fire();
    return erased;
  }

  /** Something was written besides collecting: views read again. */
  announceCommit(): void {
    this.#committed.fire(anyChanges);
  }

  /** Takes up the target that the settings name. Opens nothing before a view or the server needs it. */
  begin(): Promise<void> {
    this.#changing = this.#changing.then(() => this.#changeTarget());
    return this.#changing;
  }

  /** Collects until paused, whatever the setting says. */
  async start(): Promise<void> {
    this.#paused = false;
    await this.#changing;
    this.#session?.start();
  }

  async pause(): Promise<void> {
    this.#paused = true;
    await this.#changing;
    await this.#session?.pause();
  }

  /** Resolves when the result is committed or the try has failed; the status then tells which. */
  async scrapeNow(): Promise<void> {
    await this.#changing;
    await this.#session?.scrapeNow();
  }

  /** Ends collecting, flushes and closes the database. */
  async close(): Promise<void> {
    await this.#changing;
    await this.#leaveTarget();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #apply(settings: Settings): void {
    if (settings.enabled !== this.#enabled) {
      this.#enabled = settings.enabled;
      void (this.#enabled ? this.start() : this.pause());
    }
    if (this.#keyOf(settings) !== this.#sessionKey) void this.begin();
    else this.#committed.fire(anyChanges);
  }

  async #changeTarget(): Promise<void> {
    const settings = this.#config.current;
    const { location } = this;
    const key = this.#keyOf(settings);
    if (key === this.#sessionKey) return;
    await this.#leaveTarget();
    const known = await location.exists();
    const { TargetSession } = await import('./targetSession');
    this.#session = new TargetSession({
      settings: collectorSettings(settings),
      known,
      location,
      log: {
        info: (event) => {
          this.#log.info(logLine(event));
        },
        warn: (event) => {
          this.#log.warn(logLine(event));
        },
      },
      cleanup: () => this.#config.current,
      openStore: () => this.#open(location, settings.rollupIntervalHours),
      onStatus: () => {
        this.#statusChanged.fire(this.status);
      },
      onCommit: (changes) => {
        this.#committed.fire(changes);
      },
    });
    this.#sessionKey = key;
    this.#log.info(
      `Target: ${shownUrl(settings.metricsUrl)}, ${known ? 'database' : 'will use'} ${location.name}`,
    );
    if (!this.#paused) this.#session.start();
    this.#statusChanged.fire(this.status);
    this.#committed.fire(anyChanges);
  }

  async #leaveTarget(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close(patienceMs).catch((error: unknown) => {
      this.#log.error(error);
    });
  }

  async #open(location: StoreLocation, rollupIntervalHours: number): Promise<TrafficStore> {
    const store = await location.open(rollupIntervalHours);
    const { created, notices, recovered } = store.file.opened;
    this.#log.info(`${created ? 'Created' : 'Opened'} ${location.name}`);
    const notice = noticesText(notices, english);
    if (notice !== null) this.#log.warn(notice);
    if (recovered) void this.#check(store);
    return store;
  }

  /** After a crash: beside collecting, which does not wait for it. */
  async #check(store: TrafficStore): Promise<void> {
    const { file } = store.file.opened;
    try {
      const damage = await store.file.check();
      if (damage === null) this.#log.info(`${file} was not closed; nothing in it is damaged.`);
      else this.#log.error(`${file} is damaged: ${damage}. Move it away to start a new one.`);
    } catch (error) {
      this.#log.warn(errorText(error, english));
    }
  }

  /** Two settings with the same key need no new session. */
  #keyOf(settings: Settings): string {
    const { name } = this.#storage.location(settings, settings.storagePath);
    return JSON.stringify([name, settings.rollupIntervalHours, collectorSettings(settings)]);
  }
}

function collectorSettings(settings: Settings): CollectorSettings {
  return {
    metricsUrl: settings.metricsUrl,
    adminUrl: settings.adminUrl,
    recorderUrl: settings.recorderUrl,
    scrapeIntervalSeconds: settings.scrapeIntervalSeconds,
    aggregationIntervalSeconds: settings.aggregationIntervalSeconds,
    dimensions: { workspaceId: settings.workspaceId, environment: settings.environment },
    errorsPerMinute: settings.errorsPerMinute,
  };
}

/** The state before the first target is opened, some milliseconds after activation. */
function notBegun(settings: Settings, paused: boolean): CollectingStatus {
  const { scrapeIntervalSeconds } = settings;
  return {
    phase: paused ? 'paused' : 'waiting',
    metricsUrl: shownUrl(settings.metricsUrl),
    adminUrl: shownUrl(settings.adminUrl),
    scrapeIntervalSeconds,
    metrics: { state: 'unknown', failure: null },
    log: { state: 'unknown', failure: null },
    recorder: { state: 'unknown', failure: null },
    lastScrapeAt: null,
    lastTryAt: null,
    nextTryAt: null,
    failedTries: 0,
  };
}
