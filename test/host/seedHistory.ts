import { collectRecording } from '../../src/cli/collectRecording';
import type { HttpGet } from '../../src/collector/sources/httpGet';
import { adminPaths, logRingSize } from '../../src/mockforge/paths';
import { logStreamEvents } from '../../src/mockforge/logStreamRows';
import type { Clock } from '../../src/domain/clock';
import { floorTo } from '../../src/domain/time';
import { shiftLogRow, shiftProcessStart } from '../../src/mockforge/timeShift';
import type { RecordedLogRow, RecordedScrape, Recording } from '../../src/replay/recording';
import type { TrafficWriter } from '../../src/store/trafficWriter';
import { continuedBody, withUptime } from './continuedBody';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const days = 14;
/** Well within what the collector takes for silence. */
const streamEventMs = 4500;
/**
 * How often it is scraped, so that each range has something in each of its steps, and what goes on live joins the past
 * without a gap. Days ago oftener while people work, since more than mostPieces do not come between two scrapes.
 */
const seconds = { atWork: 600, atNight: 3600, lately: 300, last: 15 } as const;
const latelyMs = 26 * hourMs;
const lastMs = 5 * minuteMs;
const workday = { from: 7, to: 19 } as const;
/** Of a recorded process: its clients begin, which are one piece, and end, which is no part of a working day. */
const firstScrapes = 3;
const lastScrapes = 3;
/** From one process of the server to the next. */
const restartMs = 12_000;

/** A process of the server, unix ms, and which of the recorded ones it is like. */
interface Run {
  readonly from: number;
  readonly to: number;
  /** The index of the recorded process: the first is calm, the second has injected faults. */
  readonly process: number;
}

/**
 * So many pieces of the recording, 15 s of requests each, an hour from a local hour on: people work by day. What goes on
 * live has 60 (slowed).
 */
const pace: readonly (readonly [fromHour: number, perHour: number])[] = [
  [0, 2.5],
  [7, 8],
  [9, 24],
  [12, 13],
  [13, 24],
  [17, 11],
  [19, 5],
];
/** Lately there is more to do. */
const growth = 1.5;
/** Between two scrapes: the log holds the newest 1000 requests, and a piece has up to 250. */
const mostPieces = 4;
const weekend = 0.3;
const sessionSeconds = 7200;
/** Days before today, so that one of them is the bad day whatever day of the week it is. */
const badDaysAgo = 4;
const quietDaysAgo = new Set([3, 9, 12]);
const quiet = 0.5;

/**
 * Fills an empty database with two weeks before `until` (unix ms): the recording's own requests, answers and counters,
 * spread over the hours of each day and collected by the collector. Numbers are the recording's. The server runs day
 * and night; on the bad day it was started with faults, and the next morning without. A session begins on each.
 * @param urls the server that the history is to belong to
 */
export async function seedHistory(
  recording: Recording,
  writer: TrafficWriter,
  urls: { readonly metricsUrl: string; readonly adminUrl: string },
  until: number,
): Promise<void> {
  const random = seeded(7);
  const badDay = dayBefore(until, badDaysAgo);
  const broken = badDay + 9.5 * hourMs;
  const fixed = badDay + dayMs + 9 * hourMs;
  const runs: readonly Run[] = [
    { from: dayBefore(until, days), to: broken, process: 0 },
    { from: broken + restartMs, to: fixed, process: 1 },
    { from: fixed + restartMs, to: until, process: 2 },
  ];
  let pieces = 0;
  for (const run of runs) {
    const process = new SpreadProcess(recording, run);
    for (const phase of phasesOf(run, until)) {
      const times = piecesOf(phase, until, random);
      const { seconds: scrapeIntervalSeconds } = phase;
      await collectRecording({
        recording: process.spread(phase, times, pieces),
        store: writer,
        log: { info: () => undefined, warn: () => undefined },
        dimensions: { workspaceId: null, environment: null },
        scrapeIntervalSeconds,
        wrap: withQuietStream,
        urls,
      });
      pieces += times.length;
    }
  }
  const sessions = [
    ['checkout fails', broken + 4 * hourMs],
    ['fix deployed', fixed + 4 * hourMs],
  ] as const;
  for (const [name, at] of sessions) {
    await writer.startSession(name, at / 1000);
    await writer.endSession(name, at / 1000 + sessionSeconds);
  }
}

/**
 * With a live stream of the log that brings nothing new: the log is read once a scrape then, and not every second, which
 * would take minutes.
 */
function withQuietStream(http: HttpGet, clock: Clock): HttpGet {
  return (url, init) => {
    if (new URL(url).pathname !== adminPaths.logStream) return http(url, init);
    const event = new TextEncoder().encode(`event: ${logStreamEvents.nothingNew}\ndata: \n\n`);
    let cancel = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        const send = (): void => {
          stream.enqueue(event);
          cancel = clock.schedule(clock.now() + streamEventMs, send);
        };
        send();
      },
      cancel: () => {
        cancel();
      },
    });
    const headers = { 'content-type': 'text/event-stream' };
    return Promise.resolve(new Response(body, { headers }));
  };
}

/** A part of a run that is scraped every so many seconds; unix ms. */
interface Phase {
  readonly from: number;
  to: number;
  readonly seconds: number;
}

/** The phases of a run: each but the last ends with a scrape. */
function phasesOf({ from, to }: Run, until: number): readonly Phase[] {
  const changes = [latelyFrom(until), lastFrom(until)];
  const hours = Array.from(
    { length: Math.ceil((to - from) / hourMs) },
    (_, i) => floorTo(from, hourMs) + (i + 1) * hourMs,
  );
  const edges = [...hours, ...changes].filter((at) => from < at && at < to).sort((a, b) => a - b);
  const phases: Phase[] = [];
  for (const [i, end] of [...edges, to].entries()) {
    const begin = edges[i - 1] ?? from;
    const last = phases.at(-1);
    const interval = secondsAt(begin, until);
    if (last?.seconds === interval) last.to = end;
    else phases.push({ from: begin, to: end, seconds: interval });
  }
  return phases;
}

