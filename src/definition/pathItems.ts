import type {
  DefinedOperation,
  DefinitionFinding,
  NamedText,
  ReadReferenced,
  TextPosition,
} from './definition';
import { isMethodKey, pathItemsShape } from './definitionShape';
import type { Outline, OutlineEntry } from './outline';
import { entriesOf, textAt, valueOf } from './outline';
import { outlinesOf } from './outlinesOf';
import { Positions } from './positions';
import { parseReference } from './reference';

/** What a response is declared for; other keys are a vendor's own. */
const declaredStatus = /^(?:[1-5](?:\d\d|xx)|default)$/i;

/** A document that path items are in. */
interface Source extends NamedText {
  readonly positions: Positions;
}

/** A path whose item has a reference. */
interface PendingPath {
  readonly path: string;
  readonly pathAt: TextPosition;
  readonly reference: string;
  /** The document in which the reference is written. */
  readonly base: Source;
  /** The places that led there. */
  readonly passed: ReadonlySet<string>;
}

/** The operations of a document's paths, those of other path items that they refer to as well. */
export class PathItems {
  readonly #root: Source;
  readonly #read: ReadReferenced;
  readonly #operations: DefinedOperation[] = [];
  readonly #findings: DefinitionFinding[] = [];
  readonly #others = new Map<string, Source>();
  #pending: PendingPath[] = [];

  constructor(root: NamedText, positions: Positions, read: ReadReferenced) {
    this.#root = { ...root, positions };
    this.#read = read;
  }

  get operations(): readonly DefinedOperation[] {
    return this.#operations;
  }

  get findings(): readonly DefinitionFinding[] {
    return this.#findings;
  }

  /** The names of the other documents that were read. */
  get references(): readonly string[] {
    return [...this.#others.keys()];
  }

  /** Takes the operations of a path of the document. */
  add({ key: path, at, value }: OutlineEntry): void {
    this.#addItem(path, this.#root.positions.at(at), value, this.#root, new Set());
  }

  /** Takes the operations that references lead to, document by document: each is read once for all of its items. */
  async followReferences(): Promise<void> {
    while (this.#pending.length > 0) {
      const pending = this.#pending;
      this.#pending = [];
      const wanted = new Map<Source, { path: PendingPath; place: readonly string[] }[]>();
      for (const path of pending) {
        const { document, place } = parseReference(path.reference);
        const source = await this.#sourceOf(document, path.base);
        if (!source) this.#find('unknown_reference', path);
        else if (!wanted.get(source)?.push({ path, place })) wanted.set(source, [{ path, place }]);
      }
      for (const [source, paths] of wanted) this.#addItems(source, paths);
    }
  }

  #addItems(
    source: Source,
    paths: readonly { path: PendingPath; place: readonly string[] }[],
  ): void {
    const shape = pathItemsShape(paths.map(({ place }) => place));
    const [root = null] = outlinesOf(source.text, shape) ?? [];
    for (const { path, place } of paths) {
      const item = place.reduce<Outline | null>(valueOf, root);
      const name = JSON.stringify([source.name, place]);
      if (path.passed.has(name)) this.#find('circular_reference', path);
      else if (item?.kind !== 'mapping') this.#find('unknown_reference', path);
      else this.#addItem(path.path, path.pathAt, item, source, new Set([...path.passed, name]));
    }
  }

  #addItem(
    path: string,
    pathAt: TextPosition,
    item: Outline | null,
    source: Source,
    passed: ReadonlySet<string>,
  ): void {
    const document = source === this.#root ? null : source.name;
    for (const { key, at, value } of entriesOf(item)) {
      if (!isMethodKey(key)) continue;
      const place = { document, ...source.positions.at(at) };
      this.#operations.push({ ...operationOf(key, value), path, at: place, pathAt });
    }
    const reference = textAt(item, '$ref');
    if (reference !== null) this.#pending.push({ path, pathAt, reference, base: source, passed });
  }

  async #sourceOf(document: string, base: Source): Promise<Source | null> {
    if (document === '') return base;
    const read = await this.#read(document, base.name);
    if (!read) return null;
    if (read.name === this.#root.name) return this.#root;
    const text = read.text.replace(/^\uFEFF/, '');
    const source = this.#others.get(read.name) ?? {
      ...{ name: read.name, text, positions: new Positions(text) },
    };
    this.#others.set(read.name, source);
    return source;
  }

  #find(
    kind: 'unknown_reference' | 'circular_reference',
    { reference, pathAt: at }: PendingPath,
  ): void {
    this.#findings.push({ kind, at, reference });
  }
}

function operationOf(
  key: string,
  value: Outline | null,
): Omit<DefinedOperation, 'path' | 'at' | 'pathAt'> {
  const deprecated = valueOf(value, 'deprecated');
  return {
    method: key.toUpperCase(),
    operationId: textAt(value, 'operationId'),
    deprecated: deprecated?.kind === 'scalar' && !deprecated.isQuoted && deprecated.text === 'true',
    statuses: [...new Set(entriesOf(valueOf(value, 'responses')).map((entry) => entry.key))].filter(
      (status) => declaredStatus.test(status),
    ),
  };
}
