import type { TextPlace } from '../../domain/textPlace';

/** What is no name, and may hold the same letters: texts and comments. */
const noName = /'(?:[^']|'')*'|--[^\n]*|\/\*[^]*?(?:\*\/|$)/g;

/** Places that are tried: none is found in a statement that repeats a word more often. */
const mostTries = 200;

/**
 * Where a statement is wrong, by what SQLite says of it: sql.js does not hand on the offset that SQLite knows. Null where
 * it says nothing of a place.
 * @param reasonOf what SQLite says of another statement; null where it is right
 */
export function faultyPlace(
  sql: string,
  reason: string,
  reasonOf: (sql: string) => string | null,
): TextPlace | null {
  if (reason === 'incomplete input') {
    const end = sql.trimEnd().length;
    return { from: end, to: end };
  }
  const [, token] = /^(?:near|unrecognized token:) "(.+)"(?:: syntax error)?$/s.exec(reason) ?? [];
  if (token !== undefined) {
    // The parser stops at the token, so that what stands before it and the token alone fail alike.
    const tried = occurrences(sql, token).slice(0, mostTries);
    return tried.find(({ to }) => reasonOf(sql.slice(0, to)) === reason) ?? null;
  }
  const [, name] =
    /^(?:no such [a-z ]+: |ambiguous column name: |wrong number of arguments to function |misuse of [a-z ]+: )(.+?)(?:\(\))?$/.exec(
      reason,
    ) ?? [];
  const names = sql.replaceAll(noName, (text) => ' '.repeat(text.length));
  return (name !== undefined && occurrences(names, name).find(isWhole(names))) || null;
}

function occurrences(text: string, part: string): readonly TextPlace[] {
  const found: TextPlace[] = [];
  for (let from = text.indexOf(part); from >= 0; from = text.indexOf(part, from + 1)) {
    found.push({ from, to: from + part.length });
  }
  return found;
}

/** Whether a place is no part of a longer name. */
function isWhole(text: string): (place: TextPlace) => boolean {
  return ({ from, to }) => !/\w/.test(text.charAt(from - 1)) && !/\w/.test(text.charAt(to));
}
