import type { CellValue } from '../../domain/resultTable';
import type { SqlValue } from '../database/row';

/** A parameter as PostgreSQL reads it, null for NULL. No text of PostgreSQL holds the character 0: U+FFFD takes its place. */
export function parameterText(value: SqlValue): string | null {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  // As SQLite has it, what is no number is NULL.
  if (value === null || Number.isNaN(value)) return null;
  return Object.is(value, -0) ? '-0' : String(value);
}

type Reader = (text: string) => CellValue;

/** A whole number that a number cannot hold stays text, since a wrong digit is worse. */
const integer: Reader = (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
};

const float: Reader = (text) => (text === 'NaN' ? null : Number(text));

const decimal: Reader = (text) => (/^-?\d+$/.test(text) ? integer(text) : float(text));

/** A number or a text of JSON, which an aggregate of ours gives (sql/postgres/functions); other JSON stays a text. */
const json: Reader = (text) => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' || typeof value === 'string' ? value : text;
};

/** By the number of the type in pg_type. What is none of these is text. */
const readers: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  // Of bytes, as much as of a blob of SQLite.
  [17, (text) => `(${(text.length - 2) / 2} bytes)`],
  // SQLite has no truth values but numbers.
  [16, (text) => (text === 't' ? 1 : 0)],
  [20, integer],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, float],
  [701, float],
  [1700, decimal],
  [3802, json],
]);

const asText: Reader = (text) => text;

/** How the texts of a column are read whose type the server numbers so. */
export function readerOf(type: number): Reader {
  return readers.get(type) ?? asText;
}
