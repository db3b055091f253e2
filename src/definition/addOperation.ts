import type { TextChange } from './documentTexts';
import type { NewOperation } from '../protocol/contractCoverage';
import type { PlainObject } from './operationText';
import { jsonLines, operationObject, yamlLines } from './operationText';
import type { Braces, Outline, OutlineEntry, OutlineMapping, Shape } from './outline';
import { entriesOf, scalarShape, textAt } from './outline';
import { outlinesOf } from './outlinesOf';

/** What is to be changed in a text so that it has an operation more, or why nothing is. */
export type OperationAddition =
  | {
      readonly kind: 'added';
      /** Of the text as it is, one behind the other. */
      readonly changes: readonly TextChange[];
      /** Where what is new stands afterwards. */
      readonly shown: { readonly offset: number; readonly length: number };
    }
  /** The operation is there already, at this offset. */
  | { readonly kind: 'defined'; readonly at: number }
  /** Its path is a reference to what stands elsewhere. */
  | { readonly kind: 'reference'; readonly path: string; readonly reference: string }
  /** The text does not parse, or describes no API. */
  | { readonly kind: 'unreadable' }
  /** It would have to stand in what is null or an alias, or is written in another way that it does not fit into. */
  | { readonly kind: 'unusual' };

const unusual: OperationAddition = { kind: 'unusual' };

const itemShape: Shape = (key) => (key === '$ref' ? scalarShape : 'key');
const pathsShape: Shape = (key) => (key.startsWith('/') ? itemShape : 'key');

/** The keys of a document, of its paths and of its path items. */
const keysOfAll: Shape = (key) => {
  if (key === 'openapi' || key === 'swagger') return scalarShape;
  return key === 'paths' ? pathsShape : 'key';
};

/** What is added to, and where. */
interface Container {
  readonly value: Outline | null;
  /** Its key; null for a whole document. */
  readonly key: OutlineEntry | null;
  /** Where it ends at the latest: its bracket, the line of what follows, or the end of the document. */
  readonly end: number;
  /** What it stands in; null for a whole document. */
  readonly parent: Container | null;
}

/**
 * Adds an operation to the text of an OpenAPI 3 or Swagger 2 document, without a byte order mark, in the style of the
 * document. Nothing else of it is changed: what comes out is read again, and where it is not the same with the operation,
 * nothing is added.
 */
export function addOperation(text: string, operation: NewOperation): OperationAddition {
  const roots = outlinesOf(text, keysOfAll) ?? [];
  const root = roots.find((one) => (textAt(one, 'openapi') ?? textAt(one, 'swagger')) !== null);
  if (root?.kind !== 'mapping') return { kind: 'unreadable' };
  const document: Container = {
    ...{ value: root, key: null, parent: null },
    end: root.braces?.close ?? endOfDocument(text, root),
  };
  const method = operation.method.toLowerCase();
  const paths = containerAt(text, document, (key) => key === 'paths');
  const item = paths && containerAt(text, paths, (key) => isSameTemplate(key, operation.path));
  const path = item?.key?.key ?? operation.path;
  const defined = ownEntries(item).find(({ key }) => key === method);
  if (defined) return { kind: 'defined', at: defined.at };
  const reference = textAt(item?.value ?? null, '$ref');
  if (reference !== null) return { kind: 'reference', path, reference };
  const version = textAt(root, 'openapi') === null ? 'swagger' : 'openapi';
  const hasParameters = !ownEntries(item).some(({ key }) => key === 'parameters');
  const added = {
    [method]: operationObject({ ...operation, path }, version, hasParameters),
  };
  const written = {
    ...{ text, eol: text.includes('\r\n') ? '\r\n' : '\n' },
    unit: unitOf(text, document, paths),
  };
  const changes = item
    ? changesTo(item, added, written)
    : paths
      ? changesTo(paths, { [path]: added }, written)
      : changesTo(document, { paths: { [path]: added } }, written);
  if (!changes) return unusual;
  const expected = namesIn(roots);
  for (const place of [['paths'], ['paths', path], ['paths', path, method]]) {
    expected.add(JSON.stringify([roots.indexOf(root), ...place]));
  }
  const found = namesIn(outlinesOf(changed(text, changes), keysOfAll) ?? []);
  const isSame = found.size === expected.size && [...found].every((name) => expected.has(name));
  return isSame ? { kind: 'added', changes, shown: shownAfter(changes) } : unusual;
}

/** What stands at a key of a container, wherever its entry was taken from; of several the last. */
function containerAt(
  text: string,
  parent: Container,
  isKey: (key: string) => boolean,
): Container | undefined {
  const entry = entriesOf(parent.value).findLast(({ key }) => isKey(key));
  if (!entry) return undefined;
  const next = ownEntries(parent).find(({ at }) => at > entry.at)?.at;
  const nextAt = next !== undefined && !isInBraces(parent) ? startOfLine(text, next) : next;
  return { value: entry.value, key: entry, end: nextAt ?? parent.end, parent };
}

