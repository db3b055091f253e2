/** A comparison of a column that may be NULL with another value of its kind, as our statements compare keys. */
const compared = /COALESCE\(([\w.]+), ''\)(\s*=\s*)(?:COALESCE\((:?[\w.]+), ''\)|(:\w+)|(?=''))/g;
/** A column that is compared with another one, or with the parameter of its name. */
const endpoints = /\b(\w+\.)?endpoint = (\w+\.endpoint|:endpoint)\b/g;
const conflict = /\bON CONFLICT \(((?:[^()]|\([^()]*\))*)\)/g;

/**
 * A statement that compares texts of keys as indexes have them, which take no long ones (key_text in
 * sql/postgres/migrations/0001_design.sql).
 */
export function withKeyTexts(sql: string): string {
  return sql
    .replaceAll(conflict, (_, keys: string) => `ON CONFLICT (${keysOf(keys)})`)
    .replaceAll(compared, (_, column: string, is: string, other?: string, parameter?: string) => {
      const right = other === undefined ? keyText(parameter) : orEmpty(other);
      return `${orEmpty(column)}${is}${right}`;
    })
    .replaceAll(
      endpoints,
      (_, of: string | undefined, other: string) =>
        `${keyText(`${of ?? ''}endpoint`)} = ${keyText(other)}`,
    );
}

function keysOf(keys: string): string {
  return keys
    .replaceAll(/COALESCE\((\w+), ''\)/g, (_, column: string) => orEmpty(column))
    .replaceAll(
      /(?<=^|,)(\s*)endpoint(?=,)/g,
      (_, blank: string) => `${blank}${keyText('endpoint')}`,
    );
}

function orEmpty(text: string): string {
  return `COALESCE(${keyText(text)}, '')`;
}

function keyText(text: string | undefined): string {
  return text === undefined ? '' : `key_text(${text})`;
}
