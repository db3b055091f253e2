/** Something that changed by an amount. */
export interface Change<Item> {
  readonly item: Item;
  readonly change: number;
}

/**
 * The items that took part in the change of them all, greatest part first, at most `limit`; a share is of the whole
 * change, so it is over 1 where others went the other way. Those are left out, and so is everything when the whole
 * did not change.
 */
export function largestParts<Item>(
  changes: readonly Change<Item>[],
  limit: number,
): { readonly item: Item; readonly share: number }[] {
  const total = changes.reduce((sum, { change }) => sum + change, 0);
  if (Math.abs(total) < 1e-9) return [];
  return changes
    .map(({ item, change }) => ({ item, share: change / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, limit);
}
