const TAB = 0x09;
export const NEWLINE = 0x0a;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const COMMA = 0x2c;
export const DOT = 0x2e;
export const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
export const EQUALS = 0x3d;
export const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
export const OPENING_BRACE = 0x7b;
export const CLOSING_BRACE = 0x7d;

/** Whether `byte` separates tokens; both formats know no other blanks. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

export function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}

/** Letters, digits and the underscore: what a label name may consist of. */
export function isLabelNameByte(byte: number): boolean {
  const lowerCase = byte | 0x20;
  return (lowerCase >= 0x61 && lowerCase <= 0x7a) || isDigit(byte) || byte === UNDERSCORE;
}

/** As {@link isLabelNameByte}, and the colon: what a metric name may consist of. */
export function isMetricNameByte(byte: number): boolean {
  return isLabelNameByte(byte) || byte === COLON;
}

/**
 * Position of the first line feed at or after `position`. There has to be one.
 *
 * Looks at eight bytes at a time: a word, xor-ed with line feeds, has a zero byte exactly where
 * `(word - 0x01..01) & ~word & 0x80..80` is not zero. For lines of the usual hundred bytes this
 * costs no more than a native search, on every Node version.
 */
export function endOfLine(view: DataView, position: number): number {
  const lastPair = view.byteLength - 8;
  while (position <= lastPair) {
    const first = view.getInt32(position, true) ^ 0x0a0a0a0a;
    const second = view.getInt32(position + 4, true) ^ 0x0a0a0a0a;
    const zeroBytes = ((first - 0x01010101) & ~first) | ((second - 0x01010101) & ~second);
    if ((zeroBytes & 0x80808080) !== 0) break;
    position += 8;
  }
  while (view.getUint8(position) !== NEWLINE) position++;
  return position;
}

/** A 32 bit hash of the bytes from `start` to before `end`. */
export function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let position = start;
  for (const lastWord = end - 4; position <= lastWord; position += 4) {
    hash = mixed(hash, view.getInt32(position, true));
  }
  for (; position < end; position++) hash = mixed(hash, view.getUint8(position));
  return hash ^ (hash >>> 15);
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 13);
}