/** The entries that are written in a container, in their order: others are merged, or of what an alias means. */
function ownEntries(container: Container | undefined): readonly OutlineEntry[] {
  if (!container) return [];
  return entriesOf(container.value)
    .filter(({ at }) => isIn(container, at))
    .sort((a, b) => a.at - b.at);
}

function isIn({ value, key, end }: Container, at: number): boolean {
  const start = key?.at ?? (value?.kind === 'mapping' ? value.at : 0);
  return at >= start && at < end;
}

function isInBraces({ value }: Container): boolean {
  return value?.kind === 'mapping' && value.braces !== null;
}

/** Whether two templates are the same, whatever their parameters are called. */
function isSameTemplate(a: string, b: string): boolean {
  const shapeOf = (template: string): string => template.replace(/\{[^{}/]+\}/g, '{}');
  return shapeOf(a) === shapeOf(b);
}

/** A text, and how it is written. */
interface Written {
  readonly text: string;
  readonly eol: string;
  /** What a level is indented by. */
  readonly unit: string;
}

/** What a document indents a level by, as its paths and operations show; two spaces where nothing does. */
function unitOf(text: string, document: Container, paths: Container | undefined): string {
  const [path] = ownEntries(paths);
  const [operation] = entriesOf(path?.value ?? null);
  const levels = [
    isInBraces(document) ? '' : null,
    ...[paths?.key, path, operation].map((entry) => entry && indentationAt(text, entry.at)),
  ];
  for (const [level, indentation] of levels.entries()) {
    const above = level > 0 ? levels[level - 1] : null;
    if (above == null || indentation == null) continue;
    if (indentation.startsWith(above) && indentation !== above)
      return indentation.slice(above.length);
  }
  return '  ';
}

/** The changes that put entries into a container; null where they do not fit in there. */
function changesTo(
  container: Container,
  content: PlainObject,
  written: Written,
): readonly TextChange[] | null {
  const { value, key, parent } = container;
  if (key && parent && !isIn(parent, key.at)) return null;
  const isBelowKey = key !== null && parent !== null && !isInBraces(parent);
  if (value === null) return isBelowKey ? belowKey(key, content, written) : null;
  if (value.kind !== 'mapping' || !isIn(container, value.at)) return null;
  if (value.braces === null) return intoBlock(container, content, written);
  const braces = written.text.slice(value.at, value.braces.close + 1);
  return isBelowKey && /^\{\s*\}$/.test(braces)
    ? insteadOfBraces(key, value, value.braces, content, written)
    : intoBraces(container, value, value.braces, content, written);
}

