import { DIGIT_0, DOT, NEWLINE, isBlank, isDigit } from './bytes';
import type { LineCursor } from './lineCursor';

/** Digits that may be summed up in a double: a sum that got past 2^53 is still seen to have. */
const MOST_DIGITS = 16;
const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The spellings, in lower case, that both formats take for what is not a finite number: OpenMetrics
 * by its ABNF, 0.0.4 because it is what Go's `ParseFloat` takes.
 */
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
]);

/**
 * Reads the number at the cursor and leaves the cursor behind it.
 *
 * Digits that make less than 2^53 are summed up here, with at most one division, which is exact:
 * numerator and denominator are doubles, and IEEE 754 rounds a quotient correctly. Anything else is
 * for `Number`.
 *
 * @throws ExpositionError where it is no decimal number, `NaN` or `Inf`, or is too large for a double
 */
export function readNumber(cursor: LineCursor): number {
  const view = cursor.view;
  const start = cursor.position;
  let position = start;
  let digits = 0;
  let byte = view.getUint8(position);
  while (isDigit(byte)) {
    digits = digits * 10 + (byte - DIGIT_0);
    byte = view.getUint8(++position);
  }
  const wholeDigits = position - start;
  let fractionDigits = 0;
  if (byte === DOT) {
    const fractionStart = position + 1;
    byte = view.getUint8(++position);
    while (isDigit(byte)) {
      digits = digits * 10 + (byte - DIGIT_0);
      byte = view.getUint8(++position);
    }
    fractionDigits = position - fractionStart;
  }
  const digitCount = wholeDigits + fractionDigits;
  if (
    !isTokenEnd(byte) ||
    digitCount === 0 ||
    digitCount > MOST_DIGITS ||
    digits > Number.MAX_SAFE_INTEGER
  ) {
    return readRareNumber(cursor);
  }
  cursor.position = position;
  return fractionDigits === 0 ? digits : digits / (POWERS_OF_TEN[fractionDigits] ?? NaN);
}

/**
 * Reads a 0.0.4 timestamp: whole milliseconds since 1970.
 *
 * @throws ExpositionError where it is no integer of 64 bits
 */
export function readMilliseconds(cursor: LineCursor): number {
  const start = cursor.position;
  const token = readToken(cursor);
  const milliseconds = Number(token);
  const digitsStart = behindSign(token, 0);
  if (digitsStart === token.length || endOfDigits(token, digitsStart) !== token.length) {
    cursor.fail({ kind: 'timestamp_not_whole' }, start);
  }
  if (Math.abs(milliseconds) > 2 ** 63) cursor.fail({ kind: 'timestamp_out_of_range' }, start);
  return milliseconds;
}

/**
 * Reads an OpenMetrics timestamp, in seconds since 1970, as milliseconds; fractions of them are
 * dropped.
 *
 * @throws ExpositionError where it is no finite decimal number
 */
export function readSeconds(cursor: LineCursor): number {
  const start = cursor.position;
  const token = readToken(cursor);
  if (!isDecimal(token)) cursor.fail({ kind: 'timestamp_no_number' }, start);
  // Shifting the point in the text is exact, where 1.001 * 1000 is 1000.9999999999999.
  const hasExponent = token.toLowerCase().includes('e');
  const shifted = hasExponent ? Number(token) * 1000 : Number(`${token}e3`);
  if (!Number.isFinite(shifted)) cursor.fail({ kind: 'timestamp_out_of_range' }, start);
  return Math.trunc(shifted);
}

function readRareNumber(cursor: LineCursor): number {
  const start = cursor.position;
  const token = readToken(cursor);
  if (isDecimal(token)) {
    const value = Number(token);
    if (!Number.isFinite(value)) cursor.fail({ kind: 'value_out_of_range' }, start);
    return value;
  }
  return (
    NON_FINITE.get(token.toLowerCase()) ??
    cursor.fail({ kind: token === '' ? 'value_missing' : 'value_no_number' }, start)
  );
}

function readToken(cursor: LineCursor): string {
  const start = cursor.position;
  while (!isTokenEnd(cursor.byte)) cursor.position++;
  return cursor.text(start, cursor.position);
}

function isTokenEnd(byte: number): boolean {
  return byte === NEWLINE || isBlank(byte);
}

/** The numbers of both formats; `Number` takes more, such as `0x1`, `0b1` and the empty string. */
function isDecimal(token: string): boolean {
  let position = behindSign(token, 0);
  let digitCount = -position;
  position = endOfDigits(token, position);
  digitCount += position;
  if (token.charCodeAt(position) === DOT) {
    const fractionStart = position + 1;
    position = endOfDigits(token, fractionStart);
    digitCount += position - fractionStart;
  }
  if (digitCount === 0) return false;
  if (token.charAt(position).toLowerCase() === 'e') {
    const exponentStart = behindSign(token, position + 1);
    position = endOfDigits(token, exponentStart);
    if (position === exponentStart) return false;
  }
  return position === token.length;
}

function behindSign(token: string, position: number): number {
  const character = token.charAt(position);
  return character === '+' || character === '-' ? position + 1 : position;
}

function endOfDigits(token: string, position: number): number {
  while (isDigit(token.charCodeAt(position))) position++;
  return position;
}
