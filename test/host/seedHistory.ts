import { collectRecording } from '../../src/cli/collectRecording';
import type { HttpGet } from '../../src/collector/sources/httpGet';
import { adminPaths } from '../../src/mockforge/paths';
import { logStreamEvents } from '../../src/mockforge/logStreamRows';
import type { Clock } from '../../src/domain/clock';
import { floorTo } from '../../src/domain/time';
import { shiftLogRow, shiftProcessStart } from '../../src/mockforge/timeShift';
import type { RecordedScrape, Recording } from '../../src/replay/recording';
import type { TrafficWriter } from '../../src/store/trafficWriter';
import { continuedBody, withUptime } from './continuedBody';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const days = 14;
/** Well within what the collector takes for silence. */
const streamEventMs = 4500;
/**
 * How often it is scraped, the nearer to now the more often, so that each range has something in each of its steps and
 * what goes on live joins the past without a gap.
 */
const phases: readonly (readonly [sinceMs: number, seconds: number])[] = [
  [days * dayMs + dayMs, 900],
  [26 * hourMs, 300],
  [2 * hourMs, 60],
  [5 * minuteMs, 15],
];
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

/** So many pieces of the recording, 15 s of requests each, an hour from a local hour on: people work by day. */
const pace: readonly (readonly [fromHour: number, perHour: number])[] = [
  [0, 0.7],
  [7, 2],
  [9, 7],
  [12, 3.5],
  [13, 7],
  [17, 3],
  [19, 1.2],
];
const weekend = 0.3;
/** Days before today, so that one of them is the bad day whatever day of the week it is. */
const badDaysAgo = 4;
const quietDaysAgo = new Set([3, 9, 12]);
const quiet = 0.5;

/**
 * Fills an empty database with two weeks before `until` (unix ms): the recording's own requests, answers and counters,
 * spread over the hours of each day and collected by the collector. Numbers are the recording's. The server runs day
 * and night; on the bad day it was started with faults, and the next morning without. A session mark is on each.
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
  let piece = 0;
  for (const run of runs) {
    const times = phasesOf(run, until).flatMap((phase) => piecesOf(phase, until, random));
    const spread = spreadOver(recording, run, times, piece);
    piece += times.length;
    for (const { to, seconds } of phasesOf(run, until)) {
      await collectRecording({
        // The log is read a moment after a scrape.
        recording: { ...spread, to: Math.min(to + 2000, run.to) },
        store: writer,
        log: { info: () => undefined, warn: () => undefined },
        dimensions: { workspaceId: null, environment: null },
        scrapeIntervalSeconds: seconds,
        wrap: withQuietStream,
        urls,
      });
    }
  }
  const marks = [
    ['checkout fails', broken + 4 * hourMs],
    ['fix deployed', fixed + 4 * hourMs],
  ] as const;
  for (const [name, at] of marks) {
    const seconds = at / 1000;
    await writer.addEvent({ kind: 'session_mark', from: seconds, to: seconds, detail: { name } });
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
  readonly to: number;
  readonly seconds: number;
}

/** The phases of a run: each but the last ends with a scrape. */
function phasesOf(run: Run, until: number): readonly Phase[] {
  return phases.flatMap(([sinceMs, seconds], i) => {
    const [nextMs = 0] = phases[i + 1] ?? [];
    const begin = floorTo(until - sinceMs, seconds * 1000);
    const end = nextMs === 0 ? until : floorTo(until - nextMs, seconds * 1000);
    const [from, to] = [Math.max(begin, run.from), Math.min(end, run.to)];
    return from < to ? [{ from, to, seconds }] : [];
  });
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
    const count = Math.floor((perHour(at, until) * slot) / hourMs + random());
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
  return usual * (isWeekend ? weekend : 1) * (quietDaysAgo.has(daysAgo) ? quiet : 1);
}

/**
 * A process of the recording as it would have run had its requests come in pieces at some times; after its last piece
 * its first one comes again.
 * @param runBefore pieces before the first, of any process: it tells ids apart
 */
function spreadOver(
  recording: Recording,
  { from, to, process: index }: Run,
  times: readonly number[],
  runBefore: number,
): Recording {
  const process = recording.processes[index];
  if (!process) throw new Error(`The recording has no process ${index}.`);
  const all = recording.scrapes.filter(
    ({ t, status }) => process.from <= t && t < process.to && status !== 0,
  );
  const recorded = [...all.slice(0, 1), ...all.slice(firstScrapes, -lastScrapes)];
  const seconds = (from - process.from) / 1000;
  /** Bodies are large, and made when they are asked for. */
  const at = (scrape: RecordedScrape, t: number, before?: string): RecordedScrape => ({
    ...scrape,
    t,
    get body() {
      const body = withUptime(continuedBody(scrape.body, before), (t - from) / 1000);
      return shiftProcessStart(body, seconds);
    },
  });
  const [first] = recorded;
  if (!first) throw new Error(`The recorded process ${index} was never scraped.`);
  const scrapes = [at(first, from)];
  const logRows = [];
  let before: string | undefined;
  for (const [i, time] of times.entries()) {
    const position = 1 + (i % (recorded.length - 1));
    const scrape = recorded[position];
    const since = recorded[position - 1]?.t;
    if (!scrape || since === undefined) throw new Error('Each piece has a scrape.');
    if (position === 1 && i > 0) before = continuedBody(recorded.at(-1)?.body ?? '', before);
    scrapes.push(at(scrape, time, before));
    const shift = time - scrape.t;
    for (const { t, row } of recording.logRows) {
      if (since >= t || t > scrape.t) continue;
      logRows.push({ t: t + shift, row: shiftLogRow(row, shift, runBefore + i + 1) ?? row });
    }
  }
  return {
    ...recording,
    from,
    to,
    ended: false,
    processes: [{ from, to: to + 1 }],
    exchanges: [],
    scrapes,
    logRows,
  };
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
