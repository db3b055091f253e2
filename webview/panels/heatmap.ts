import { daySeconds, floorTo, hourSeconds, minuteSeconds } from '../../src/domain/time';
import type { TrafficHour } from '../../src/protocol/dashboardData';
import { localOffset } from '../../src/domain/ticks';

/** An hour of a day in the reader's time zone. */
export interface HeatCell {
  readonly requests: number;
  readonly coveredSeconds: number;
  /** Requests a minute of what was collected; null where nothing was. */
  readonly perMinute: number | null;
}

/** A day of the heatmap. */
export interface HeatDay {
  /** Some moment of it, unix seconds. */
  readonly at: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 24, from midnight on; undefined where the day has not come so far. */
  readonly hours: readonly (HeatCell | undefined)[];
}

/** The last seven local days, oldest first. */
export interface Heatmap {
  readonly days: readonly HeatDay[];
  readonly highest: number;
  /** Local hours do not begin with UTC's: what is counted by UTC hour stands where most of it belongs. */
  readonly approximate: boolean;
}

const dayCount = 7;

/** Puts UTC hours into local days; an hour that the clocks repeat holds both. `offset`: seconds ahead of UTC. */
export function heatmap(
  hours: readonly TrafficHour[],
  now: number,
  offset: (at: number) => number = localOffset,
): Heatmap {
  const dayOf = (at: number): number => Math.floor((at + offset(at)) / daySeconds);
  // Where local hours begin at the half of UTC's, the one under way stands in the next day before that has begun.
  const latest = Math.max(now, middleOf(floorTo(now, hourSeconds)));
  const today = dayOf(latest);
  const sums = new Map<string, { requests: number; coveredSeconds: number }>();
  for (const { at, requests, coveredSeconds } of hours) {
    const middle = middleOf(at);
    const hour = Math.floor(((middle + offset(middle)) % daySeconds) / hourSeconds);
    const key = `${dayOf(middle)} ${hour}`;
    const sum = sums.get(key) ?? { requests: 0, coveredSeconds: 0 };
    sums.set(key, {
      requests: sum.requests + requests,
      coveredSeconds: sum.coveredSeconds + coveredSeconds,
    });
  }
  const days = Array.from({ length: dayCount }, (_, i) => {
    const day = today - dayCount + 1 + i;
    return {
      at: latest - (dayCount - 1 - i) * daySeconds,
      // 1 January 1970 was a Thursday.
      weekday: (day + 4) % 7,
      hours: Array.from({ length: 24 }, (__, hour) => cellOf(sums.get(`${day} ${hour}`))),
    };
  });
  const rates = days.flatMap((day) => day.hours.map((cell) => cell?.perMinute ?? 0));
  return {
    days,
    highest: Math.max(0, ...rates),
    approximate: hours.some(({ at }) => offset(at) % hourSeconds !== 0),
  };
}

function middleOf(hour: number): number {
  return hour + hourSeconds / 2;
}

function cellOf(
  sum: { readonly requests: number; readonly coveredSeconds: number } | undefined,
): HeatCell | undefined {
  if (!sum) return undefined;
  const minutes = sum.coveredSeconds / minuteSeconds;
  return { ...sum, perMinute: minutes > 0 ? sum.requests / minutes : null };
}

/** Which of `steps` tones a rate has, from 1 on; 0 for none at all. */
export function tone(perMinute: number, highest: number, steps: number): number {
  if (perMinute <= 0 || highest <= 0) return 0;
  return Math.min(steps, Math.ceil((perMinute / highest) * steps));
}
