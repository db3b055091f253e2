import type { Clock } from '../domain/clock';
import type { Dimensions } from '../domain/commitBatch';
import type { AccountState } from '../collector/account/accountState';
import { Collector } from '../collector/collector';
import type { CollectorLog } from '../collector/collectorOptions';
import type { CollectorStore } from '../collector/accountSession';
import type { HttpGet } from '../collector/sources/httpGet';
import type { Recording } from '../replay/recording';
import { recordedHttp, recordedUrls } from '../replay/recordedHttp';
import { RecordedServer } from '../replay/recordedServer';
import type { Resumed, Shift } from '../replay/recordedServer';
import { VirtualClock } from '../replay/virtualClock';

export interface ReplayOptions {
  readonly recording: Recording;
  readonly store: CollectorStore;
  readonly log: CollectorLog;
  readonly dimensions: Dimensions;
  readonly shift?: Shift;
  /** Ask for the recording as though it were at these addresses; by default at MockForge's own. */
  readonly urls?: { readonly metricsUrl: string; readonly adminUrl: string };
  /** How often it is scraped, seconds; 15, as it was recorded, when left out. */
  readonly scrapeIntervalSeconds?: number;
  /** What comes between it and the recorded server. */
  readonly wrap?: (http: HttpGet, clock: Clock) => HttpGet;
  /** Told the virtual time, unix ms, after each commit. */
  readonly onProgress?: (now: number) => void;
  /** Ends it between two things that the engine does. */
  readonly signal?: AbortSignal;
}

/**
 * Feeds a recording to the engine under a virtual clock, as fast as it goes. On a store that holds part of it
 * already it goes on after the last scrape committed there.
 */
export async function collectRecording(options: ReplayOptions): Promise<Collector> {
  const { recording, store, log, dimensions, onProgress, signal } = options;
  const shift = options.shift ?? { milliseconds: 0, run: 0 };
  const last = await lastCommit(store);
  const begin = beginOf(recording, shift, last);
  const end = recording.to + shift.milliseconds;
  const clock = new VirtualClock(begin);
  const http = recordedHttp(new RecordedServer(recording, shift, last.resumed), clock);
  const collector = new Collector({
    clock,
    http: options.wrap?.(http, clock) ?? http,
    settings: {
      ...(options.urls ?? recordedUrls),
      recorderUrl: '',
      scrapeIntervalSeconds: options.scrapeIntervalSeconds ?? 15,
      dimensions,
      errorsPerMinute: 1000,
    },
    log,
    known: true,
    openStore: () => Promise.resolve(store),
    onStatus: () => undefined,
    onCommit: () => onProgress?.(clock.now()),
  });
  collector.start();
  await collector.idle();
  await clock.runUntil(end, () => collector.idle(), signal);
  await collector.pause();
  if (recording.ended && !signal?.aborted) await collector.serverEnded();
  return collector;
}

/** How far the collecting of a recording came. Unix ms. */
export interface LastCommit {
  readonly lastScrapeAt: number | null;
  /** What the server had shown and answered by then. */
  readonly resumed: Resumed | undefined;
}

/**
 * Where to go on: at the last scrape. Where the log of a later run of the server was read since, what was read of the
 * run before is forgotten, so it is not asked again.
 */
function beginOf(
  { from, processes }: Recording,
  { milliseconds }: Shift,
  { lastScrapeAt, resumed }: LastCommit,
): number {
  const scrapeAt = lastScrapeAt ?? 0;
  const logReadAt = resumed?.logReadAt ?? 0;
  const hasRestarted = processes.some(
    (process) => scrapeAt - milliseconds < process.from && process.from <= logReadAt - milliseconds,
  );
  return Math.max(from + milliseconds, hasRestarted ? logReadAt : scrapeAt);
}

/** How far a recording was collected into a store. */
export async function lastCommit(store: CollectorStore): Promise<LastCommit> {
  const state = await store.loadState();
  if (state === undefined) return { lastScrapeAt: null, resumed: undefined };
  const { lastScrapeAt, logReadAt, own } = JSON.parse(state) as AccountState;
  const answered = own.pending.filter(({ status }) => status !== null);
  const reads = answered.map(({ at }) => ({ at, count: 1 }));
  reads.push({ at: lastScrapeAt ?? 0, count: own.counted - reads.length });
  return { lastScrapeAt, resumed: { logReadAt: logReadAt ?? 0, reads } };
}
