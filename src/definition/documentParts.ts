import type { NamedText, ReadReferenced } from './definition';
import type { Outline, Shape } from './outline';
import { entriesOf, itemsOf, textAt, valueOf, wholeShape } from './outline';
import { outlinesOf } from './outlinesOf';
import { parseReference, type Reference } from './reference';

/** A part of a document with all below it. */
export interface DocumentPart {
  readonly outline: Outline | null;
  /** The document that it is in, by name. */
  readonly document: string;
}

/** A reference as a document has it. */
interface WrittenReference extends Reference {
  readonly base: string;
}

/** References that are followed from one to the next, and documents that are read, at most. */
const mostHops = 20;
const mostDocuments = 50;

/**
 * Parts of a document, and of those that it refers to, as they are asked for. One that is asked for the first time is
 * not there yet: whoever asks begins again after `readWanted`. So a document is passed over once for all parts that are
 * wanted of it, however large it is, and nothing else of it is parsed.
 */
export class DocumentParts {
  readonly #read: ReadReferenced;
  readonly #root: string;
  readonly #texts = new Map<string, string>();
  /** Names of documents by who refers to them and how; null for those that may not be read. */
  readonly #names = new Map<string, string | null>();
  /** By reference; null where it leads nowhere. */
  readonly #known = new Map<string, DocumentPart | null>();
  readonly #wanted = new Map<string, WrittenReference>();

  constructor({ name, text }: NamedText, read: ReadReferenced) {
    this.#root = name;
    this.#read = read;
    this.#texts.set(name, text.replace(/^\uFEFF/, ''));
  }

  /** What stands at a place of the document itself; null also where it is not read yet. */
  at(place: readonly string[]): DocumentPart | null {
    return this.#part({ base: this.#root, document: '', place });
  }

  /** What the `$ref` of a part leads to; null where it has none, and where that is not read yet. */
  referred({ outline, document: base }: DocumentPart): DocumentPart | null {
    const reference = textAt(outline, '$ref');
    return reference === null ? null : this.#part({ base, ...parseReference(reference) });
  }

  /** A part, or what its references lead to; null as for `referred`. */
  resolved(part: DocumentPart | null): DocumentPart | null {
    let resolved = part;
    for (let hops = 0; resolved && textAt(resolved.outline, '$ref') !== null; hops++) {
      resolved = hops < mostHops ? this.referred(resolved) : null;
    }
    return resolved;
  }

  /** Whether everything that was asked for was there. */
  get isComplete(): boolean {
    return this.#wanted.size === 0;
  }

  /** Reads what was asked for and not there. */
  async readWanted(): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    const inDocument = new Map<string, { key: string; place: readonly string[] }[]>();
    for (const [key, reference] of wanted) {
      this.#known.set(key, null);
      const name = await this.#nameOf(reference);
      const part = { key, place: reference.place };
      if (name !== null && !inDocument.get(name)?.push(part)) inDocument.set(name, [part]);
    }
    for (const [document, parts] of inDocument) {
      const shape = partsShape(parts.map(({ place }) => place));
      const roots = outlinesOf(this.#texts.get(document) ?? '', shape) ?? [];
      for (const { key, place } of parts) {
        const found = roots.map((root) => place.reduce<Outline | null>(valueOf, root));
        const outline = found.find((one) => one !== null);
        if (outline) this.#known.set(key, { outline, document });
      }
    }
  }

  #part(reference: WrittenReference): DocumentPart | null {
    const { base, document, place } = reference;
    const key = JSON.stringify([base, document, place]);
    const known = this.#known.get(key);
    if (known === undefined) this.#wanted.set(key, reference);
    return known ?? null;
  }

  async #nameOf({ base, document }: WrittenReference): Promise<string | null> {
    if (document === '') return base;
    const key = JSON.stringify([base, document]);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const read = this.#texts.size < mostDocuments ? await this.#read(document, base) : null;
    if (read && !this.#texts.has(read.name)) {
      this.#texts.set(read.name, read.text.replace(/^\uFEFF/, ''));
    }
    this.#names.set(key, read?.name ?? null);
    return read?.name ?? null;
  }
}

/** What stands at a key of a part; null where nothing does. */
export function partAt(part: DocumentPart | null, key: string): DocumentPart | null {
  const entry = entriesOf(part?.outline ?? null).findLast((one) => one.key === key);
  return part && entry ? { ...part, outline: entry.value } : null;
}

/** The entries of a part that is a mapping; of several with the same key the last. */
export function namedParts(part: DocumentPart | null): ReadonlyMap<string, DocumentPart> {
  if (!part) return new Map();
  return new Map(
    entriesOf(part.outline).map(({ key, value }) => [key, { ...part, outline: value }]),
  );
}

/** The items of a part that is a sequence. */
export function itemParts(part: DocumentPart | null): readonly DocumentPart[] {
  return part ? itemsOf(part.outline).map((outline) => ({ ...part, outline })) : [];
}

/** The texts in a part that is a sequence. */
export function itemTexts(part: DocumentPart | null): readonly string[] {
  return itemsOf(part?.outline ?? null).flatMap((item) =>
    item.kind === 'scalar' ? item.text : [],
  );
}

/** Of a document of which the parts at some places are wanted. */
function partsShape(places: readonly (readonly string[])[]): Shape {
  if (places.some((place) => place.length === 0)) return wholeShape;
  return (key) => {
    const below = places.filter(([first]) => first === key).map(([, ...rest]) => rest);
    return below.length > 0 ? partsShape(below) : undefined;
  };
}
