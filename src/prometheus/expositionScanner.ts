import { HASH, NEWLINE, endOfLine, isDigit, isMetricNameByte } from './bytes';
import { ExpositionError } from './expositionError';
import type { ExpositionProblem } from './expositionError';
import { LineCursor } from './lineCursor';
import type { ExpositionFormat } from './lineCursor';
import { readCommentKind } from './metadataSyntax';
import type { MetricType } from './metadataSyntax';
import { PartialLine } from './partialLine';
import { readSampleValue } from './sampleSyntax';
import type { SeriesTable } from './seriesTable';

/** Bytes of a line, not an unwanted one, that are kept until the rest of it arrives. */
const LONGEST_PARTIAL_LINE = 1 << 20;

/** A body that announces more is not told them all. */
const MOST_FAMILIES = 65_536;

const END_MARK = '# EOF';
const LINE_FEED = Uint8Array.of(NEWLINE);

/**
 * Reads one body as it arrives, in pieces of any size. What it keeps in memory does not depend on
 * the size of the body: a line that crosses pieces, and what the {@link SeriesTable} remembers.
 *
 * It is as lenient as a scraper may be: order and grouping of lines, repeated metadata, value ranges
 * by type and the length of exemplars are not checked, since every sample can be read without them.
 * Exemplars are checked for their syntax and dropped.
 *
 * Making one begins a new body for its table. After an error it is of no more use.
 */
export class ExpositionScanner<M> {
  readonly #table: SeriesTable<M>;
  readonly #cursor: LineCursor;
  readonly #onSample: (meaning: M, value: number, timestampMs: number | null) => void;
  readonly #families = new Map<string, MetricType>();
  readonly #partial = new PartialLine();
  #sampleCount = 0;
  #endMarked = false;

  /**
   * @param onSample is called for each wanted sample that means something, in the body's order;
   *   `timestampMs` in whole milliseconds since 1970
   */
  constructor(
    table: SeriesTable<M>,
    format: ExpositionFormat,
    onSample: (meaning: M, value: number, timestampMs: number | null) => void,
  ) {
    this.#table = table;
    this.#cursor = new LineCursor(format);
    this.#onSample = onSample;
    table.beginBody();
  }

  /** Complete lines so far, also unwanted, empty and comment lines. */
  get lineCount(): number {
    return this.#cursor.line;
  }

  /** Samples of wanted names so far. */
  get sampleCount(): number {
    return this.#sampleCount;
  }

  /**
   * Types of the families announced so far, by name; only of those that could hold wanted samples, and of 65,536 at
   * most.
   */
  get families(): ReadonlyMap<string, MetricType> {
    return this.#families;
  }

