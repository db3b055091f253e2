import { collectRecording } from '../../src/cli/collectRecording';
import type { HttpGet } from '../../src/collector/sources/httpGet';
import { adminPaths } from '../../src/mockforge/paths';
import { logStreamEvents } from '../../src/mockforge/logStreamRows';
import type { Clock } from '../../src/domain/clock';
import { shiftLogRow, shiftProcessStart } from '../../src/mockforge/timeShift';
import type { RecordedProcess, Recording } from '../../src/replay/recording';
import type { TrafficWriter } from '../../src/store/trafficWriter';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const days = 14;
/** Well within what the collector takes for silence. */
const streamEventMs = 1500;

/** A stretch of work with the server running, and what of the recording it gets. */
interface Session {
  /** Unix ms, whole minutes. */
  readonly from: number;
  readonly to: number;
  /** The index of the recorded process. */
  readonly process: number;
  /** How many of its scrapes, 15 s of requests each, are spread over the session. */
  readonly scrapes: number;
}

/** Local hours between which work goes on, and how much of it: the first process is calm, the second has injected faults. */
interface Stretch {
  readonly hours: readonly [from: number, to: number];
  readonly process: number;
  readonly scrapes: number;
}

const busy: readonly Stretch[] = [
  { hours: [9.4, 11.2], process: 0, scrapes: 26 },
  { hours: [14.1, 16.3], process: 2, scrapes: 25 },
];
const quiet: readonly Stretch[] = [{ hours: [10.5, 11.7], process: 2, scrapes: 11 }];
const half: readonly Stretch[] = [{ hours: [9.1, 10.9], process: 0, scrapes: 19 }];
const weekend: readonly Stretch[] = [{ hours: [15.1, 15.7], process: 2, scrapes: 5 }];
/** Faults all afternoon. */
const bad: readonly Stretch[] = [
  { hours: [9.4, 10.9], process: 0, scrapes: 22 },
  { hours: [13.3, 14.5], process: 1, scrapes: 13 },
];

/** Days before today, so that one of them is the bad day whatever day of the week it is. */
const badDaysAgo = 4;
const quietDaysAgo = new Set([3, 9, 12]);
const halfDaysAgo = new Set([6, 10]);

/**
 * Fills an empty database with two weeks of work before `until` (unix ms): the recording's own requests, answers and
 * counters, spread over the hours of each day and collected by the collector. Numbers are the recording's. Two session
 * marks stand before and after the bad day.
 * @param urls the server that the history is to belong to
 */
export async function seedHistory(
  recording: Recording,
  writer: TrafficWriter,
  urls: { readonly metricsUrl: string; readonly adminUrl: string },
  until: number,
): Promise<void> {
  const random = seeded(7);
  for (const [index, session] of sessionsBefore(until).entries()) {
    await collectRecording({
      recording: spread(recording, session, index + 1, random),
      store: writer,
      log: { info: () => undefined, warn: () => undefined },
      dimensions: { workspaceId: null, environment: null },
      scrapeIntervalSeconds: 60,
      wrap: withQuietStream,
      urls,
    });
  }
  const badDay = dayBefore(until, badDaysAgo);
  const marks = [
    ['before the fix', badDay + 13 * hourMs],
    ['after the fix', badDay + dayMs + 9 * hourMs],
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

function sessionsBefore(until: number): readonly Session[] {
  return Array.from({ length: days }, (_, i) => days - i).flatMap((daysAgo) => {
    const day = dayBefore(until, daysAgo);
    return stretchesOf(day, daysAgo).map(({ hours: [from, to], ...rest }) => ({
      ...rest,
      from: wholeMinute(day + from * hourMs),
      to: wholeMinute(day + to * hourMs),
    }));
  });
}

function stretchesOf(day: number, daysAgo: number): readonly Stretch[] {
  if (daysAgo === badDaysAgo) return bad;
  if (isWeekend(day)) return weekend;
  if (quietDaysAgo.has(daysAgo)) return quiet;
  return halfDaysAgo.has(daysAgo) ? half : busy;
}

/** A process of the recording as it would have run had its requests come in the minutes of a session. */
function spread(
  recording: Recording,
  { from, to, process: index, scrapes: wanted }: Session,
  run: number,
  random: () => number,
): Recording {
  const process = recording.processes[index];
  if (!process) throw new Error(`The recording has no process ${index}.`);
  const scrapes = recording.scrapes.filter(({ t, status }) => isWithin(t, process) && status !== 0);
  const minutes = pickMinutes(from, to, Math.min(wanted, scrapes.length), random);
  const slots = minutes.map((at, i) => {
    const scrape = scrapes[i];
    if (!scrape) throw new Error('There are as many scrapes as minutes.');
    return { scrape, since: scrapes[i - 1]?.t ?? process.from, shift: at - scrape.t };
  });
  const started = (from - process.from) / 1000;
  return {
    ...recording,
    from,
    to,
    ended: false,
    processes: [{ from, to: to + 1 }],
    exchanges: [],
    scrapes: slots.map(({ scrape, shift }) => ({
      ...scrape,
      t: scrape.t + shift,
      body: shiftProcessStart(scrape.body, started),
    })),
    logRows: slots.flatMap(({ scrape, since, shift }) =>
      recording.logRows
        .filter(({ t }) => since < t && t <= scrape.t)
        .map(({ t, row }) => ({ t: t + shift, row: shiftLogRow(row, shift, run) ?? row })),
    ),
  };
}

/** So many minutes of a span in order, the first of them its first: people work in bursts. */
function pickMinutes(from: number, to: number, count: number, random: () => number): number[] {
  const weights = Array.from({ length: count }, () => random() ** 3 + 0.05);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = (to - from) / minuteMs - count;
  let waited = 0;
  return weights.map((weight, i) => {
    const at = from + (i + Math.floor((spare * waited) / total)) * minuteMs;
    waited += weight;
    return at;
  });
}

/** Midnight, local time, so many days before. */
function dayBefore(until: number, daysAgo: number): number {
  const date = new Date(until);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime();
}

function isWeekend(day: number): boolean {
  return [0, 6].includes(new Date(day).getDay());
}

function isWithin(t: number, { from, to }: RecordedProcess): boolean {
  return from <= t && t < to;
}

function wholeMinute(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs;
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
