import type { Alias, Document, ParsedNode } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { Positions } from '../definition/positions';
import { isTooDeep } from '../definition/yamlDepth';
import type { BudgetMistake, LineRange } from './budgets';

/** UTF-16 units of a value that are told. */
const toldUnits = 60;

/** A key of a mapping with its value; `at` is what of both stands on the key's line. */
export interface YamlEntry {
  readonly key: string;
  readonly at: LineRange;
  readonly value: YamlValue;
}

/** YAML with where it stands. Aliases are followed where they are read: nothing is expanded. */
export class YamlFile {
  readonly #text: string;
  readonly #positions: Positions;
  readonly #document: Document.Parsed;
  readonly #targets: ReadonlyMap<Alias.Parsed, ParsedNode>;

  private constructor(text: string) {
    this.#text = text;
    this.#positions = new Positions(text);
    this.#document = parseDocument(text, {
      logLevel: 'error',
      prettyErrors: false,
      uniqueKeys: false,
    });
    this.#targets = targetsIn(this.#document);
  }

  /** Null where it is nested deeper than the parser may be given. */
  static parse(text: string): YamlFile | null {
    return isTooDeep(text) ? null : new YamlFile(text);
  }

  get contents(): YamlValue {
    return new YamlValue(this, this.#document.contents);
  }

  /** What the parser could not read, at most once a line. */
  get errors(): readonly BudgetMistake[] {
    const byLine = new Map<number, BudgetMistake>();
    for (const { pos, message } of this.#document.errors) {
      const at = this.lineRange(...pos);
      const isUnquoted = /:\s+[>*@`%]/.test(this.#lineAt(pos[0]));
      if (byLine.has(at.line)) continue;
      byLine.set(
        at.line,
        isUnquoted ? { kind: 'unquoted', at } : { kind: 'no_yaml', reason: message, at },
      );
    }
    return [...byLine.values()];
  }

  hasErrorIn({ offsets: [from, to] }: YamlValue): boolean {
    return this.#document.errors.some(({ pos }) => pos[0] >= from && pos[0] < to);
  }

  /** The node that an alias means: the last of its name before it; null for none. */
  followed(node: ParsedNode | null): ParsedNode | null {
    return isAlias(node) ? (this.#targets.get(node) ?? null) : node;
  }

  /** What of a part of the text stands on the line on which it begins. */
  lineRange(from: number, to: number): LineRange {
    const { line, character } = this.#positions.at(from);
    const end = this.#positions.at(Math.max(from, to));
    const lineEnd = character + this.#text.slice(from).search(/\r?\n|$/);
    return { line, from: character, to: end.line === line ? end.character : lineEnd };
  }

  written(from: number, to: number): string {
    return this.#text.slice(from, Math.min(to, from + toldUnits));
  }

  #lineAt(offset: number): string {
    const start = this.#text.lastIndexOf('\n', offset - 1) + 1;
    const end = this.#text.indexOf('\n', offset);
    return this.#text.slice(start, end === -1 ? undefined : end);
  }
}

/** A scalar, a mapping or a sequence; what is empty is an empty one of each. */
export class YamlValue {
  readonly offsets: readonly [from: number, to: number];
  readonly #file: YamlFile;
  readonly #node: ParsedNode | null;

  /** @param offsets where it is written, which an alias is elsewhere than what it means */
  constructor(file: YamlFile, node: ParsedNode | null, offsets?: readonly [number, number]) {
    this.#file = file;
    this.#node = file.followed(node);
    this.offsets = offsets ?? [node?.range[0] ?? 0, node?.range[1] ?? 0];
  }

  get at(): LineRange {
    return this.#file.lineRange(...this.offsets);
  }

  /** As it is written, cut where it is long. */
  get text(): string {
    return this.#file.written(...this.offsets);
  }

  /** What a scalar says: text, a number, a truth value or null; undefined for anything else. */
  get content(): unknown {
    return isScalar(this.#node) ? this.#node.value : undefined;
  }

  /** Null for what is no mapping. Keys that are no scalars are told as they are written. */
  get entries(): readonly YamlEntry[] | null {
    if (this.#isEmpty) return [];
    if (!isMap(this.#node)) return null;
    return this.#node.items.map(({ key, value }) => {
      const [from, keyEnd] = key.range;
      const written = new YamlValue(this.#file, key);
      const own = new YamlValue(this.#file, value, value ? undefined : [keyEnd, keyEnd]);
      return {
        key: typeof written.content === 'string' ? written.content : written.text,
        at: this.#file.lineRange(from, Math.max(keyEnd, own.offsets[1])),
        value: own,
      };
    });
  }

  /** Null for what is no sequence. */
  get items(): readonly YamlValue[] | null {
    if (this.#isEmpty) return [];
    return isSeq(this.#node)
      ? this.#node.items.map((item) => new YamlValue(this.#file, item))
      : null;
  }

  get #isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }
}

/** What the aliases of a document mean, found in one pass: an anchor may stand more than once. */
function targetsIn(document: Document.Parsed): ReadonlyMap<Alias.Parsed, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias.Parsed, ParsedNode>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias as Alias.Parsed, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
    },
  });
  return targets;
}
