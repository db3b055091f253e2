import { FaultError } from './faultError';
import type { NoFacts, OneOf } from './oneOf';

/** Why a text is not read as JSON, and what is known of it. */
export interface JsonProblems {
  readonly too_deep: { readonly deepest: number };
  readonly too_many_values: { readonly most: number };
  readonly not_json: NoFacts;
}

/** A text from outside that is not read as JSON. */
export class JsonError extends FaultError<OneOf<JsonProblems>> {
  override readonly name = 'JsonError';
}

/** Deeper ones are made to exhaust the reader's stack. */
const deepest = 100;

/**
 * JSON from outside. Text of a few megabytes can take JSON.parse many seconds, and whoever walks through the result
 * the stack, so what nests more than 100 deep or holds more than `mostValues` is refused before it is parsed.
 * @throws JsonError for what is refused or is no JSON
 */
export function parseOutsideJson(text: string, mostValues: number): unknown {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === comma) values++;
    else if (code === openBracket || code === openBrace) {
      values++;
      depth++;
      if (depth > deepest) throw new JsonError({ kind: 'too_deep', deepest });
    } else if (code === closeBracket || code === closeBrace) depth--;
    if (values > mostValues) {
      throw new JsonError({ kind: 'too_many_values', most: mostValues });
    }
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError({ kind: 'not_json' });
  }
}

/** Where the string ends that begins at `start`; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let begin = at;
  while (text.charCodeAt(begin - 1) === backslash) begin--;
  return (at - begin) % 2 === 1;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
