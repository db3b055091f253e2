import { daySeconds, floorTo, hourSeconds, minuteSeconds } from './time';
import type { TimeFormat } from './timeFormat';

/** Where an axis ends and which of its values bear a label. */
export interface AxisTicks {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

const maxTicks = 4;

/** Ticks from 0, at most four, at 1, 2 or 5 times a power of ten; `whole` for counts. */
export function linearTicks(highest: number, whole: boolean): AxisTicks {
  const top = highest > 0 ? highest : 1;
  let step = 10 ** Math.floor(Math.log10(top / maxTicks));
  const factors = [1, 2, 5, 10, 20, 50];
  step *= factors.find((factor) => Math.floor(top / (step * factor)) < maxTicks) ?? 100;
  if (whole) step = Math.max(1, step);
  const count = Math.min(maxTicks - 1, Math.max(1, Math.round(top / step)));
  return {
    min: 0,
    // A little air, so that neither the highest value nor its label touches the event lane.
    max: Math.max(top * 1.035, count * step * 1.06),
    ticks: Array.from({ length: count + 1 }, (_, i) => i * step),
  };
}

/** Powers of ten from below the lowest value on, at most four; every second one where there are more. */
export function logTicks(lowest: number, highest: number): AxisTicks {
  const from = Math.floor(Math.log10(Math.max(lowest, 0.1)));
  const to = Math.max(from + 1, Math.floor(Math.log10(highest)));
  const stride = Math.ceil((to - from + 1) / maxTicks);
  const ticks: number[] = [];
  for (let power = from; power <= to; power += stride) ticks.push(10 ** power);
  return { min: 10 ** from, max: Math.max(highest * 1.5, 10 ** to * 1.1), ticks };
}

/** Latency is logarithmic when its highest value is over twenty times its lowest. */
export function isWide(lowest: number, highest: number): boolean {
  return highest > 20 * lowest;
}

const timeSteps = [
  minuteSeconds,
  5 * minuteSeconds,
  15 * minuteSeconds,
  30 * minuteSeconds,
  hourSeconds,
  3 * hourSeconds,
  6 * hourSeconds,
  12 * hourSeconds,
  daySeconds,
  2 * daySeconds,
  7 * daySeconds,
  14 * daySeconds,
];

/** The steps of longer axes, in months. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120];
const monthSeconds = 30 * daySeconds;

/** Seconds that local time is ahead of UTC at a moment. */
export function localOffset(at: number): number {
  return -new Date(at * 1000).getTimezoneOffset() * minuteSeconds;
}

/** Moments in [from, to] at round local times, at most `most`, and how far they are apart. */
export function timeTicks(
  from: number,
  to: number,
  most: number,
  offset: (at: number) => number = localOffset,
): { readonly step: number; readonly ticks: readonly number[] } {
  const span = to - from;
  const step = timeSteps.find((candidate) => span / candidate <= most);
  if (step === undefined) return monthTicks(from, to, most, offset);
  const shift = offset(from);
  const ticks: number[] = [];
  for (
    let at = Math.ceil((from + shift) / step) * step - shift;
    at <= to + hourSeconds;
    at += step
  ) {
    // The clocks may change within a long range; midnight stays midnight, and an hour that comes twice has both its ticks.
    const tick = at + ((shift - offset(at)) % step);
    if (tick <= to) ticks.push(tick);
  }
  return { step, ticks };
}

/** First days of months, of local time. */
function monthTicks(
  from: number,
  to: number,
  most: number,
  offset: (at: number) => number,
): { readonly step: number; readonly ticks: readonly number[] } {
  const months = monthSteps.find((count) => (to - from) / (count * monthSeconds) <= most) ?? 240;
  const start = new Date((from + offset(from)) * 1000);
  const ticks: number[] = [];
  for (let month = floorTo(start.getUTCMonth(), months); ; month += months) {
    const local = Date.UTC(floorTo(start.getUTCFullYear(), months / 12), month) / 1000;
    const tick = local - offset(local);
    if (tick > to) return { step: months * monthSeconds, ticks };
    if (tick >= from) ticks.push(tick);
  }
}

/** A time tick's label: the day at midnight and for long steps, the month for longer ones, else the time. */
export function timeLabel(
  at: number,
  step: number,
  times: TimeFormat,
  offset: (at: number) => number = localOffset,
): string {
  if (step >= monthSeconds) return times.month(at);
  if (step >= 2 * daySeconds) return times.date(at);
  if (step === daySeconds) return times.day(at);
  const isMidnight = (at + offset(at)) % daySeconds === 0;
  return isMidnight && step >= hourSeconds ? times.date(at) : times.minute(at);
}
