/** A statement as PostgreSQL takes it: each `:name` is `$n`, and `names` has the n-th name. */
export interface NumberedStatement {
  readonly text: string;
  readonly names: readonly string[];
}

/**
 * What is no parameter and may hold its letters (comments, texts, quoted names, texts in dollars, casts), or a parameter.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export const lexeme =
  /--[^\n]*|\/\*[^]*?\*\/|\b[eE]'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[^]*?\$\1\$|::|:([A-Za-z_]\w*)/g;

/** Names of parameters become numbers, in the order in which each first stands. */
export function numbered(sql: string): NumberedStatement {
  const names: string[] = [];
  const text = sql.replaceAll(lexeme, (token: string, _: unknown, name: string | undefined) => {
    if (name === undefined) return token;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, names };
}
