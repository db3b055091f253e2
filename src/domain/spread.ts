import { floorTo } from './time';

/**
 * Lays `count` events of unknown time over [from, to) milliseconds, minute by minute: up to any moment s of
 * the span of T, floor(count * s / T) have happened. So the parts are whole numbers that add up to `count`
 * and no spike is invented (docs/collection.md#gaps).
 * @returns one [minute in unix seconds, part] for each minute with a part, in order
 */
export function spreadOverMinutes(
  count: number,
  from: number,
  to: number,
): readonly (readonly [minute: number, part: number])[] {
  const minuteMs = 60_000;
  const parts: (readonly [number, number])[] = [];
  let placed = 0;
  for (let start = floorTo(from, minuteMs); start < to; start += minuteMs) {
    const end = Math.min(to, start + minuteMs);
    const happened = Math.floor((count * (end - from)) / (to - from));
    if (happened > placed) parts.push([start / 1000, happened - placed]);
    placed = happened;
  }
  return parts;
}