/** How often it is scraped at a time, unix ms. */
function secondsAt(at: number, until: number): number {
  if (at >= lastFrom(until)) return seconds.last;
  if (at >= latelyFrom(until)) return seconds.lately;
  const hour = new Date(at).getHours();
  return workday.from <= hour && hour < workday.to ? seconds.atWork : seconds.atNight;
}

/** Where what is scraped more often begins: with a scrape of what is before it. */
function latelyFrom(until: number): number {
  return floorTo(until - latelyMs, hourMs);
}

function lastFrom(until: number): number {
  return floorTo(until - lastMs, seconds.lately * 1000);
}

/** When in a phase something happens, unix ms: up to its scrapes, a minute apart where it is more than once. */
function piecesOf({ from, to, seconds }: Phase, until: number, random: () => number): number[] {
  const slot = seconds * 1000;
  const first = floorTo(from, slot) + slot;
  const slots = Array.from(
    { length: Math.floor((to - first) / slot) + 1 },
    (_, i) => first + i * slot,
  );
  return slots.flatMap((at) => {
    const usual = (perHour(at, until) * slot) / hourMs;
    const count = Math.min(mostPieces, Math.floor(usual * (0.5 + random()) + random()));
    return Array.from({ length: count }, (_, i) => at - (count - 1 - i) * minuteMs);
  });
}

/** How many pieces an hour there are at a time, unix ms. */
function perHour(at: number, until: number): number {
  const date = new Date(at);
  const [, usual = 0] = pace.findLast(([fromHour]) => date.getHours() >= fromHour) ?? [];
  const isWeekend = [0, 6].includes(date.getDay());
  const daysAgo = Math.round((dayBefore(until, 0) - dayBefore(at, 0)) / dayMs);
  if (daysAgo === badDaysAgo) return usual;
  if (at >= latelyFrom(until)) return usual * growth;
  return usual * (isWeekend ? weekend : 1) * (quietDaysAgo.has(daysAgo) ? quiet : 1);
}

/**
 * A process of the recording as it would have run had its requests come in pieces at some times; after its last piece
 * its first one comes again.
 */
class SpreadProcess {
  readonly #recording: Recording;
  readonly #run: Run;
  /** Those of its pieces, and before them that of its beginning. */
  readonly #recorded: readonly RecordedScrape[];
  readonly #laterSeconds: number;
  /** What was last scraped, and what had been counted before the first piece came again. */
  #last: RecordedScrape;
  #before: string | undefined;
  /** What its log still holds. */
  #newestRows: RecordedLogRow[] = [];
  #pieces = 0;

  constructor(recording: Recording, run: Run) {
    const process = recording.processes[run.process];
    if (!process) throw new Error(`The recording has no process ${run.process}.`);
    const all = recording.scrapes.filter(
      ({ t, status }) => process.from <= t && t < process.to && status !== 0,
    );
    this.#recording = recording;
    this.#run = run;
    this.#recorded = [...all.slice(0, 1), ...all.slice(firstScrapes, -lastScrapes)];
    this.#laterSeconds = (run.from - process.from) / 1000;
    const [first] = this.#recorded;
    if (!first) throw new Error(`The recorded process ${run.process} was never scraped.`);
    this.#last = this.#scrapeAt(first, run.from);
  }

  /**
   * The next pieces of it.
   * @param times when they come, unix ms, in a phase of its run
   * @param runsBefore pieces before these, of any process: it tells ids apart
   */
  spread(phase: Phase, times: readonly number[], runsBefore: number): Recording {
    const { from, to } = this.#run;
    const scrapes = [this.#last];
    const logRows = this.#newestRows;
    for (const [i, time] of times.entries()) {
      const position = 1 + (this.#pieces % (this.#recorded.length - 1));
      const scrape = this.#recorded[position];
      const since = this.#recorded[position - 1]?.t;
      if (!scrape || since === undefined) throw new Error('Each piece has a scrape.');
      if (position === 1 && this.#pieces > 0) {
        this.#before = continuedBody(this.#recorded.at(-1)?.body ?? '', this.#before);
      }
      this.#pieces += 1;
      this.#last = this.#scrapeAt(scrape, time);
      scrapes.push(this.#last);
      const shift = time - scrape.t;
      for (const { t, row } of this.#recording.logRows) {
        if (since >= t || t > scrape.t) continue;
        logRows.push({ t: t + shift, row: shiftLogRow(row, shift, runsBefore + i + 1) ?? row });
      }
    }
    this.#newestRows = logRows.slice(-logRingSize);
    return {
      ...this.#recording,
      from: phase.from,
      // The log is read a moment after a scrape.
      to: Math.min(phase.to + 2000, to),
      ended: false,
      processes: [{ from, to: to + 1 }],
      exchanges: [],
      scrapes,
      logRows,
    };
  }

  /** Bodies are large, and made when they are asked for. */
  #scrapeAt(scrape: RecordedScrape, t: number): RecordedScrape {
    const [before, seconds, { from }] = [this.#before, this.#laterSeconds, this.#run];
    return {
      ...scrape,
      t,
      get body() {
        const body = withUptime(continuedBody(scrape.body, before), (t - from) / 1000);
        return shiftProcessStart(body, seconds);
      },
    };
  }
}

/** Midnight, local time, so many days before. */
function dayBefore(until: number, daysAgo: number): number {
  const date = new Date(until);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime();
}

/** The same numbers each time, from 0 to 1: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
