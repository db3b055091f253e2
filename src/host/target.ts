import * as vscode from 'vscode';
import type { RecordedRequest } from '../mockforge/recordedRequest';
import type { RepeatableRequest } from '../protocol/webviewMessages';
import type { BackfillStore } from '../collector/backfill/backfill';
import type { CollectorSettings } from '../collector/collectorOptions';
import type { HttpGet } from '../collector/sources/httpGet';
import type { CommitChanges } from '../domain/commitChanges';
import { anyChanges } from '../domain/commitChanges';
import { shownUrl } from '../domain/shownUrl';
import { targetId } from '../domain/target';
import { internalEndpointPatterns } from '../mockforge/paths';
import { pausedStatus, type CollectingStatus } from '../protocol/collectingStatus';
import type { NamedRoute } from '../domain/routeTable';
import type { Localize } from '../sentences/localize';
import { english } from '../sentences/localize';
import { collectingText, errorText, logLine, noticesText } from '../sentences/failureTexts';
import type { Compaction } from '../store/fileMaintenance';
import type { StoreLocation } from '../store/storeLocation';
import type { TrafficStore } from '../store/trafficStore';
import type { Config } from './config';
import { DisposableStore } from './disposableStore';
import type { Storage } from './storage';
import type { Log } from './surfaces/log';
import type { TargetSession } from './targetSession';
import type { TargetSettings } from './targetSettings';
import type { TeamPasswords } from './teamPasswords';
import type { ViewedTarget } from './viewedTarget';

/** How long a target may take to finish pending work: the editor gives deactivation 5 s in all. */
const patienceMs = 2000;

/** What all targets have in common. */
export interface TargetParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly passwords: TeamPasswords;
  readonly log: Log;
  /** The network, with what authorizes us to servers. */
  readonly http: HttpGet;
}

/** When a target has its turn among all, ms, with an interval of so many ms. */
export interface Turn {
  /** After all have begun at once. */
  firstMs(intervalMs: number): number;
  /** After each full interval. */
  phaseMs(intervalMs: number): number;
}

