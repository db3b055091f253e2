import { joinKey } from './compositeKey';
import { fnv1a64 } from './fnv';
import type { NoFacts, OneOf } from './oneOf';

/** What lists of answers consist of. */
export type EntryKind = 'log_row' | 'route' | 'exchange' | 'message';

/** What may be wrong with an entry, and in which field of it. No text of the entry itself is in it. */
export interface EntryFaults {
  /** Null for the entry itself. */
  readonly no_object: { readonly field: string | null };
  readonly missing: { readonly field: string };
  readonly null: { readonly field: string };
  readonly empty: { readonly field: string };
  readonly no_text: { readonly field: string };
  readonly no_number: { readonly field: string };
  readonly wrong_number: { readonly field: string; readonly value: string };
  readonly no_time: { readonly field: string };
  readonly out_of_range: { readonly field: string };
  readonly same_id: NoFacts;
}

export type EntryFault = OneOf<EntryFaults>;

/** Which entry cannot be read, and why. */
export interface UnreadableReason {
  readonly entry: EntryKind;
  readonly fault: EntryFault;
}

/** An entry of a list that a server answered with, left out since it could not be read. */
export interface UnreadableEntry {
  /** The same whenever the entry is read again. */
  readonly id: string;
  readonly reason: UnreadableReason;
}

/** @param identity tells the entry from others that are of its kind */
export function unreadableEntry(
  entry: EntryKind,
  identity: string,
  fault: EntryFault,
): UnreadableEntry {
  return { id: fnv1a64(joinKey(entry, identity)).toString(36), reason: { entry, fault } };
}
