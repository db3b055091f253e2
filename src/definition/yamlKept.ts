import type { Shape } from './outline';

/** Parts of a text, joined. */
export interface KeptText {
  readonly text: string;
  /** Where an offset of the joined text was in the whole one. */
  readonly offsetOf: (offset: number) => number;
}

/** A block mapping whose entries begin in one column. */
interface Frame {
  readonly column: number;
  readonly shape: Shape;
}

/** Lines that belong to one value, which is not looked into. */
interface Region {
  /** Its lines are indented by more than that. */
  readonly column: number;
  /** Whether items of a sequence in that column are a part of it. */
  readonly takesItems: boolean;
  readonly isKept: boolean;
  readonly from: number;
  /** What stands for it where it is not kept: up to here its key's line stays. */
  readonly keyEnd: number;
}

/** A key of a block mapping: quoted on one line, or plain. */
const keyPattern =
  /(?:"([^"\\\n]*)"|'((?:[^'\n]|'')*)'|([^\s\-?:,[\]{}#&*!|>'"%@`][^\n]*?|[-?:][^\s][^\n]*?))[ \t]*:(?=\s|$)/y;

/** What may stand beside a key whose value begins below it: properties of the value, a comment. */
const nothingInline = /^[ \t]*(?:[&!]\S*(?:[ \t]+|$))*(?:#.*)?$/;

/** An anchor, or what looks like one. */
const anchor = /(?:^|[\s,[{:])&\S/;

/**
 * The lines of YAML that a shape keeps. Lines are left out as wholes, and only where their indentation alone says that
 * they belong to a value that the shape does not keep: everything else is left to the parser, errors too.
 * @param keepsAnchors keeps values with anchors, whatever the shape says
 */
export function yamlKept(text: string, shape: Shape, keepsAnchors: boolean): KeptText {
  const parts = new KeptParts(text);
  const frames: Frame[] = [];
  let region: Region | null = null;
  /** What is kept of the value that the line before began. */
  let pending: Shape | undefined = shape;
  let at = 0;

  const close = (end: number): void => {
    if (!region) return;
    const { isKept, from, keyEnd } = region;
    const isWhole = isKept || (keepsAnchors && anchor.test(text.slice(from, end)));
    parts.keep(from, isWhole ? end : keyEnd);
    if (!isWhole && keyEnd > from) parts.breakLine();
    region = null;
  };

  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const next = newline === -1 ? text.length : newline + 1;
    const start = at;
    at = next;
    const column = indentation(text, start);
    const first = text[start + column];
    if (region && belongsTo(region, text, start, column)) continue;
    if (first === undefined || first === '\n' || first === '\r' || first === '#') {
      if (!region) parts.keep(start, next);
      continue;
    }
    close(start);
    if (column === 0 && isMarker(text, start)) {
      frames.length = 0;
      pending = shape;
      parts.keep(start, next);
      const rest = text.slice(start + 3, next);
      if (!nothingInline.test(rest.trimEnd())) region = kept(-1, false, next);
      continue;
    }
    while ((frames.at(-1)?.column ?? -1) > column) {
      frames.pop();
      pending = undefined;
    }
    const top = frames.at(-1);
    keyPattern.lastIndex = start + column;
    const match = keyPattern.exec(text);
    if (!match || /\s#/.test(match[0])) {
      const isBelow = top?.column !== column;
      region = kept(isBelow ? (top?.column ?? -1) : column, true, start);
      pending = undefined;
      continue;
    }
    let frame = top;
    if (frame?.column !== column) {
      if (!pending) {
        region = kept(top?.column ?? -1, true, start);
        continue;
      }
      frame = { column, shape: pending };
      frames.push(frame);
    }
    const [whole, double, single, plain] = match;
    const key = double ?? single?.replaceAll("''", "'") ?? plain ?? '';
    const valueShape: ReturnType<Shape> = plain === '<<' ? frame.shape : frame.shape(key);
    const valueAt = start + column + whole.length;
    const isBelow = nothingInline.test(text.slice(valueAt, next).trimEnd());
    pending = isBelow && valueShape !== 'key' ? valueShape : undefined;
    if (pending) parts.keep(start, next);
    else if (valueShape !== undefined && valueShape !== 'key') region = kept(column, false, start);
    else {
      const keyEnd = valueShape === 'key' ? valueAt : start;
      region = { column, takesItems: isBelow, isKept: false, from: start, keyEnd };
    }
  }
  close(text.length);
  return parts;
}

function kept(column: number, takesItems: boolean, from: number): Region {
  return { column, takesItems, isKept: true, from, keyEnd: from };
}

/** Whether a line that is indented by `column` goes on with a region. */
function belongsTo(region: Region, text: string, start: number, column: number): boolean {
  const first = text[start + column];
  if (first === undefined || first === '\n' || first === '\r') return true;
  if (column > region.column) return region.column >= 0 || column > 0 || !isMarker(text, start);
  // The parser takes a tab there, and flow collections that are indented as little as their key.
  if (first === '\t') return true;
  if (column < region.column) return false;
  if (first === ']' || first === '}') return true;
  if (!region.takesItems) return false;
  if (first === '[' || first === '{') return true;
  return first === '-' && /\s/.test(text[start + column + 1] ?? ' ');
}

/** Whether a line begins or ends a document, or is a directive. */
function isMarker(text: string, start: number): boolean {
  if (text[start] === '%') return true;
  const marker = text.slice(start, start + 3);
  return (marker === '---' || marker === '...') && /\s/.test(text[start + 3] ?? ' ');
}

function indentation(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) === 32) end++;
  return end - start;
}

class KeptParts implements KeptText {
  readonly #whole: string;
  /** Where each part begins, in the joined text and in the whole one. */
  readonly #begins: { readonly joined: number; readonly whole: number }[] = [];
  readonly #parts: string[] = [];
  #length = 0;
  /** Where the last part ended in the whole text. */
  #end = -1;

  constructor(whole: string) {
    this.#whole = whole;
  }

  get text(): string {
    return this.#parts.join('');
  }

  readonly offsetOf = (offset: number): number => {
    let low = 0;
    let high = this.#begins.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#begins[middle]?.joined ?? Infinity) <= offset) low = middle;
      else high = middle;
    }
    const part = this.#begins[low];
    return part ? part.whole + offset - part.joined : offset;
  };

  keep(from: number, to: number): void {
    if (from === to) return;
    if (this.#end !== from) this.#begins.push({ joined: this.#length, whole: from });
    this.#add(this.#whole.slice(from, to));
    this.#end = to;
  }

  breakLine(): void {
    this.#add('\n');
    this.#end = -1;
  }

  #add(part: string): void {
    this.#parts.push(part);
    this.#length += part.length;
  }
}
