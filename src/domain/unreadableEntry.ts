import { joinKey } from './compositeKey';
import { fnv1a64 } from './fnv';

/** An entry of a list that a server answered with, left out since it could not be read. */
export interface UnreadableEntry {
  /** The same whenever the entry is read again. */
  readonly id: string;
  /** Which one and why: `a row of the request log: its status_code is null`. No text of the entry is in it. */
  readonly reason: string;
}

/** @param identity tells the entry from others that are `what` it is */
export function unreadableEntry(what: string, identity: string, why: string): UnreadableEntry {
  return { id: fnv1a64(joinKey(what, identity)).toString(36), reason: `${what}: ${why}` };
}
