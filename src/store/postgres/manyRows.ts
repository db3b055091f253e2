import type { SqlValue } from '../database/row';
import { lexeme } from './namedParameters';
import { parameterText } from './values';

/** A statement that writes one row, cut at its row. */
interface OneRow {
  /** Up to VALUES. */
  readonly head: string;
  /** What stands in the parentheses behind it, with `:name` for parameters. */
  readonly row: string;
  readonly rest: string;
  readonly names: readonly string[];
}

/** The names of types whose arrays can be given, by their number in pg_type. */
const arrayTypes: ReadonlyMap<number, string> = new Map([
  [16, 'bool'],
  [20, 'int8'],
  [21, 'int2'],
  [23, 'int4'],
  [25, 'text'],
  [114, 'json'],
  [700, 'float4'],
  [701, 'float8'],
  [1043, 'varchar'],
  [1700, 'numeric'],
  [3802, 'jsonb'],
]);

/**
 * An INSERT of one row of parameters as an INSERT of many, whose n-th parameter is the array of the n-th name's values.
 * Null where a statement is none, or uses parameters elsewhere than in its row.
 * @param types the types of the parameters of the statement for one row, as the server numbers them
 */
export function insertOfMany(sql: string, types: readonly number[]): string | null {
  const cut = oneRow(sql);
  const given = cut ? givenRows(cut.names, types) : null;
  return cut === null || given === null
    ? null
    : `${cut.head} SELECT ${ofGiven(cut.row)} FROM ${given} ORDER BY given."row number" ${cut.rest}`;
}

/**
 * A SELECT for one set of parameters as one for many: before its own columns stands the number of the set, from 1 on.
 * Null where a statement is none, or has no parameters.
 */
export function selectOfMany(
  sql: string,
  names: readonly string[],
  types: readonly number[],
): string | null {
  const given = isSelect(sql) ? givenRows(names, types) : null;
  return given === null
    ? null
    : `SELECT given."row number", found.* FROM ${given} ` +
        `CROSS JOIN LATERAL (${ofGiven(sql).replace(/;\s*$/, '')}) AS found`;
}

/** Whether there may be a statement for many sets of parameters in the place of one. */
export function mayBeOfMany(sql: string): boolean {
  return isSelect(sql) || oneRow(sql) !== null;
}

function isSelect(sql: string): boolean {
  return /^(?:\s|--[^\n]*\n)*SELECT\b/i.test(sql);
}

/** The sets of parameters, whose n-th column is the n-th parameter. */
function givenRows(names: readonly string[], types: readonly number[]): string | null {
  const arrays = types.map((type, i) => {
    const name = arrayTypes.get(type);
    return name === undefined ? null : `$${i + 1}::${name}[]`;
  });
  if (arrays.length === 0 || arrays.includes(null)) return null;
  const columns = [...names, 'row number'].map((name) => `"${name}"`);
  return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS given(${columns.join(', ')})`;
}

function ofGiven(sql: string): string {
  return sql.replaceAll(lexeme, (token: string, _: unknown, name: string | undefined) =>
    name === undefined ? token : `given."${name}"`,
  );
}

function oneRow(sql: string): OneRow | null {
  const blanked = sql.replaceAll(lexeme, (token: string, _: unknown, name: string | undefined) =>
    (name === undefined ? ' ' : ':').repeat(token.length),
  );
  const [all, before = ''] = /^(\s*INSERT\s+INTO\s[^:]*?\bVALUES\s*)\(/i.exec(blanked) ?? [];
  if (all === undefined) return null;
  const end = closing(blanked, all.length);
  const [row, rest] = [blanked.slice(all.length, end), blanked.slice(end + 1)];
  if (/\bDEFAULT\b/i.test(row) || /^\s*,|:|\bRETURNING\b/i.test(rest)) return null;
  const names = new Set<string>();
  for (const [, , name] of sql.slice(all.length, end).matchAll(lexeme)) {
    if (name !== undefined) names.add(name);
  }
  return {
    head: sql.slice(0, before.length).replace(/VALUES\s*$/i, ''),
    row: sql.slice(all.length, end),
    rest: sql.slice(end + 1).replace(/;\s*$/, ''),
    names: [...names],
  };
}

/** Where the parenthesis closes that was opened before a place. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')' && (depth -= 1) === 0) return at;
  }
  return text.length;
}

/** Values as the text of an array (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO). */
export function arrayText(values: readonly SqlValue[]): string {
  const items = values.map((value) => {
    const text = parameterText(value);
    if (text === null) return 'NULL';
    return typeof value === 'number' ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}
