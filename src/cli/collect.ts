import type { CollectorEvent } from '../collector/collectorEvent';
import type { CollectorSettings } from '../collector/collectorOptions';
import type { CollectorStore } from '../collector/accountSession';
import type { CommitBatch } from '../domain/commitBatch';
import { startLongTimer } from '../domain/longTimer';
import { readRecording } from '../replay/recording';
import { failureLine, logLine } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import type { TrafficStore } from '../store/trafficStore';
import { collectRecording } from './collectRecording';
import type { Command } from './command';
import type { NamedDatabase } from './namedDatabase';
import { writtenDatabase } from './namedDatabase';
import { duration, readOptions } from './options';
import type { Output } from './output';
import {
  collectionSettings,
  noDimensions,
  openDatabase,
  ServerCollection,
  serverOptions,
} from './serverCollection';
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

async function collectInto(words: readonly string[], output: Output): Promise<void> {
  const names = [...serverOptions, 'db', 'duration', 'from-recording'] as const;
  const options = readOptions(words, names);
  const database = writtenDatabase(options.db);
  const recording = options['from-recording'];
  if (recording !== undefined) {
    if (options['metrics-url'] ?? options['admin-url'] ?? options.duration) {
      throw new UsageError('--from-recording takes no other option than --db.');
    }
    await fromRecording(recording, database, output);
    return;
  }
  const settings = collectionSettings(options);
  const length = options.duration === undefined ? undefined : duration(options.duration);
  await withStore(database, output, (store, stop) =>
    fromServer(settings, length, store, stop, output),
  );
}

async function fromRecording(from: string, database: NamedDatabase, output: Output): Promise<void> {
  // Where there is none, no database is made.
  const recording = await readRecording(from);
  const log = { info: () => undefined, warn: () => undefined };
  await withStore(database, output, async (opened, stop) => {
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
  store: TrafficStore,
  { signal, hurry }: StopSignal,
  output: Output,
): Promise<void> {
  const note = (event: CollectorEvent): void => {
    output.note(logLine(event));
  };
  const collection = new ServerCollection(
    settings,
    store,
    { info: note, warn: note },
    hurry,
    output,
  );
  await untilStopped(length, signal);
  await collection.scrape();
  await collection.stop();
  const { failure } = collection;
  if (failure) throw new CommandError(failureLine(failure, english));
}

/** Opens the database, lets `work` fill it, says what was collected, and leaves a plain SQLite file. */
async function withStore(
  database: NamedDatabase,
  output: Output,
  work: (store: TrafficStore, stop: StopSignal) => Promise<void>,
): Promise<void> {
  const stop = stopSignal();
  try {
    await withOpenStore(database, output, (store) => work(store, stop));
  } finally {
    stop.release();
  }
}

async function withOpenStore(
  database: NamedDatabase,
  output: Output,
  work: (store: TrafficStore) => Promise<void>,
): Promise<void> {
  const store = await openDatabase(database, output);
  try {
    await work(store);
    // What is counted now is read from the path, which only the writer knows to lead to what it wrote.
    await store.maintenance.flush();
    const { requests, errors } = await store.reader.summary({
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
      excludedEndpoints: [],
    });
    output.note(`${store.name} holds ${requests} requests, ${errors} of which failed.`);
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
