import { Cleanup, defaultCleanup } from '../collector/cleanup';
import { systemClock } from '../collector/systemClock';
import { Collector } from '../collector/collector';
import { network } from '../collector/network';
import type { CollectorLog, CollectorSettings } from '../collector/collectorOptions';
import type { CollectorStore } from '../collector/accountSession';
import type { CommitBatch } from '../domain/commitBatch';
import { startLongTimer } from '../domain/longTimer';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { readRecording } from '../replay/recording';
import { failureLine, logLine, noticesText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { openStore } from '../store/writer/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { collectRecording } from './collectRecording';
import type { Command } from './command';
import { storeParts } from './dist';
import { defaultAdminUrl, duration, readOptions, required, serverAddress } from './options';
import type { Output } from './output';
import type { StopSignal } from './stopSignal';
import { stopSignal } from './stopSignal';
import { CommandError, UsageError } from './usageError';

export const collect: Command = {
  usage: `collect --metrics-url URL [--admin-url URL] --db FILE [--duration 10m]
collect --from-recording FILE --db FILE`,
  about: `Collects from a server until the duration is over or you stop it (SIGINT, SIGTERM, SIGHUP), or from a recording as
fast as it can. Leaves a plain SQLite file.`,
  run: collectInto,
};

const noDimensions = { workspaceId: null, environment: null };

async function collectInto(words: readonly string[], output: Output): Promise<void> {
  const names = ['metrics-url', 'admin-url', 'db', 'duration', 'from-recording'] as const;
  const options = readOptions(words, names);
  const file = required(options.db, 'db');
  const recording = options['from-recording'];
  if (recording !== undefined) {
    if (options['metrics-url'] ?? options['admin-url'] ?? options.duration) {
      throw new UsageError('--from-recording takes no other option than --db.');
    }
    await fromRecording(recording, file, output);
    return;
  }
  const settings = {
    metricsUrl: serverAddress(required(options['metrics-url'], 'metrics-url'), normaliseMetricsUrl),
    adminUrl: serverAddress(options['admin-url'] ?? defaultAdminUrl, normaliseServerUrl),
    recorderUrl: '',
    scrapeIntervalSeconds: 15,
    dimensions: noDimensions,
    errorsPerMinute: 1000,
  };
  const length = options.duration === undefined ? undefined : duration(options.duration);
  await withStore(file, output, (store, stop) => fromServer(settings, length, store, stop, output));
}

async function fromRecording(from: string, file: string, output: Output): Promise<void> {
  // Where there is none, no database is made.
  const recording = await readRecording(from);
  const log = { info: () => undefined, warn: () => undefined };
  await withStore(file, output, async (opened, stop) => {
    const { store, failed } = endingWithFailure(opened);
    const signal = AbortSignal.any([stop.signal, failed]);
    await collectRecording({ recording, store, log, dimensions: noDimensions, signal });
    failed.throwIfAborted();
    if (signal.aborted) throw new CommandError('Stopped. Run the command again to continue.');
  });
}

/** A recording can be read again, so nothing of it is left out where the store has failed once. */
function endingWithFailure({ writer }: TrafficStore): {
  readonly store: CollectorStore;
  readonly failed: AbortSignal;
} {
  const failure = new AbortController();
  const strict = {
    otherCollector: () => writer.otherCollector(),
    loadState: () => writer.loadState(),
    commit: async (batch: CommitBatch) => {
      try {
        await writer.commit(batch);
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    },
  };
  return { store: strict, failed: failure.signal };
}

async function fromServer(
  settings: CollectorSettings,
  length: number | undefined,
  { writer, file }: TrafficStore,
  { signal, hurry }: StopSignal,
  output: Output,
): Promise<void> {
  const log: CollectorLog = {
    info: (event) => {
      output.note(logLine(event));
    },
    warn: (event) => {
      output.note(logLine(event));
    },
  };
  const cleanup = new Cleanup({
    clock: systemClock,
    rule: () => defaultCleanup,
    store: () =>
      Promise.resolve({
        retain: (request) => writer.retain(request),
        compact: (stop) => file.compact(stop),
      }),
    log,
    onNotice: () => undefined,
  });
  const collector = new Collector({
    clock: systemClock,
    http: (address, init) =>
      network(address, { ...init, signal: AbortSignal.any([init.signal, hurry]) }),
    settings,
    log,
    known: true,
    openStore: () => Promise.resolve(writer),
    onStatus: () => undefined,
    onCommit: () => void cleanup.committed(),
  });
  collector.start();
  await untilStopped(length, signal);
  await collector.scrapeNow();
  await collector.pause();
  await cleanup.stop();
  const { failure } = collector.status.metrics;
  if (collector.status.lastScrapeAt === null && failure) {
    throw new CommandError(failureLine(failure, english));
  }
}

/** Opens the database, lets `work` fill it, says what was collected, and leaves a plain SQLite file. */
async function withStore(
  file: string,
  output: Output,
  work: (store: TrafficStore, stop: StopSignal) => Promise<void>,
): Promise<void> {
  const stop = stopSignal();
  try {
    await withOpenStore(file, output, (store) => work(store, stop));
  } finally {
    stop.release();
  }
}

async function withOpenStore(
  file: string,
  output: Output,
  work: (store: TrafficStore) => Promise<void>,
): Promise<void> {
  const store = await openStore({ ...storeParts, file });
  try {
    // Another process may end; what cannot be written here stays so.
    if ((await store.writer.otherCollector()) === null) await store.writer.loadState();
    const { opened } = store.file;
    const notice = noticesText(opened.notices, english);
    if (notice !== null) output.note(notice);
    await work(store);
    // What is counted now is read from the path, which only the writer knows to lead to what it wrote.
    await store.file.flush();
    const { requests, errors } = await store.reader.summary({
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
      excludedEndpoints: [],
    });
    output.note(`${opened.file} holds ${requests} requests, ${errors} of which failed.`);
  } finally {
    await store.close();
  }
}

function untilStopped(length: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = length === undefined ? () => undefined : startLongTimer(resolve, length);
    const stop = (): void => {
      cancel();
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
