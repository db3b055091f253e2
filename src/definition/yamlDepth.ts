import { Lexer } from 'yaml';

/** Flow collections in each other, and columns before a line's first text, that the parser is given at most. */
const deepestFlow = 200;
const deepestColumn = 400;

/**
 * Whether YAML is nested deeper than may be given to its parser: that one is recursive, and where it has no stack left the
 * whole process can end.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  /** Columns before the first text of the line; null behind it. */
  let column: number | null = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (token.endsWith('\n')) column = 0;
    else if (column !== null) column = /^(?: +|[-?:])$/.test(token) ? column + token.length : null;
    if (depth > deepestFlow || (column ?? 0) > deepestColumn) return true;
  }
  return false;
}
