import {
  CLOSING_BRACE,
  HASH,
  NEWLINE,
  OPENING_BRACE,
  SPACE,
  isBlank,
  isDigit,
  isMetricNameByte,
} from './bytes';
import { endOfLabels, readLabels } from './labelSyntax';
import type { LineCursor } from './lineCursor';
import { readMilliseconds, readNumber, readSeconds } from './numberSyntax';

const NO_LABELS: ReadonlyMap<string, string> = new Map();

/**
 * Position behind the metric name at the cursor.
 *
 * @throws ExpositionError where there is none
 */
export function endOfMetricName(cursor: LineCursor): number {
  const view = cursor.view;
  let end = cursor.position;
  while (isMetricNameByte(view.getUint8(end))) end++;
  if (end === cursor.position || isDigit(cursor.byte))
    cursor.fail({ kind: 'metric_name_expected' });
  return end;
}

/**
 * Position behind a series as written (metric name and label set), whose name ends at `nameEnd`;
 * `undefined` where the label set does not end on the line.
 */
export function endOfSeries(cursor: LineCursor, nameEnd: number): number | undefined {
  const labelsStart = startOfLabels(cursor, nameEnd);
  return labelsStart === undefined ? nameEnd : endOfLabels(cursor.view, labelsStart);
}

/**
 * Whether a series that is known, and whose bytes stand before `end`, really ends there and is not
 * only the beginning of another one's bytes.
 */
export function isEndOfSeries(cursor: LineCursor, end: number): boolean {
  const view = cursor.view;
  if (view.getUint8(end - 1) === CLOSING_BRACE) return true;
  return isBlank(view.getUint8(end)) && startOfLabels(cursor, end) === undefined;
}

/**
 * Reads the label set behind the metric name that ends at the cursor, where it has one.
 *
 * @throws ExpositionError where the label set is broken
 */
export function readOptionalLabels(cursor: LineCursor): ReadonlyMap<string, string> {
  const labelsStart = startOfLabels(cursor, cursor.position);
  if (labelsStart === undefined) return NO_LABELS;
  cursor.position = labelsStart;
  return readLabels(cursor);
}

/** Where the label set opens behind a metric name; 0.0.4 allows blanks between the two. */
function startOfLabels(cursor: LineCursor, nameEnd: number): number | undefined {
  const view = cursor.view;
  let position = nameEnd;
  if (!cursor.openMetrics) {
    while (isBlank(view.getUint8(position))) position++;
  }
  return view.getUint8(position) === OPENING_BRACE ? position : undefined;
}

/**
 * Reads what follows the series at the cursor: the value, a timestamp where there is one (left in
 * `cursor.timestampMs`), in OpenMetrics an exemplar, which is checked and dropped. Leaves the
 * cursor at the line feed.
 *
 * @throws ExpositionError where a part is missing or broken, or something else follows
 */
export function readSampleValue(cursor: LineCursor): number {
  cursor.timestampMs = null;
  // 0.0.4 separates tokens only where they would run into each other.
  const hasLabels = cursor.view.getUint8(cursor.position - 1) === CLOSING_BRACE;
  if (hasLabels && !cursor.openMetrics) cursor.skipBlanks();
  else cursor.expectBlank('before_value');
  const value = readNumber(cursor);
  if (cursor.byte === NEWLINE) return value;
  if (cursor.openMetrics) readOpenMetricsRest(cursor);
  else readTextRest(cursor);
  return value;
}

function readTextRest(cursor: LineCursor): void {
  cursor.skipBlanks();
  if (cursor.byte === NEWLINE) return;
  cursor.timestampMs = readMilliseconds(cursor);
  cursor.skipBlanks();
  cursor.expectLineEnd('timestamp');
}

function readOpenMetricsRest(cursor: LineCursor): void {
  cursor.expectBlank('after_value');
  if (cursor.byte !== HASH) {
    cursor.timestampMs = readSeconds(cursor);
    if (cursor.byte === NEWLINE) return;
    cursor.expectBlank('after_timestamp');
  }
  readExemplar(cursor);
}

function readExemplar(cursor: LineCursor): void {
  cursor.expectByte(HASH);
  cursor.expectByte(SPACE);
  readLabels(cursor);
  cursor.expectByte(SPACE);
  readNumber(cursor);
  if (cursor.byte === SPACE) {
    cursor.position++;
    readSeconds(cursor);
  }
  cursor.expectLineEnd('exemplar');
}