/** One server: collects from it, and lets views read what was collected. */
export class Target implements ViewedTarget, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #statusChanged = this.#owned.add(new vscode.EventEmitter<CollectingStatus>());
  readonly #committed = this.#owned.add(new vscode.EventEmitter<CommitChanges>());
  readonly #erased = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #config: Config;
  readonly #storage: Storage;
  readonly #passwords: TeamPasswords;
  readonly #log: Log;
  readonly #turn: Turn;
  /** How this server is asked. */
  readonly http: HttpGet;
  #settings: TargetSettings;
  #session: TargetSession | undefined;
  #sessionKey = '';
  #paused: boolean;
  #enabled: boolean;
  #isClosed = false;
  /** The last change of session, under way or done: they never overlap. */
  #changing: Promise<void> = Promise.resolve();

  /** Which server this is: it stays the same under another name. */
  readonly id: string;

  readonly onDidChangeStatus = this.#statusChanged.event;
  readonly onDidCommit = this.#committed.event;
  /** Something that was collected is there no more. */
  readonly onDidErase = this.#erased.event;

  constructor(settings: TargetSettings, parts: TargetParts, turn: Turn) {
    const { config, storage, passwords, log, http } = parts;
    this.id = targetId(settings);
    this.#settings = settings;
    this.#config = config;
    this.#storage = storage;
    this.#passwords = passwords;
    this.#turn = turn;
    this.http = http;
    this.#log = log;
    this.#enabled = config.current.enabled;
    this.#paused = !this.#enabled;
  }

  get name(): string {
    return this.#settings.name;
  }

  get settings(): TargetSettings {
    return this.#settings;
  }

  get status(): CollectingStatus {
    return this.statusIn(vscode.l10n.t, vscode.env.language);
  }

  /** The status, with its failures worded in another language than the editor's, and its locale (BCP 47). */
  statusIn(localize: Localize, locale: string): CollectingStatus {
    const { status } = this.#session ?? {};
    return status ? collectingText(status, localize, locale) : this.#notBegun;
  }

  get hasData(): boolean {
    return this.#session?.hasData ?? false;
  }

  /** Whether nothing is collected, by the setting or a command. */
  get isPaused(): boolean {
    return this.#paused;
  }

  /** The server's routes by their stored names; null until the server reports them. */
  get routes(): readonly NamedRoute[] | null {
    return this.#session?.routes ?? null;
  }

  /** The stored name of the endpoint of a path, which may be that name itself. */
  endpointOf(path: string): string {
    return this.#session?.endpointOf(path) ?? path;
  }

  /** A request as the server's recorder keeps it; null where it does not, or nothing is collected. */
  async recorded(request: RepeatableRequest): Promise<RecordedRequest | null> {
    return (await this.#session?.recorded(request)) ?? null;
  }

  get excludedEndpoints(): readonly string[] {
    return this.#config.current.internalTraffic ? [] : internalEndpointPatterns;
  }

  get location(): StoreLocation {
    return this.#storage.location(this.#settings, this.#config.current);
  }

  async store(): Promise<TrafficStore | undefined> {
    await this.#changing;
    return this.#session?.store();
  }

  /** The target's past, to be filled in. */
  async past(): Promise<BackfillStore | undefined> {
    await this.#changing;
    return this.#session?.past;
  }

  /**
   * Deletes what was collected before a moment (unix seconds), or everything for null. The signal ends it as long as
   * nothing is deleted.
   */
  async erase(before: number | null, signal: AbortSignal): Promise<Compaction> {
    await this.#changing;
    if (!this.#session) throw new Error(`${this.name} is no longer collected from.`);
    const erased = await this.#session.erase(before, signal);
    this.#erased.fire();
    return erased;
  }

  /** Something was written besides collecting: views read again. */
  announceCommit(): void {
    this.#committed.fire(anyChanges);
  }

  /**
   * Begins to collect. Opens nothing before a view or the server needs it.
   * @param free resolves when nobody of this window has the target's database open
   */
  begin(free: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#changing = this.#changing.then(() => free).then(() => this.#changeSession());
    return this.#changing;
  }

  /** Goes on with other settings, of its own or of all; only those that collecting depends on begin it anew. */
  change(settings: TargetSettings): void {
    this.#settings = settings;
    const { enabled } = this.#config.current;
    if (enabled !== this.#enabled) {
      this.#enabled = enabled;
      void (enabled ? this.#start(() => this.#firstMs) : this.pause());
    }
    void this.begin();
  }

  /** Collects until paused, whatever the setting says. */
  start(): Promise<void> {
    return this.#start(() => 0);
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
    this.#isClosed = true;
    await this.#changing;
    await this.#endSession();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #start(afterMs: () => number): Promise<void> {
    this.#paused = false;
    await this.#changing;
    this.#session?.start(afterMs());
  }

  async #changeSession(): Promise<void> {
    const { rollupIntervalHours } = this.#config.current;
    const collected = this.#collected;
    const { location } = this;
    const key = this.#key;
    if (this.#isClosed) return;
    if (key === this.#sessionKey) {
      this.#committed.fire(anyChanges);
      return;
    }
    await this.#endSession();
    const known = await location.exists();
    const { TargetSession } = await import('./targetSession');
    this.#session = new TargetSession({
      http: this.http,
      settings: collected,
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
      phaseMs: (intervalMs) => this.#turn.phaseMs(intervalMs),
      cleanup: () => this.#config.current,
      openStore: () => this.#open(location, rollupIntervalHours),
      onStatus: () => {
        this.#statusChanged.fire(this.status);
      },
      onCommit: (changes) => {
        this.#committed.fire(changes);
      },
    });
    this.#sessionKey = key;
    this.#log.info(
      `Target: ${shownUrl(collected.metricsUrl)}, ${known ? 'database' : 'will use'} ${location.name}`,
    );
    if (!this.#paused) this.#session.start(this.#firstMs);
    this.#statusChanged.fire(this.status);
    this.#committed.fire(anyChanges);
  }

  async #endSession(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close(patienceMs).catch((error: unknown) => {
      this.#log.error(error);
    });
  }

  async #open(location: StoreLocation, rollupIntervalHours: number): Promise<TrafficStore> {
    const store = await location.open(rollupIntervalHours);
    const { created, notices, recovered } = store.maintenance.opened;
    this.#log.info(`${created ? 'Created' : 'Opened'} ${location.name}`);
    const notice = noticesText(notices, english);
    if (notice !== null) this.#log.warn(notice);
    if (recovered) void this.#check(store);
    return store;
  }

  /** After a crash: beside collecting, which does not wait for it. */
  async #check(store: TrafficStore): Promise<void> {
    const { name } = store;
    try {
      const damage = await store.maintenance.check();
      if (damage === null) this.#log.info(`${name} was not closed; nothing in it is damaged.`);
      else this.#log.error(`${name} is damaged: ${damage}. Move it away to start a new one.`);
    } catch (error) {
      this.#log.warn(errorText(error, english));
    }
  }

  get #firstMs(): number {
    return this.#turn.firstMs(this.#config.current.scrapeIntervalSeconds * 1000);
  }

  /** While this stays as it is no new session is needed. */
  get #key(): string {
    const { rollupIntervalHours } = this.#config.current;
    const { name, file } = this.location;
    const place = file ?? [name, this.#config.current.teamStore, this.#passwords.changes];
    return JSON.stringify([place, rollupIntervalHours, this.#collected]);
  }

  get #collected(): CollectorSettings {
    const { metricsUrl, adminUrl, recorderUrl, workspaceId, environment } = this.#settings;
    const { current } = this.#config;
    return {
      ...{ metricsUrl, adminUrl, recorderUrl },
      scrapeIntervalSeconds: current.scrapeIntervalSeconds,
      aggregationIntervalSeconds: current.aggregationIntervalSeconds,
      dimensions: { workspaceId, environment },
      errorsPerMinute: current.errorsPerMinute,
    };
  }

  /** The state before the first session, some milliseconds after activation. */
  get #notBegun(): CollectingStatus {
    const { metricsUrl, adminUrl } = this.#settings;
    const { scrapeIntervalSeconds } = this.#config.current;
    const status = pausedStatus({
      metricsUrl: shownUrl(metricsUrl),
      adminUrl: shownUrl(adminUrl),
      scrapeIntervalSeconds,
    });
    return this.#paused ? status : { ...status, phase: 'waiting' };
  }
}
