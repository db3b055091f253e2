import { backfilled } from '../../domain/coveredSpan';
import type { BackfillBatch } from '../../domain/coveredSpan';
import type { CollectionEvent, Dimensions } from '../../domain/commitBatch';
import { spreadOverMinutes } from '../../domain/spread';
import { minuteSeconds } from '../../domain/time';
import { newAccumulator } from '../account/accumulatorState';
import { MinuteAccumulator } from '../account/minuteAccumulator';
import { minuteContent } from '../account/minuteContent';
import type { FreeMinutes } from './freeMinutes';
import type { HistoryMovement } from './historyMovements';
import { Spans } from './spans';

/** Two minutes without a sample: Prometheus may be set to scrape that rarely, but not more rarely. */
const longestOrdinary = 2 * minuteSeconds;

/** Whole minutes to fill, unix seconds. */
export interface MinuteSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * What the free minutes of a span hold, all servers together, and the events that begin in it. A movement
 * over several minutes is laid evenly over them, per key and per bucket, whatever part of them is asked for.
 */
export function pastMinutes(
  movements: readonly HistoryMovement[],
  span: MinuteSpan,
  free: FreeMinutes,
  source: string,
  dimensions: Dimensions,
): Omit<BackfillBatch, 'committedAt'> {
  const accumulator = new MinuteAccumulator(newAccumulator(), dimensions);
  const isWanted = (minute: number): boolean =>
    minute >= span.from && minute < span.to && free.isFree(minute);
  const known: MinuteSpan[] = [];
  const entered: HistoryMovement[] = [];
  const events: CollectionEvent[] = [];
  for (const movement of movements) {
    const { from, to } = movement;
    if (to <= span.from || from >= span.to || !free.isUncounted(movement)) continue;
    entered.push(movement);
    for (let minute = from; minute < to; minute += minuteSeconds) {
      if (isWanted(minute)) known.push({ from: minute, to: minute + minuteSeconds });
    }
    enter(movement, accumulator, isWanted);
    if (isWanted(from)) events.push(...eventsOf(movement));
  }
  const coverage = new Spans(known).all.map((covered): CollectionEvent => {
    const counted = entered.filter(({ from, to }) => from < covered.to && to > covered.from);
    const since = counted.reduce((first, movement) => Math.min(first, movement.since), Infinity);
    const until = counted.reduce((last, movement) => Math.max(last, movement.until), -Infinity);
    return { kind: 'coverage', ...covered, detail: { how: backfilled, source, since, until } };
  });
  const minutes = accumulator.takeChanged().map((held) => minuteContent(held, [], 0));
  return { minutes, events: [...coverage, ...events] };
}

function enter(
  { from, to, counters, latency }: HistoryMovement,
  accumulator: MinuteAccumulator,
  isWanted: (minute: number) => boolean,
): void {
  const partsOf = (count: number): (readonly [number, number])[] =>
    spreadOverMinutes(count, from * 1000, to * 1000).filter(([minute]) => isWanted(minute));
  for (const [key, count] of counters) {
    for (const [minute, part] of partsOf(count)) {
      accumulator.touch(minute);
      accumulator.addCounted(minute, key, '', part);
    }
  }
  for (const [key, { bounds, counts, sum }] of latency) {
    const total = counts.reduce((all, count) => all + count, 0);
    for (const [bucket, count] of counts.entries()) {
      for (const [minute, part] of partsOf(count)) {
        const partCounts = counts.map((_, i) => (i === bucket ? part : 0));
        accumulator.addLatency(minute, key, {
          bounds,
          counts: partCounts,
          sum: (sum * part) / total,
        });
      }
    }
  }
}

function eventsOf({ from, to, since, restarted, counters }: HistoryMovement): CollectionEvent[] {
  const events: CollectionEvent[] = [];
  if (restarted) {
    const at = Math.floor(since);
    events.push({ kind: 'server_restart', from: at, to: at, detail: { how: backfilled } });
  }
  if (to - from > longestOrdinary) {
    const requests = [...counters.values()].reduce((all, count) => all + count, 0);
    events.push({ kind: 'gap', from, to, detail: { spread: true, requests } });
  }
  return events;
}
