import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collectRecording, lastCommit } from '../../src/cli/collectRecording';
import { systemClock } from '../../src/collector/systemClock';
import type { Clock } from '../../src/domain/clock';
import { floorTo } from '../../src/domain/time';
import { targetDatabasePath, type TargetUrls } from '../../src/domain/target';
import { LoopedServer } from '../../src/replay/loopedServer';
import type { Recording } from '../../src/replay/recording';
import type { TrafficWriter } from '../../src/store/trafficWriter';
import { openStore } from '../../src/store/writer/storeClient';
import { ReplayServer } from '../support/replayServer';
import { repositoryRoot } from '../support/repository';
import { shopRecording } from '../support/shop';
import { readDemoRecording } from './demoRecording';
import { seedHistory } from './seedHistory';
import { slowed } from './slowed';

/** After each 15 s of requests in the demo, so that what is live is like the days before, which have no more of them. */
const pauseMs = 45_000;
const minuteMs = 60_000;
/** Scrapes were recorded at whole quarters of a minute. */
const quarterMs = 15_000;

/**
 * Serves the bundled recording on loopback as a MockForge. Its first run, shifted so that it ends at `endsAt`
 * (unix ms; now), is put into the database below `storage` at once, through the same collector and store. Then it
 * is served over and over; with `once` the server instead stays as it was at the end, and nothing happens any more.
 */
export async function playRecording(
  storage: string,
  once = false,
  endsAt = Date.now(),
): Promise<ReplayServer> {
  return play(await shopRecording(), storage, { once, endsAt });
}

/** The same up to now and at an easier pace, after two weeks of work that are collected first (seedHistory). */
export async function playDemo(storage: string): Promise<ReplayServer> {
  const recorded = await readDemoRecording();
  const recording = slowed(recorded, pauseMs);
  return play(recording, storage, {
    once: false,
    endsAt: endOnMinute(recording, Date.now()),
    scrapeIntervalSeconds: minuteMs / 1000,
    before: (writer, urls, until) => seedHistory(recorded, writer, urls, until),
  });
}

/** When a recording ends that is played up to now at the latest, and whose scrapes are at whole minutes. Unix ms. */
function endOnMinute({ scrapes, to }: Recording, now: number): number {
  const first = floorTo(scrapes[0]?.t ?? 0, quarterMs);
  return to - first + floorTo(now - to + first, minuteMs);
}

interface Playing {
  readonly once: boolean;
  readonly endsAt: number;
  /** How often it is scraped until now; as it was recorded, when left out. */
  readonly scrapeIntervalSeconds?: number;
  /** Fills the database up to a moment, unix ms. */
  readonly before?: (writer: TrafficWriter, urls: TargetUrls, until: number) => Promise<void>;
}

async function play(
  recording: Recording,
  storage: string,
  { once, endsAt, scrapeIntervalSeconds = quarterMs / 1000, before }: Playing,
): Promise<ReplayServer> {
  const root = repositoryRoot();
  const looped = new LoopedServer(recording, endsAt);
  const atTheEnd = recording.to + looped.firstShift - 1;
  const clock = once ? standingClock(atTheEnd) : systemClock;
  const server = await ReplayServer.start(looped, clock);
  const { metricsUrl, adminUrl } = server;
  const file = join(storage, targetDatabasePath({ metricsUrl, adminUrl }));
  mkdirSync(dirname(file), { recursive: true });
  const store = await openStore({
    workerPath: join(root, 'dist', 'storeWorker.js'),
    queryWorkerPath: join(root, 'dist', 'queryWorker.js'),
    wasmPath: join(root, 'dist', 'sql-wasm.wasm'),
    file,
  });
  try {
    await before?.(store.writer, { metricsUrl, adminUrl }, recording.from + looped.firstShift);
    const collect = (played: Recording, milliseconds: number, run: number): Promise<unknown> =>
      collectRecording({
        recording: played,
        scrapeIntervalSeconds,
        store: store.writer,
        log: { info: () => undefined, warn: () => undefined },
        dimensions: { workspaceId: null, environment: null },
        shift: { milliseconds, run },
        urls: { metricsUrl, adminUrl },
      });
    await collect(recording, looped.firstShift, 0);
    if (before) {
      // What has come since, while the past was being made.
      const shift = looped.firstShift + looped.period;
      await collect({ ...recording, to: Date.now() - shift, ended: false }, shift, 1);
    }
    looped.resume((await lastCommit(store.writer)).resumed);
  } finally {
    await store.close();
  }
  return server;
}

/** A clock on which it is always `now` (unix ms); what is scheduled comes after as long as it would. */
function standingClock(now: number): Clock {
  return {
    now: () => now,
    schedule: (at, callback) => systemClock.schedule(Date.now() + at - now, callback),
  };
}
