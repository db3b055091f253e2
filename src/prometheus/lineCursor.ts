import { NEWLINE, SPACE, isBlank } from './bytes';
import { ExpositionError } from './expositionError';
import type { ExpositionProblem } from './expositionError';

/**
 * `prometheus-text`: Prometheus text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 * `openmetrics`: OpenMetrics 1.0 text format
 * (https://prometheus.io/docs/specs/om/open_metrics_spec/).
 */
export type ExpositionFormat = 'prometheus-text' | 'openmetrics';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Where the reading of a line has got to. The line lies in `view` as a whole, its line feed
 * included, so whoever stops at a line feed never reads past the view.
 */
export class LineCursor {
  view: DataView = new DataView(new ArrayBuffer(0));
  position = 0;
  lineStart = 0;
  /** Number of the line, from 1. */
  line = 0;
  /** Of the sample on this line, once its value has been read. */
  timestampMs: number | null = null;
  readonly openMetrics: boolean;

  constructor(format: ExpositionFormat) {
    this.openMetrics = format === 'openmetrics';
  }

  get byte(): number {
    return this.view.getUint8(this.position);
  }

  /**
   * Blanks between tokens where the format allows any number of them; OpenMetrics allows none
   * besides the single spaces that it demands.
   */
  skipBlanks(): void {
    if (this.openMetrics) return;
    while (isBlank(this.byte)) this.position++;
  }

  /** Steps over the blank that has to stand between two tokens. */
  expectBlank(place: Extract<ExpositionProblem, { kind: 'blank_expected' }>['place']): void {
    if (this.byte !== SPACE && (this.openMetrics || !isBlank(this.byte))) {
      this.fail({ kind: 'blank_expected', place });
    }
    this.position++;
    this.skipBlanks();
  }

  expectByte(byte: number): void {
    if (this.byte !== byte) {
      this.fail({ kind: 'byte_expected', byte: String.fromCharCode(byte) });
    }
    this.position++;
  }

  expectLineEnd(part: Extract<ExpositionProblem, { kind: 'text_after' }>['part']): void {
    if (this.byte !== NEWLINE) this.fail({ kind: 'text_after', part });
  }

  /** Steps over `word` where it stands at the cursor, and says whether it does. */
  skipWord(word: string): boolean {
    for (let index = 0; index < word.length; index++) {
      // Stops at a line feed at the latest: no word has one.
      if (this.view.getUint8(this.position + index) !== word.charCodeAt(index)) return false;
    }
    this.position += word.length;
    return true;
  }

  /** @throws ExpositionError where the bytes are not UTF-8 */
  text(start: number, end: number): string {
    const bytes = Buffer.from(this.view.buffer, this.view.byteOffset + start, end - start);
    let allBits = 0;
    for (let position = start; position < end; position++) allBits |= this.view.getUint8(position);
    if (allBits < 0x80) return bytes.toString('latin1');
    try {
      return strictUtf8.decode(bytes);
    } catch {
      return this.fail({ kind: 'not_utf8' }, start);
    }
  }

  fail(problem: ExpositionProblem, position = this.position): never {
    const column = position - this.lineStart + 1;
    throw new ExpositionError({ problem, line: this.line, column });
  }
}
