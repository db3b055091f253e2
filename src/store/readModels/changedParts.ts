import { largestParts } from '../../domain/changeParts';
import { minuteSeconds } from '../../domain/time';
import type { ExplainedSide, Part } from '../../protocol/explanation';

/** Both sides' items with their part in the change of an amount, greatest first; an item that a side lacks has `none`. */
export function partsOf<Item, Amount>(
  window: ReadonlyMap<Item, Amount>,
  rest: ReadonlyMap<Item, Amount>,
  {
    limit,
    none,
    amount,
  }: {
    readonly limit: number;
    readonly none: Amount;
    readonly amount: (own: Amount, side: 'window' | 'rest') => number;
  },
): Part<Item, Amount>[] {
  const changes = [...new Set([...window.keys(), ...rest.keys()])].map((item) => {
    const part = { item, window: window.get(item) ?? none, rest: rest.get(item) ?? none };
    return { item: part, change: amount(part.window, 'window') - amount(part.rest, 'rest') };
  });
  return largestParts(changes, limit).map(({ item, share }) => ({ ...item, share }));
}

/** A count per minute of collected time. */
export function perMinute(
  count: number,
  { coveredSeconds }: Pick<ExplainedSide, 'coveredSeconds'>,
): number {
  return coveredSeconds === 0 ? 0 : (count * minuteSeconds) / coveredSeconds;
}
