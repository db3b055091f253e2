import { coveredBy } from '../domain/occurrences';
import { jsonOrUndefined } from './logRow';

/** UTF-16 units of a message at most: nobody reads more, and what is cut needs no search. */
const longestMessage = 2048;
/** What stands in a message where it quoted a value of the request. */
const leftOut = '…';
/** Shorter values are left out only where they stand in quotes: they are part of too many words. */
const shortest = 3;

/**
 * The beginning of a message without the values that the request held. Validators quote what they refuse, as in
 * `"hunter2" is shorter than 8 characters`; names of fields stay. Each character that belongs to an occurrence of a
 * value is left out, also of one that goes on behind the cut.
 * @param sent body and query of the request: JSON, or text as forms and URLs have it
 */
export function redact(
  message: string,
  sent: readonly (string | null)[],
  headers: Readonly<Record<string, string>>,
): string {
  const values = new Set<string>();
  for (const text of sent) addValues(text ?? '', values);
  addHeaderValues(headers, values);
  // Of a value that is longer than the message its beginning is enough, which then lies within twice the length.
  const text = message.slice(0, 2 * longestMessage);
  const covered = coveredBy(text, longPatterns(values));
  coverQuoted(text, values, covered);
  const shown = withoutCovered(text.slice(0, longestMessage), covered);
  return message.length > longestMessage ? shown + leftOut : shown;
}

/** As they are, and as JSON writes them in quotes. */
function* longPatterns(values: Iterable<string>): Generator<string, void, undefined> {
  for (const value of values) {
    for (const pattern of spellings(value)) {
      if (pattern.length >= shortest) yield pattern.slice(0, longestMessage);
    }
  }
}

function* spellings(value: string): Generator<string, void, undefined> {
  yield value;
  yield JSON.stringify(value).slice(1, -1);
}

/** Covers what stands in quotes and is too short to be left out elsewhere. */
function coverQuoted(text: string, values: Iterable<string>, covered: boolean[]): void {
  const short = new Set<string>();
  for (const value of values) {
    if (value.length < shortest) for (const spelling of spellings(value)) short.add(spelling);
  }
  for (let at = 1; at < text.length; at++) {
    const quote = text[at - 1];
    if (quote !== '"' && quote !== "'") continue;
    for (let end = at + 1; end < at + shortest; end++) {
      if (text[end] === quote && short.has(text.slice(at, end))) covered.fill(true, at, end);
    }
  }
}

function withoutCovered(text: string, covered: readonly boolean[]): string {
  return Array.from({ length: text.length }, (_, at) => {
    if (!covered[at]) return text.charAt(at);
    return at > 0 && covered[at - 1] ? '' : leftOut;
  }).join('');
}

/** Headers that hold no secret, and whose values a message may need. */
const harmless = new Set(['accept', 'connection', 'content-length', 'content-type', 'host']);

/** Each value, and its words: `Bearer` and the token. */
function addHeaderValues(headers: Readonly<Record<string, string>>, values: Set<string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (harmless.has(name)) continue;
    values.add(value);
    for (const word of value.split(' ')) values.add(word);
  }
}

function addValues(text: string, values: Set<string>): void {
  const parsed = jsonOrUndefined(text);
  if (parsed !== undefined) addLeaves(parsed, values);
  else {
    for (const value of new URLSearchParams(text).values()) values.add(value);
    for (const word of text.split(/[\s&;,"'<>{}[\]()]+/)) values.add(word);
  }
}

function addLeaves(whole: unknown, values: Set<string>): void {
  const open = [whole];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) open.push(part);
    } else if (typeof value === 'string' || typeof value === 'number') values.add(String(value));
  }
}
