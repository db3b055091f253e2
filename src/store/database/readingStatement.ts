/** A blank, a comment (one left open ends with the text, as SQLite has it), or a semicolon before the statement. */
const blank = /^(?:[\s;]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/;
const readingWords = ['SELECT', 'WITH', 'VALUES'];

/** Whether a statement begins as one that only reads: SELECT, WITH, VALUES, or EXPLAIN of one. */
export function isReading(sql: string): boolean {
  let rest = withoutBlanks(sql);
  for (const prefix of ['EXPLAIN', 'QUERY', 'PLAN']) {
    if (firstWord(rest) === prefix) rest = withoutBlanks(rest.slice(prefix.length));
  }
  return readingWords.includes(firstWord(rest));
}

function firstWord(sql: string): string {
  return /^\w*/.exec(sql)?.[0].toUpperCase() ?? '';
}

/** A text from its first word on. */
export function withoutBlanks(sql: string): string {
  return sql.replace(blank, '');
}