  /**
   * Reads the next piece of the body; nothing of it is referred to afterwards.
   *
   * @throws ExpositionError where what has arrived so far is no exposition
   */
  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#partial.state !== 'none') {
      const newline = chunk.indexOf(NEWLINE);
      if (newline === -1) {
        this.#addToPartialLine(chunk);
        return;
      }
      start = newline + 1;
      this.#completePartialLine(chunk.subarray(0, start));
    }
    const end = Math.max(start, chunk.lastIndexOf(NEWLINE) + 1);
    if (end > start) {
      this.#readLines(new DataView(chunk.buffer, chunk.byteOffset, end), start, end);
    }
    if (end < chunk.length) this.#addToPartialLine(chunk.subarray(end));
  }

  /**
   * Says that the body is complete.
   *
   * @throws ExpositionError where it ends inside a line, or lacks the `# EOF` of OpenMetrics. That
   *   mark, and nothing else, may do without a line feed.
   */
  end(): void {
    if (this.#isPartialEndMark()) this.#completePartialLine(LINE_FEED);
    if (this.#partial.state !== 'none') this.#failInPartialLine({ kind: 'body_ends_in_line' });
    if (this.#cursor.openMetrics && !this.#endMarked) {
      this.#failInPartialLine({ kind: 'body_ends_without_mark' });
    }
  }

  /** Reads the complete lines from `start` to before `end`. */
  #readLines(view: DataView, start: number, end: number): void {
    const table = this.#table;
    const cursor = this.#cursor;
    cursor.view = view;
    cursor.position = start;
    while (cursor.position < end) {
      this.#beginLine();
      const unwantedNameEnd = table.endOfRepeatedUnwantedName(cursor);
      if (unwantedNameEnd !== undefined) cursor.position = endOfLine(view, unwantedNameEnd);
      else if (table.skipExpectedSeries(cursor)) this.#readSample(table.latestMeaning);
      else this.#readOtherLine();
      cursor.position++;
    }
  }

  #beginLine(): void {
    const cursor = this.#cursor;
    cursor.line++;
    cursor.lineStart = cursor.position;
    if (this.#endMarked) cursor.fail({ kind: 'text_after_mark' });
  }

  /** Reads a line that is not what was expected, and leaves the cursor at its end. */
  #readOtherLine(): void {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const start = cursor.position;
    const byte = cursor.byte;
    if (byte === HASH) {
      this.#readComment();
    } else if (byte === NEWLINE) {
      if (cursor.openMetrics) cursor.fail({ kind: 'line_empty' });
    } else {
      const name = this.#table.readName(cursor);
      if (name.interest === 'skip') cursor.position = endOfLine(cursor.view, cursor.position);
      else this.#readSample(this.#table.readSeries(cursor, start, name));
    }
  }

  #readComment(): void {
    const cursor = this.#cursor;
    const kind = readCommentKind(cursor);
    if (kind === 'type') {
      const { name, type, wanted } = this.#table.readFamily(cursor);
      const isKept = this.#families.size < MOST_FAMILIES;
      if (wanted && type !== undefined && isKept) this.#families.set(name, type);
      return;
    }
    this.#endMarked = kind === 'end';
    cursor.position = endOfLine(cursor.view, cursor.position);
  }

  #readSample(meaning: M | undefined): void {
    const value = readSampleValue(this.#cursor);
    this.#sampleCount++;
    if (meaning !== undefined) this.#onSample(meaning, value, this.#cursor.timestampMs);
  }

  /** Takes in a piece of a line that goes on in the next chunk. */
  #addToPartialLine(piece: Uint8Array): void {
    const partial = this.#partial;
    partial.append(piece);
    if (partial.state === 'none' || partial.state === 'naming') this.#judgePartialLine(piece);
    if (partial.state !== 'skipping' && partial.length > LONGEST_PARTIAL_LINE) {
      this.#failInPartialLine({ kind: 'line_too_long' });
    }
  }

  /** Decides, with this new piece, whether more of the partial line has to be kept. */
  #judgePartialLine(piece: Uint8Array): void {
    const partial = this.#partial;
    const nameEnd = piece.findIndex((byte) => !isMetricNameByte(byte));
    if (nameEnd === -1) partial.become('naming');
    else partial.become(this.#isPartialLineUnwanted() ? 'skipping' : 'reading');
  }

  #isPartialLineUnwanted(): boolean {
    const cursor = this.#cursor;
    cursor.view = this.#partial.view;
    cursor.position = 0;
    // What is no name, or not yet, is for the reading of the complete line to judge.
    if (!isMetricNameByte(cursor.byte) || isDigit(cursor.byte)) return false;
    return (
      this.#table.endOfRepeatedUnwantedName(cursor) !== undefined ||
      this.#table.readName(cursor).interest === 'skip'
    );
  }

  /** Takes in the rest of the partial line, its line feed included, and reads the line. */
  #completePartialLine(piece: Uint8Array): void {
    const partial = this.#partial;
    if (partial.state === 'skipping') {
      this.#beginLine();
    } else {
      partial.append(piece);
      this.#readLines(partial.view, 0, partial.length);
    }
    partial.clear();
  }

  #isPartialEndMark(): boolean {
    const cursor = this.#cursor;
    cursor.view = this.#partial.view;
    cursor.position = 0;
    return (
      cursor.openMetrics &&
      this.#partial.state === 'reading' &&
      this.#partial.length === END_MARK.length &&
      cursor.skipWord(END_MARK)
    );
  }

  #failInPartialLine(problem: ExpositionProblem): never {
    const column = this.#partial.length + 1;
    throw new ExpositionError({ problem, line: this.#cursor.line + 1, column });
  }
}
