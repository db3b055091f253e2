/** What is kept of a document: mappings, sequences and scalars, each with where it stands. */
export type Outline = OutlineMapping | OutlineSequence | OutlineScalar;

export interface OutlineMapping {
  readonly kind: 'mapping';
  readonly entries: readonly OutlineEntry[];
  /** Offset of its first character, in UTF-16 units. */
  readonly at: number;
  /** Null in YAML's block style. */
  readonly braces: Braces | null;
}

/** Offsets of what ends a mapping in braces. */
export interface Braces {
  /** Behind its last value, or the comma that follows it; without any behind the brace that opens it. */
  readonly lastEnd: number;
  /** The brace that closes it. */
  readonly close: number;
}

export interface OutlineEntry {
  readonly key: string;
  /** Offset of the key. */
  readonly at: number;
  /** Null where there is none, or it is not kept. */
  readonly value: Outline | null;
}

export interface OutlineSequence {
  readonly kind: 'sequence';
  readonly items: readonly Outline[];
}

export interface OutlineScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Whether it is quoted, and so a text whatever it says. */
  readonly isQuoted: boolean;
}

/**
 * What is kept of a mapping's entries, by their keys: the value with what is kept of it in turn, the key alone, or
 * nothing. Items of a sequence are kept as the sequence is.
 */
export type Shape = (key: string) => Shape | 'key' | undefined;

/** A value with nothing below it. */
export const scalarShape: Shape = () => undefined;

/** A value with all below it. */
export const wholeShape: Shape = () => wholeShape;

/** A mapping's keys without their values. */
export const keysShape: Shape = () => 'key';

/** The value of a key; of several entries with the same key the last. Null where there is none. */
export function valueOf(node: Outline | null, key: string): Outline | null {
  if (node?.kind !== 'mapping') return null;
  return node.entries.findLast((entry) => entry.key === key)?.value ?? null;
}

/** The text of a key's value; null where it has none. */
export function textAt(node: Outline | null, key: string): string | null {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' ? value.text : null;
}

/** The entries of a mapping; none where it is something else. */
export function entriesOf(node: Outline | null): readonly OutlineEntry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

/** The items of a sequence; none where it is something else. */
export function itemsOf(node: Outline | null): readonly Outline[] {
  return node?.kind === 'sequence' ? node.items : [];
}
