import type { Document, Pair, ParsedNode, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Braces, Outline, OutlineEntry, Shape } from './outline';
import { isTooDeep } from './yamlDepth';
import type { KeptText } from './yamlKept';
import { yamlKept } from './yamlKept';

type ParsedDocument = Document.Parsed;
type Kept = Exclude<ReturnType<Shape>, undefined>;

/**
 * What a shape keeps of each document of a YAML text, null where it is empty; null where one of them does not parse.
 * Aliases and merge keys are followed, each anchor once: nothing is expanded.
 */
export function yamlOutlines(text: string, shape: Shape): readonly (Outline | null)[] | null {
  return outlinesOf(text, shape, false) ?? outlinesOf(text, shape, true);
}

/** Null as well where an alias has its anchor in what was not kept. */
function outlinesOf(
  text: string,
  shape: Shape,
  keepsAnchors: boolean,
): readonly (Outline | null)[] | null {
  const { text: joined, offsetOf } = yamlKept(text, shape, keepsAnchors);
  const kept = { text: joined, offsetOf };
  if (isTooDeep(kept.text)) return null;
  const parsed = parseAllDocuments(kept.text, {
    logLevel: 'silent',
    prettyErrors: false,
    schema: 'failsafe',
    uniqueKeys: false,
  });
  const documents: readonly ParsedDocument[] = Array.isArray(parsed) ? parsed : [];
  if (documents.some(({ errors }) => errors.length > 0)) return null;
  const readers = documents.map((document) => new DocumentReader(document, kept));
  const outlines = readers.map((reader) => reader.outline(shape));
  return readers.some(({ lacksAnchors }) => lacksAnchors) && !keepsAnchors ? null : outlines;
}

class DocumentReader {
  readonly #document: ParsedDocument;
  readonly #text: KeptText;
  /** Nodes by the names of their anchors, in the order of the text. */
  readonly #anchors = new Map<string, ParsedNode[]>();
  /** What was made of a node; null while it is made, which ends a cycle. */
  readonly #made = new Map<ParsedNode, Map<Shape, Outline | null>>();
  #lacksAnchors = false;

  constructor(document: ParsedDocument, text: KeptText) {
    this.#document = document;
    this.#text = text;
    visit(document, {
      Value: (_, node) => {
        if (node.anchor === undefined) return;
        const named = this.#anchors.get(node.anchor) ?? [];
        named.push(node as ParsedNode);
        this.#anchors.set(node.anchor, named);
      },
    });
  }

  /** Whether an alias was met whose anchor is not there. */
  get lacksAnchors(): boolean {
    return this.#lacksAnchors;
  }

  outline(shape: Shape): Outline | null {
    return this.#read(this.#document.contents, shape);
  }

  #read(node: ParsedNode | null, shape: Shape): Outline | null {
    const target = this.#target(node);
    if (!target) return null;
    const made = this.#made.get(target) ?? new Map<Shape, Outline | null>();
    this.#made.set(target, made);
    const known = made.get(shape);
    if (known !== undefined) return known;
    made.set(shape, null);
    const outline = this.#make(target, shape);
    made.set(shape, outline);
    return outline;
  }

  #make(node: ParsedNode, shape: Shape): Outline | null {
    if (isMap(node)) {
      return {
        kind: 'mapping',
        entries: this.#entries(node.items, shape),
        at: this.#text.offsetOf(node.range[0]),
        braces: node.flow === true ? this.#braces(node) : null,
      };
    }
    if (isSeq(node)) {
      const items = node.items;
      return {
        kind: 'sequence',
        items: items.map((item) => this.#read(item, shape)).filter((item) => item !== null),
      };
    }
    if (!isScalar(node)) return null;
    const isQuoted = node.type !== 'PLAIN';
    const text = String(node.value);
    return text === '' && !isQuoted ? null : { kind: 'scalar', text, isQuoted };
  }

  #braces({ items, range: [open, end] }: YAMLMap.Parsed): Braces {
    const last = items.at(-1);
    const valueEnd = (last?.value ?? last?.key)?.range[1] ?? open + 1;
    const behind = this.#text.text.slice(valueEnd, end - 1);
    // A comma in a comment is none.
    const comma = behind.replace(/#.*/g, (comment) => ' '.repeat(comment.length)).indexOf(',');
    return {
      lastEnd: this.#text.offsetOf(valueEnd + comma + 1),
      close: this.#text.offsetOf(end - 1),
    };
  }

  /** Those of merged mappings last, without keys that are there already. */
  #entries(
    pairs: readonly Pair<ParsedNode, ParsedNode | null>[],
    shape: Shape,
  ): readonly OutlineEntry[] {
    const entries: OutlineEntry[] = [];
    const merged: OutlineEntry[] = [];
    for (const { key: keyNode, value } of pairs) {
      const key = this.#target(keyNode);
      if (!isScalar(key)) continue;
      if (key.value === '<<' && key.type === 'PLAIN') {
        merged.push(...mergedEntries(this.#read(value, shape)));
        continue;
      }
      const text = String(key.value);
      const keptBelow: Kept | undefined = shape(text);
      if (keptBelow === undefined) continue;
      const at = this.#text.offsetOf(keyNode.range[0]);
      entries.push({
        key: text,
        at,
        value: keptBelow === 'key' ? null : this.#read(value, keptBelow),
      });
    }
    const own = new Set(entries.map(({ key }) => key));
    for (const entry of merged) {
      if (own.has(entry.key)) continue;
      own.add(entry.key);
      entries.push(entry);
    }
    return entries;
  }

  /** The node that an alias means: the last of its name before it. */
  #target(node: ParsedNode | null): ParsedNode | null {
    if (!isAlias(node)) return node;
    const [at] = node.range;
    const target = this.#anchors.get(node.source)?.findLast(({ range }) => range[0] < at);
    if (!target) this.#lacksAnchors = true;
    return target ?? null;
  }
}

/** The entries of what a merge key names: a mapping, or several in a sequence. */
function mergedEntries(outline: Outline | null): readonly OutlineEntry[] {
  if (outline?.kind === 'mapping') return outline.entries;
  if (outline?.kind !== 'sequence') return [];
  return outline.items.flatMap((item) => (item.kind === 'mapping' ? item.entries : []));
}