/** Below a key that has no value. */
function belowKey(
  key: OutlineEntry,
  content: PlainObject,
  { text, eol, unit }: Written,
): readonly TextChange[] | null {
  const indentation = indentationAt(text, key.at);
  const end = endOfLine(text, key.at);
  if (indentation === null || !/:[ \t]*(?:#.*)?$/.test(text.slice(key.at, end))) return null;
  const lines = yamlLines(content, indentation + unit, unit);
  return [{ offset: end, length: 0, text: eol + lines.join(eol) }];
}

/** In block style, where a key has braces with nothing in them. */
function insteadOfBraces(
  key: OutlineEntry,
  { at }: OutlineMapping,
  { close }: Braces,
  content: PlainObject,
  { text, eol, unit }: Written,
): readonly TextChange[] | null {
  const indentation = indentationAt(text, key.at);
  const end = endOfLine(text, close);
  if (indentation === null || !/^[ \t]*(?:#.*)?$/.test(text.slice(close + 1, end))) return null;
  const lines = yamlLines(content, indentation + unit, unit);
  const start = text.slice(0, at).trimEnd().length;
  const comment = text.slice(close + 1, end).trimEnd();
  return [
    {
      offset: start,
      length: end - start,
      text: comment + eol + lines.join(eol),
    },
  ];
}

/** At the end of a mapping in block style, above comments and empty lines that follow it. */
function intoBlock(
  container: Container,
  content: PlainObject,
  { text, eol, unit }: Written,
): readonly TextChange[] | null {
  const own = ownEntries(container);
  const last = own.at(-1);
  const indentation = last && indentationAt(text, last.at);
  if (!last || indentation == null) return null;
  const { at: from } = last;
  const isKeeping = keepsEmptyLines.test(text.slice(from, container.end));
  const isSpaced = own.length > 1 && !isKeeping && hasEmptyLineBefore(text, from);
  const offset = endOfBlock(text, from, container.end, indentation.length, isKeeping);
  const lines = [...(isSpaced ? [''] : []), ...yamlLines(content, indentation, unit)];
  const isLine = text[offset - 1] === '\n';
  const inserted = lines.join(eol);
  return [{ offset, length: 0, text: isLine ? inserted + eol : eol + inserted }];
}

/** The head of a block scalar to which the empty lines below it belong. */
const keepsEmptyLines = /[|>](?:\d?\+|\+\d)[ \t]*(?:#.*)?\r?$/m;

/**
 * Behind the last line of a block whose last key is at `from`. A comment that is indented by more than the block may be
 * text of a block scalar, and stays in front of what is added.
 */
function endOfBlock(
  text: string,
  from: number,
  end: number,
  column: number,
  isKeeping: boolean,
): number {
  let at = end;
  for (let start = startOfLine(text, at - 1); start > from; start = startOfLine(text, at - 1)) {
    const [, indentation = '', first = ''] = /^( *)(\S?)/.exec(text.slice(start, at)) ?? [];
    const isComment = first === '#' && indentation.length <= column;
    if (first !== '' && !isComment) break;
    at = start;
  }
  while (isKeeping && at < end && text.slice(at, endOfLine(text, at)).trim() === '') {
    at = Math.min(end, endOfLine(text, at) + (text[endOfLine(text, at)] === '\r' ? 2 : 1));
  }
  return at;
}

/** In braces, on lines of its own where the first entry or the key is the first of its line. */
function intoBraces(
  container: Container,
  { at }: OutlineMapping,
  { lastEnd, close }: Braces,
  content: PlainObject,
  { text, eol, unit }: Written,
): readonly TextChange[] {
  const [first] = ownEntries(container);
  const outer = container.key ? indentationAt(text, container.key.at) : null;
  const inner = first ? indentationAt(text, first.at) : outer === null ? null : outer + unit;
  const comma = /[,{]/.test(text.charAt(lastEnd - 1)) ? '' : ',';
  if (inner === null) {
    const entry = JSON.stringify(content).slice(1, -1);
    return [{ offset: lastEnd, length: 0, text: comma + entry }];
  }
  const entry = eol + jsonLines(content, inner, unit).join(eol);
  const end = endOfLine(text, lastEnd);
  const behind = text.slice(lastEnd, Math.min(end, close));
  if (close > end && !behind.includes('/*')) {
    return [
      ...(comma === '' ? [] : [{ offset: lastEnd, length: 0, text: comma }]),
      { offset: end, length: 0, text: entry },
    ];
  }
  const isEmpty = lastEnd === at + 1;
  return [
    { offset: lastEnd, length: 0, text: comma + entry + (isEmpty ? eol + (outer ?? '') : '') },
  ];
}

/** The keys of documents, of their paths and of their path items. */
function namesIn(roots: readonly (Outline | null)[]): Set<string> {
  const names = new Set<string>();
  const add = (place: readonly (string | number)[], outline: Outline | null): void => {
    for (const { key, value } of entriesOf(outline)) {
      names.add(JSON.stringify([...place, key]));
      add([...place, key], value);
    }
  };
  for (const [position, root] of roots.entries()) add([position], root);
  return names;
}

function changed(text: string, changes: readonly TextChange[]): string {
  return changes.reduceRight(
    (result, { offset, length, text: inserted }) =>
      result.slice(0, offset) + inserted + result.slice(offset + length),
    text,
  );
}

/** Where the last of changes stands when all are made, without the white space around it. */
function shownAfter(changes: readonly TextChange[]): { offset: number; length: number } {
  const last = changes.at(-1) ?? { offset: 0, length: 0, text: '' };
  const moved = changes
    .slice(0, -1)
    .reduce((sum, { length, text }) => sum + text.length - length, 0);
  const shown = last.text.trimEnd().replace(/^[\s,]+/, '');
  const begins = last.text.indexOf(shown);
  return { offset: last.offset + moved + begins, length: shown.length };
}

/** Where the document ends of which this is the root. */
function endOfDocument(text: string, root: OutlineMapping): number {
  const last = Math.max(...root.entries.map(({ at }) => at));
  const marker = /^(?:---|\.\.\.)(?=\s|$)/gm;
  marker.lastIndex = last;
  return marker.exec(text)?.index ?? text.length;
}

/** What stands before an offset in its line, if it is nothing but white space. */
function indentationAt(text: string, offset: number): string | null {
  const before = text.slice(startOfLine(text, offset), offset);
  return before.trim() === '' ? before : null;
}

function hasEmptyLineBefore(text: string, offset: number): boolean {
  const start = startOfLine(text, offset);
  return start > 0 && text.slice(startOfLine(text, start - 1), start).trim() === '';
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before what ends the line. */
function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}
