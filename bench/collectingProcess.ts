import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { network } from '../src/collector/network';
import { defaultCleanup } from '../src/collector/cleanup';
import { phaseOf } from '../src/collector/schedule';
import type { TargetUrls } from '../src/domain/target';
import { Storage } from '../src/host/storage';
import { TargetSession } from '../src/host/targetSession';
import { noDimensions } from '../test/support/replays';
import { repositoryRoot } from '../test/support/repository';

/** What the process is told. */
export interface CollectingTask {
  readonly targets: readonly TargetUrls[];
  /** For the databases. */
  readonly folder: string;
  /** How long to measure. */
  readonly seconds: number;
}

/** What it answers. */
export interface CollectingCost {
  /** Targets whose last scrape was good. */
  readonly collecting: number;
  /** Of all threads, while it was measured. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** What is done once, after the first scrapes, is not measured. */
const settlingMs = 5000;

/** Collects from servers at 15 s, as the extension does, and tells what that cost. */
async function collect({ targets, folder, seconds }: CollectingTask): Promise<CollectingCost> {
  const storage = new Storage({
    distFolder: join(repositoryRoot(), 'dist'),
    defaultFolder: folder,
    sampleFile: '',
    teamPassword: () => Promise.resolve(undefined),
  });
  const sessions = targets.map((urls, place) =>
    sessionOf(urls, storage, (intervalMs) => phaseOf(place, targets.length, intervalMs)),
  );
  for (const session of sessions) session.start();
  while (sessions.some(({ status }) => status.phase !== 'collecting')) await delay(50);
  await delay(settlingMs);
  const before = process.cpuUsage();
  await delay(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  globalThis.gc?.();
  const residentBytes = process.memoryUsage.rss();
  const collecting = sessions.filter(({ status }) => status.phase === 'collecting').length;
  await Promise.all(sessions.map((session) => session.close(2000)));
  return { collecting, cpuMs: (user + system) / 1000, residentBytes };
}

function sessionOf(
  urls: TargetUrls,
  storage: Storage,
  phaseMs: (intervalMs: number) => number,
): TargetSession {
  const location = storage.fileLocation(urls, '');
  const session: TargetSession = new TargetSession({
    http: network,
    settings: {
      ...urls,
      recorderUrl: '',
      scrapeIntervalSeconds: 15,
      dimensions: noDimensions,
      errorsPerMinute: 1000,
    },
    known: false,
    phaseMs,
    location,
    cleanup: () => defaultCleanup,
    openStore: () => location.open(1),
    log: { info: () => undefined, warn: () => undefined },
    onStatus: () => undefined,
    onCommit: () => {
      void readRow(session);
    },
  });
  return session;
}

/** What the board reads for a row after each commit while it is open. */
async function readRow(session: TargetSession): Promise<void> {
  const store = await session.store().catch(() => undefined);
  if (!store) return;
  const to = Math.ceil(Date.now() / 1000);
  const span = { from: to - 300, to, excludedEndpoints: [] };
  const reads = Promise.all([store.reader.summary(span), store.reader.restarts(span)]);
  await reads.catch(() => undefined);
}

process.once('message', (task: CollectingTask) => {
  void collect(task).then((cost) => process.send?.(cost));
});
