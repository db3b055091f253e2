import {
  BACKSLASH,
  CLOSING_BRACE,
  COMMA,
  EQUALS,
  NEWLINE,
  OPENING_BRACE,
  QUOTE,
  isDigit,
  isLabelNameByte,
} from './bytes';
import type { LineCursor } from './lineCursor';

/**
 * Position behind the label set that opens at `position`, found by its quotes alone; `undefined`
 * where the line ends inside it. What it says about a label set that is none does not matter: that
 * one is met here for the first time, so {@link readLabels} sees it next.
 */
export function endOfLabels(view: DataView, position: number): number | undefined {
  let quoted = false;
  for (; ; position++) {
    const byte = view.getUint8(position);
    if (byte === QUOTE) {
      quoted = !quoted;
    } else if (byte === NEWLINE) {
      return undefined;
    } else if (quoted) {
      // The escaped byte is stepped over, but never the line feed.
      if (byte === BACKSLASH && view.getUint8(position + 1) !== NEWLINE) position++;
    } else if (byte === CLOSING_BRACE) {
      return position + 1;
    }
  }
}

/**
 * Reads the label set that opens at the cursor and leaves the cursor behind it. 0.0.4 allows blanks
 * everywhere and a comma at the end, OpenMetrics neither.
 *
 * @returns values by name: unescaped, empty ones kept
 * @throws ExpositionError where it is not one, or where a label is given twice
 */
export function readLabels(cursor: LineCursor): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  cursor.expectByte(OPENING_BRACE);
  cursor.skipBlanks();
  while (cursor.byte !== CLOSING_BRACE) {
    const nameStart = cursor.position;
    const name = readLabelName(cursor);
    // A metric has one name, and it stands before the brace.
    if (name === '__name__') cursor.fail({ kind: 'label_name_reserved', label: name }, nameStart);
    if (labels.has(name)) cursor.fail({ kind: 'label_twice', label: name }, nameStart);
    cursor.skipBlanks();
    cursor.expectByte(EQUALS);
    cursor.skipBlanks();
    cursor.expectByte(QUOTE);
    labels.set(name, readLabelValue(cursor));
    cursor.skipBlanks();
    if (cursor.byte === CLOSING_BRACE) break;
    cursor.expectByte(COMMA);
    cursor.skipBlanks();
    if (cursor.openMetrics && cursor.byte === CLOSING_BRACE)
      cursor.fail({ kind: 'label_name_expected' });
  }
  cursor.position++;
  return labels;
}

function readLabelName(cursor: LineCursor): string {
  const start = cursor.position;
  if (isDigit(cursor.byte)) cursor.fail({ kind: 'label_begins_with_digit' });
  while (isLabelNameByte(cursor.byte)) cursor.position++;
  if (cursor.position === start) cursor.fail({ kind: 'label_name_expected' });
  return cursor.text(start, cursor.position);
}

function readLabelValue(cursor: LineCursor): string {
  const start = cursor.position;
  let escaped = false;
  for (; ; cursor.position++) {
    const byte = cursor.byte;
    if (byte === QUOTE) break;
    if (byte === NEWLINE) cursor.fail({ kind: 'label_value_open' }, start);
    if (byte === BACKSLASH) {
      escaped = true;
      cursor.position++;
      checkEscape(cursor);
    }
  }
  const value = cursor.text(start, cursor.position);
  cursor.position++;
  return escaped ? unescaped(value) : value;
}

function checkEscape(cursor: LineCursor): void {
  if (cursor.byte === NEWLINE) cursor.fail({ kind: 'label_value_open' });
  if (!cursor.openMetrics && !ESCAPES.has(String.fromCharCode(cursor.byte))) {
    cursor.fail({ kind: 'escape_unknown' }, cursor.position - 1);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ['"', '"'],
  ['n', '\n'],
]);

/** Leaves alone the escapes that it does not know: only OpenMetrics lets them get here. */
function unescaped(text: string): string {
  let result = '';
  let copied = 0;
  for (
    let backslash = text.indexOf('\\');
    backslash !== -1;
    backslash = text.indexOf('\\', copied)
  ) {
    const escape = text.slice(backslash, backslash + 2);
    result += text.slice(copied, backslash) + (ESCAPES.get(escape.charAt(1)) ?? escape);
    copied = backslash + 2;
  }
  return result + text.slice(copied);
}
