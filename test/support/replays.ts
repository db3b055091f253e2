import { collectRecording, lastCommit } from '../../src/cli/collectRecording';
import { Collector } from '../../src/collector/collector';
import type { CollectorLog, CollectorOptions } from '../../src/collector/collectorOptions';
import type { CollectorStore } from '../../src/collector/accountSession';
import type { HttpGet } from '../../src/collector/sources/httpGet';
import { recordedHttp, recordedUrls } from '../../src/replay/recordedHttp';
import { RecordedServer } from '../../src/replay/recordedServer';
import type { Recording } from '../../src/replay/recording';
import { VirtualClock } from '../../src/replay/virtualClock';

export const noDimensions = { workspaceId: null, environment: null };

export const silentLog: CollectorLog = {
  info: () => undefined,
  warn: () => undefined,
};

/** What every Collector of a test needs and most do not care for. */
export const quietly = {
  log: silentLog,
  known: true,
  onStatus: () => undefined,
  onCommit: () => undefined,
} satisfies Partial<CollectorOptions>;

/** Plays a recording into a store as the command does; `until` (unix ms) stops it short, with no clean stop. */
export async function replay(
  recording: Recording,
  store: CollectorStore,
  until = Infinity,
): Promise<void> {
  const cut = until < recording.to ? { ...recording, to: until, ended: false } : recording;
  await collectRecording({ recording: cut, store, log: silentLog, dimensions: noDimensions });
}

/**
 * Collects from a recorded server from `from` to `to` (unix ms), as an editor that was started then and is
 * killed at the end does. `wrap` may come between it and the network.
 */
export async function collectSpan(
  recording: Recording,
  store: CollectorStore,
  from: number,
  to: number,
  wrap: (http: HttpGet) => HttpGet = (http) => http,
): Promise<Collector> {
  const { resumed } = await lastCommit(store);
  const clock = new VirtualClock(from);
  const collector = new Collector({
    ...quietly,
    clock,
    http: wrap(recordedHttp(new RecordedServer(recording, undefined, resumed), clock)),
    settings: {
      ...recordedUrls,
      recorderUrl: '',
      scrapeIntervalSeconds: 15,
      dimensions: noDimensions,
      errorsPerMinute: 1000,
    },
    openStore: () => Promise.resolve(store),
  });
  collector.start();
  await collector.idle();
  await clock.runUntil(to, () => collector.idle());
  return collector;
}
