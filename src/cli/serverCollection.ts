import type { CollectorLog, CollectorSettings } from '../collector/collectorOptions';
import { Cleanup, defaultCleanup } from '../collector/cleanup';
import { Collector } from '../collector/collector';
import type { SourceFailure } from '../collector/sources/sourceFailure';
import { systemClock } from '../collector/systemClock';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { noticesText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { openStore } from '../store/writer/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { environmentNetwork } from './environmentNetwork';
import type { NamedDatabase } from './namedDatabase';
import { defaultAdminUrl, required, serverAddress } from './options';
import type { Output } from './output';
import { waitingNotes } from './waitingNotes';

/** The labels of what a command collects. */
export const noDimensions = { workspaceId: null, environment: null };

/** What names a server. */
export const serverOptions = ['metrics-url', 'admin-url'] as const;

/**
 * How a server that options name is collected from.
 * @throws UsageError for what is no address
 */
export function collectionSettings(
  options: Partial<Record<(typeof serverOptions)[number], string>>,
): CollectorSettings {
  return {
    metricsUrl: serverAddress(required(options['metrics-url'], 'metrics-url'), normaliseMetricsUrl),
    adminUrl: serverAddress(options['admin-url'] ?? defaultAdminUrl, normaliseServerUrl),
    recorderUrl: '',
    scrapeIntervalSeconds: 15,
    dimensions: noDimensions,
    errorsPerMinute: 1000,
  };
}

/** Opens a database to fill it, or makes one. Says what was found. */
export async function openDatabase(database: NamedDatabase, output: Output): Promise<TrafficStore> {
  const store = await openStore(database);
  try {
    // Another process may end; what cannot be written here stays so.
    if ((await store.writer.otherCollector()) === null) await store.writer.loadState();
    const notice = noticesText(store.maintenance.opened.notices, english);
    if (notice !== null) output.note(notice);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Collecting from a server, under way since it was made. */
export class ServerCollection {
  readonly #collector: Collector;
  readonly #cleanup: Cleanup;

  /** @param hurry once it is given, no answer is waited for any more */
  constructor(
    settings: CollectorSettings,
    store: TrafficStore,
    log: CollectorLog,
    hurry: AbortSignal,
    output: Output,
  ) {
    const { writer, file } = store;
    const tellWaiting = waitingNotes(store, output);
    this.#cleanup = new Cleanup({
      clock: systemClock,
      rule: () => defaultCleanup,
      store: () =>
        Promise.resolve({
          retain: (request) => writer.retain(request),
          compact: file && ((stop) => file.compact(stop)),
        }),
      log,
      onNotice: () => undefined,
    });
    const http = environmentNetwork([settings.metricsUrl, settings.adminUrl]);
    this.#collector = new Collector({
      clock: systemClock,
      http: (address, init) =>
        http(address, { ...init, signal: AbortSignal.any([init.signal, hurry]) }),
      settings,
      log,
      known: true,
      openStore: () => Promise.resolve(writer),
      onStatus: () => undefined,
      onCommit: () => {
        tellWaiting();
        void this.#cleanup.committed();
      },
    });
    this.#collector.start();
  }

  /** Resolves when a scrape that begins now is committed or has failed. */
  scrape(): Promise<void> {
    return this.#collector.scrapeNow();
  }

  /** Why nothing was collected; null where something was. */
  get failure(): SourceFailure | null {
    const { lastScrapeAt, metrics } = this.#collector.status;
    return lastScrapeAt === null ? metrics.failure : null;
  }

  /** Ends it, once what it has begun is done. */
  async stop(): Promise<void> {
    await this.#collector.pause();
    await this.#cleanup.stop();
  }
}
