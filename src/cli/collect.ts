import { systemClock } from '../collector/clock';
import { Collector } from '../collector/collector';
import type { CollectorLog, CollectorSettings } from '../collector/collectorOptions';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { readRecording } from '../replay/recording';
import { openStore } from '../store/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { collectRecording } from './collectRecording';
import { storeParts } from './dist';
import { defaultAdminUrl, duration, readOptions, required, serverAddress } from './options';
import type { Output } from './output';
import { CommandError, UsageError } from './usageError';

export const collectUsage = `collect --metrics-url URL [--admin-url URL] --db FILE [--duration 10m]
collect --from-recording FILE --db FILE`;

const noDimensions = { workspaceId: null, environment: null };

/** Collects into a database until the duration is over, SIGINT, or the recording's end. */
export async function collect(words: readonly string[], output: Output): Promise<void> {
  const names = ['metrics-url', 'admin-url', 'db', 'duration', 'from-recording'] as const;
  const options = readOptions(words, names);
  const file = required(options.db, 'db');
  const recording = options['from-recording'];
  if (recording !== undefined) {
    if (options['metrics-url'] ?? options['admin-url'] ?? options.duration) {
      throw new UsageError('--from-recording goes with --db alone.');
    }
    await withStore(file, output, (store) => fromRecording(recording, store, output));
    return;
  }
  const settings = {
    metricsUrl: serverAddress(required(options['metrics-url'], 'metrics-url'), normaliseMetricsUrl),
    adminUrl: serverAddress(options['admin-url'] ?? defaultAdminUrl, normaliseServerUrl),
    recorderUrl: '',
    scrapeIntervalSeconds: 15,
    dimensions: noDimensions,
    batchSize: 1000,
  };
  const length = options.duration === undefined ? undefined : duration(options.duration);
  await withStore(file, output, (store) => fromServer(settings, length, store, output));
}

async function fromRecording(file: string, store: TrafficStore, output: Output): Promise<void> {
  const recording = await readRecording(file);
  const log = { info: () => undefined, warn: () => undefined, error: output.note };
  await collectRecording({ recording, store, log, dimensions: noDimensions });
}

async function fromServer(
  settings: CollectorSettings,
  length: number | undefined,
  store: TrafficStore,
  output: Output,
): Promise<void> {
  const log: CollectorLog = { info: output.note, warn: output.note, error: output.note };
  const collector = new Collector({
    clock: systemClock,
    http: (address, init) => fetch(address, init),
    settings,
    log,
    known: true,
    openStore: () => Promise.resolve(store),
    onStatus: () => undefined,
    onCommit: () => undefined,
  });
  collector.start();
  await untilStopped(length);
  await collector.scrapeNow();
  await collector.pause();
  const { failure } = collector.status.metrics;
  if (collector.status.lastScrapeAt === null && failure) {
    throw new CommandError(`${failure.what} ${failure.todo}`);
  }
}

/** Opens the database, lets `work` fill it, says what was collected, and leaves a plain SQLite file. */
async function withStore(
  file: string,
  output: Output,
  work: (store: TrafficStore) => Promise<void>,
): Promise<void> {
  const store = await openStore({ ...storeParts, file });
  try {
    if (store.opened.notice !== null) output.note(store.opened.notice);
    await work(store);
    const { requests, errors } = await store.summary({
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
      excludedEndpoints: [],
    });
    output.note(`${store.opened.file} holds ${requests} requests, ${errors} of them failed.`);
  } finally {
    await store.close();
  }
}

function untilStopped(length: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = length === undefined ? undefined : setTimeout(stop, length);
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);

    function stop(): void {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    }
  });
}
