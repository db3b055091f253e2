import { FaultError } from '../domain/faultError';
import { isRecord } from '../domain/isRecord';
import { storableText } from '../domain/storableText';
import { unreadableEntry } from '../domain/unreadableEntry';
import type { EntryFault, EntryKind, UnreadableEntry } from '../domain/unreadableEntry';

/** A list that a server answered with: what could be read of it, in order, and what could not. */
export interface ReadList<Item> {
  readonly items: readonly Item[];
  readonly unreadable: readonly UnreadableEntry[];
}

/** Why an entry cannot be read. */
class EntryError extends FaultError<EntryFault> {
  override readonly name = 'EntryError';
}

/** UTF-16 units of an entry, or of its id, that tell it from others. */
const telling = 500;

/**
 * Reads each entry of a list on its own, so that a broken one costs no other.
 * @param read throws an EntryError for one that cannot be read; undefined for one that is skipped silently
 */
export function readEach<Item>(
  entries: readonly unknown[],
  kind: EntryKind,
  read: (entry: Fields) => Item | undefined,
): ReadList<Item> {
  const items: Item[] = [];
  const unreadable: UnreadableEntry[] = [];
  for (const entry of entries) {
    try {
      const item = read(new Fields(entry, null));
      if (item !== undefined) items.push(item);
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      unreadable.push(unreadableEntry(kind, identityOf(entry), error.fault));
    }
  }
  return { items, unreadable };
}

/** A list whose entries have ids of their own: of several with one id only the first is taken. */
export function withOwnIds<Item>(
  { items, unreadable }: ReadList<Item>,
  kind: EntryKind,
  idOf: (item: Item) => string,
): ReadList<Item> {
  const own = new Map<string, Item>();
  const others: UnreadableEntry[] = [];
  for (const item of items) {
    const id = idOf(item);
    if (own.has(id)) others.push(unreadableEntry(kind, `${id} again`, { kind: 'same_id' }));
    else own.set(id, item);
  }
  return { items: [...own.values()], unreadable: [...unreadable, ...others] };
}

/** An object of an answer, whose fields are asked for by what they must be. Each throws an EntryError otherwise. */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;

  /** @param field where it is in its entry; null for the entry itself */
  constructor(entry: unknown, field: string | null) {
    if (!isRecord(entry)) throw new EntryError({ kind: 'no_object', field });
    this.#fields = entry;
  }

  /** What is there, whatever it is. */
  any(name: string): unknown {
    return this.#fields[name];
  }

  /** An object within this one. */
  object(name: string): Fields {
    return new Fields(this.#fields[name], name);
  }

  /** A text that is not empty, as far as it can be stored in `longest` UTF-16 units. */
  text(name: string, longest: number): string {
    const value = this.#fields[name];
    if (value === '') throw new EntryError({ kind: 'empty', field: name });
    return this.textOrEmpty(name, longest);
  }

  textOrEmpty(name: string, longest: number): string {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw otherThan('no_text', name, value);
    return storableText(value, longest);
  }

  /** A text; null where there is none or an empty one. */
  textOrNull(name: string, longest: number): string | null {
    const value = textOrNull(this.#fields[name]);
    return value === null ? null : storableText(value, longest);
  }

  number(name: string, least: number, most: number): number {
    const value = this.#fields[name];
    if (typeof value !== 'number') {
      throw otherThan('no_number', name, value);
    }
    if (!(value >= least && value <= most)) {
      throw new EntryError({ kind: 'wrong_number', field: name, value: String(value) });
    }
    return value;
  }

  wholeNumber(name: string, least: number, most: number): number {
    const value = this.number(name, least, most);
    if (!Number.isInteger(value)) {
      throw new EntryError({ kind: 'wrong_number', field: name, value: String(value) });
    }
    return value;
  }

  /** Unix ms of a time as RFC 3339 has it, but no leap second: no clock of ours can tell it. */
  time(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw otherThan('no_text', name, value);
    const at = rfc3339.test(value) ? Date.parse(value) : NaN;
    if (Number.isNaN(at)) throw new EntryError({ kind: 'no_time', field: name });
    if (at < earliest || at >= latest) {
      throw new EntryError({ kind: 'out_of_range', field: name });
    }
    return at;
  }
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** No server that we read answers a request outside of these, unix ms. */
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function otherThan(wanted: 'no_text' | 'no_number', field: string, value: unknown): EntryError {
  if (value === undefined) return new EntryError({ kind: 'missing', field });
  return new EntryError({ kind: value === null ? 'null' : wanted, field });
}

function identityOf(entry: unknown): string {
  const id = isRecord(entry) ? textOrNull(entry['id']) : null;
  return (id ?? JSON.stringify(entry)).slice(0, telling);
}

/** UTF-16 units that are kept of the texts of an answer. */
export const longestId = 200;
export const longestMethod = 100;
/** A server need not take longer ones (RFC 9110, section 4.1). */
export const longestPath = 8000;
export const longestAddress = 100;
export const longestUserAgent = 1000;
export const longestMessage = 2000;
