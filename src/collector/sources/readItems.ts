import type { ReadList } from '../../mockforge/entries';
import type { Access } from './access';

/** What was read of a list; what could not be is told. */
export function readItems<Item>(
  { onUnreadable }: Pick<Access, 'onUnreadable'>,
  { items, unreadable }: ReadList<Item>,
): readonly Item[] {
  if (unreadable.length > 0) onUnreadable?.(unreadable);
  return items;
}
