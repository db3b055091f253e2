import { FaultError } from '../domain/faultError';

/** One condition on a label of a series, as PromQL has it; a label that a series lacks is empty. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: (typeof operators)[number];
  /** Unquoted: a text, or with =~ and !~ a regular expression that is matched as a whole. */
  readonly value: string;
}

/** What a text of label matchers lacks, or has wrong. */
type LabelMatcherProblem =
  | 'label'
  | 'operator'
  | 'quoted_value'
  | 'comma'
  | 'comma_or_brace'
  | 'nothing_more'
  | 'known_escape'
  | 'closing_quote';

/** What is wrong with a text that was meant as label matchers. */
export interface LabelMatcherFault {
  readonly expected: LabelMatcherProblem;
  /** What stands before the place; empty at the beginning. */
  readonly behind: string;
}

/** A text that was meant as label matchers and is none. */
export class LabelMatcherError extends FaultError<LabelMatcherFault> {
  override readonly name = 'LabelMatcherError';
}

/** The longer ones first: they begin with the others. */
const operators = ['=~', '!~', '!=', '='] as const;

const plainLabel = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Reads label matchers in PromQL's syntax (prometheus.io/docs, "Querying basics", "String literals"), with or
 * without braces: `job="a", instance=~"b:.*"`. Whether a regular expression is one, Prometheus says.
 * @throws LabelMatcherError for anything else, and for no matcher at all
 */
export function parseLabelMatchers(text: string): readonly LabelMatcher[] {
  const reader = new Reader(text);
  const isBraced = reader.take('{');
  const matchers: LabelMatcher[] = [];
  do {
    if (matchers.length > 0 && reader.isAtEnd(isBraced)) break;
    matchers.push(reader.matcher());
  } while (reader.take(','));
  if (isBraced && !reader.take('}')) reader.fail('comma_or_brace');
  if (!reader.isAtEnd(false)) reader.fail(isBraced ? 'nothing_more' : 'comma');
  return matchers;
}

/** Matchers as PromQL takes them between braces. */
export function labelMatchersText(matchers: readonly LabelMatcher[]): string {
  return matchers
    .map(({ label, operator, value }) => {
      const name = plainLabel.test(label) ? label : quoted(label);
      return `${name}${operator}${quoted(value)}`;
    })
    .join(',');
}

/** A string literal of PromQL in which nothing unprintable is left, so that it can stand in a message. */
function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\]/g, '\\$&').replaceAll(/(?! )[\p{C}\p{Z}]/gu, escapedUnit);
  return `"${escaped}"`;
}

function escapedUnit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);

/** Escapes by code, hexadecimal or octal. Those of two and three digits are bytes, so only of ASCII a character. */
const codeEscape = /x([0-7][\da-fA-F])|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([01][0-7]{2})/y;

class Reader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  matcher(): LabelMatcher {
    const label = this.#label();
    const operator = operators.find((candidate) => this.take(candidate));
    if (operator === undefined) this.fail('operator');
    return { label, operator, value: this.#quoted('quoted_value') };
  }

  /** Steps over blanks, and over `expected` where it stands there. */
  take(expected: string): boolean {
    this.#skipBlanks();
    if (!this.#text.startsWith(expected, this.#position)) return false;
    this.#position += expected.length;
    return true;
  }

  isAtEnd(isBraced: boolean): boolean {
    this.#skipBlanks();
    return isBraced ? this.#next === '}' : this.#position === this.#text.length;
  }

  fail(expected: LabelMatcherProblem): never {
    const behind = this.#text.slice(0, this.#position).trimEnd();
    throw new LabelMatcherError({ expected, behind });
  }

  get #next(): string {
    return this.#text.charAt(this.#position);
  }

  #label(): string {
    this.#skipBlanks();
    if (this.#next === '"') return this.#quoted('label');
    const [label] = /^[a-zA-Z_][a-zA-Z0-9_]*/.exec(this.#text.slice(this.#position)) ?? [];
    if (label === undefined) this.fail('label');
    this.#position += label.length;
    return label;
  }

  #quoted(what: LabelMatcherProblem): string {
    this.#skipBlanks();
    const quote = this.#next;
    if (quote === '' || !'"\'`'.includes(quote)) this.fail(what);
    const start = this.#position++;
    let value = '';
    while (this.#next !== quote) {
      if (this.#position >= this.#text.length || (this.#next === '\n' && quote !== '`')) {
        this.#position = start;
        this.fail('closing_quote');
      }
      value += this.#next === '\\' && quote !== '`' ? this.#escape() : this.#character();
    }
    this.#position++;
    return value;
  }

  #character(): string {
    return this.#text.charAt(this.#position++);
  }

  #escape(): string {
    this.#position++;
    const simple = simpleEscapes.get(this.#next);
    if (simple !== undefined) {
      this.#position++;
      return simple;
    }
    codeEscape.lastIndex = this.#position;
    const [all, x, u, long, octal] = codeEscape.exec(this.#text) ?? [];
    const code = octal === undefined ? parseInt(x ?? u ?? long ?? '', 16) : parseInt(octal, 8);
    if (all === undefined || !(code <= 0x10ffff)) this.fail('known_escape');
    this.#position += all.length;
    return String.fromCodePoint(code);
  }

  #skipBlanks(): void {
    while (this.#next !== '' && ' \t\n\r'.includes(this.#next)) this.#position++;
  }
}
