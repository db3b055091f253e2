import { createScanner, type JSONScanner } from 'jsonc-parser';
import type { Braces, Outline, OutlineEntry, Shape } from './outline';

/** What a shape keeps of JSON, comments and trailing commas allowed; null where what is kept does not parse. */
export function jsonOutline(text: string, shape: Shape): Outline | null {
  try {
    return new JsonReader(text).read(shape);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Kinds of tokens by the numbers that the scanner tells: it declares them without values. */
const tokens = {
  ...{ openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, colon: 6, null: 7 },
  ...{ string: 10, number: 11, lineComment: 12, trivia: 15, unknown: 16, end: 17 },
} as const;

const quote = 34;
const slash = 47;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** Reads values that are kept token by token, and passes over others bracket by bracket. */
class JsonReader {
  readonly #text: string;
  readonly #scanner: JSONScanner;
  #token: number;
  /** Where the token before ended, or what was passed over. */
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = createScanner(text);
    this.#token = tokens.unknown;
    this.#next();
  }

  /** @throws SyntaxError */
  read(shape: Shape): Outline | null {
    const outline = this.#value(shape);
    if (this.#token !== tokens.end) throw new SyntaxError();
    return outline;
  }

  #value(shape: Shape | undefined): Outline | null {
    const begins = this.#token;
    if (begins === tokens.openBrace || begins === tokens.openBracket) {
      if (!shape) this.#pass();
      else return begins === tokens.openBrace ? this.#object(shape) : this.#array(shape);
      return null;
    }
    const isLiteral = begins >= tokens.null && begins <= tokens.number;
    if (!isLiteral) throw new SyntaxError();
    const text = this.#scanner.getTokenValue();
    this.#next();
    return shape ? { kind: 'scalar', text, isQuoted: begins === tokens.string } : null;
  }

  #object(shape: Shape): Outline {
    const at = this.#scanner.getTokenOffset();
    const entries: OutlineEntry[] = [];
    const braces = this.#list(tokens.closeBrace, () => {
      if (this.#token !== tokens.string) throw new SyntaxError();
      const key = this.#scanner.getTokenValue();
      const keyAt = this.#scanner.getTokenOffset();
      this.#take(tokens.string);
      this.#take(tokens.colon);
      const kept = shape(key);
      const value = this.#value(kept === 'key' ? undefined : kept);
      if (kept) entries.push({ key, at: keyAt, value });
    });
    return { kind: 'mapping', entries, at, braces };
  }

  #array(shape: Shape): Outline {
    const items: Outline[] = [];
    this.#list(tokens.closeBracket, () => {
      const item = this.#value(shape);
      if (item) items.push(item);
    });
    return { kind: 'sequence', items };
  }

  /** Takes what stands between brackets, with a comma behind each; tells where that ends. */
  #list(end: number, takeOne: () => void): Braces {
    this.#next();
    while (this.#token !== end) {
      takeOne();
      if (this.#token === tokens.comma) this.#next();
      else if (this.#token !== end) throw new SyntaxError();
    }
    const ends = { lastEnd: this.#end, close: this.#scanner.getTokenOffset() };
    this.#next();
    return ends;
  }

  #take(token: number): void {
    if (this.#token !== token) throw new SyntaxError();
    this.#next();
  }

  /** Passes over an object or an array, to behind the bracket that closes it. */
  #pass(): void {
    const text = this.#text;
    let depth = 0;
    let at = this.#scanner.getTokenOffset();
    do {
      const character = text.charCodeAt(at);
      if (character === quote) at = this.#endOfString(at);
      else if (character === slash) at = this.#endOfComment(at);
      else if (character === openBrace || character === openBracket) depth++;
      else if (character === closeBrace || character === closeBracket) depth--;
      at++;
    } while (depth > 0 && at < text.length);
    if (depth > 0) throw new SyntaxError();
    this.#scanner.setPosition(at);
    this.#next();
  }

  /** Where the quote is that ends a string. */
  #endOfString(start: number): number {
    for (
      let end = this.#text.indexOf('"', start + 1);
      end !== -1;
      end = this.#text.indexOf('"', end + 1)
    ) {
      let backslashes = 0;
      while (this.#text.charCodeAt(end - 1 - backslashes) === backslash) backslashes++;
      if (backslashes % 2 === 0) return end;
    }
    throw new SyntaxError();
  }

  #endOfComment(start: number): number {
    const end = this.#text[start + 1] === '*' ? '*/' : '\n';
    const at = this.#text.indexOf(end, start + 2);
    if (at === -1) throw new SyntaxError();
    return at + end.length - 1;
  }

  #next(): void {
    this.#end = this.#scanner.getTokenOffset() + this.#scanner.getTokenLength();
    do this.#token = this.#scanner.scan();
    while (this.#token >= tokens.lineComment && this.#token <= tokens.trivia);
    if (this.#scanner.getTokenError()) throw new SyntaxError();
  }
}
