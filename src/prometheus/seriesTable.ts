import { endOfLine, hashOf, isMetricNameByte } from './bytes';
import { ByteStringTable } from './byteStringTable';
import type { LineCursor } from './lineCursor';
import { readFamily } from './metadataSyntax';
import type { AnnouncedFamily } from './metadataSyntax';
import { endOfMetricName, endOfSeries, isEndOfSeries, readOptionalLabels } from './sampleSyntax';

/**
 * What to do with the lines of a sample name.
 * `intern`: a series is interpreted once and remembered.
 * `transient`: a series is interpreted each time and nothing is kept: for families whose label
 * values grow without bound.
 * `skip`: a line is only searched for its end, so what is wrong in it is not seen.
 */
export type Interest = 'intern' | 'transient' | 'skip';

/** Label values by label name: unescaped, empty values kept. */
export type Labels = ReadonlyMap<string, string>;

/** A sample's name and what to do with its lines. */
export interface SampleName {
  readonly text: string;
  readonly interest: Interest;
}

/**
 * Bounds for servers that make up names and series without end. Beyond them nothing is wrong, only
 * slower: what is not remembered is interpreted each time.
 */
const MOST_NAMES = 4096;
const MOST_SERIES = 65_536;

/**
 * What has been learned about a server's sample names and series, for all its bodies: a series is
 * known by the bytes of its name and label set as written, so that the next body's line costs a
 * comparison of bytes. Series that three bodies in a row lacked are forgotten.
 *
 * One scanner at a time may use it.
 *
 * @typeParam M what a series means to the caller
 */
export class SeriesTable<M> {
  readonly #interest: (sampleName: string) => Interest;
  readonly #interpret: (name: string, labels: Labels) => M | undefined;
  readonly #names = new ByteStringTable<SampleName>(MOST_NAMES);
  readonly #families = new ByteStringTable<AnnouncedFamily>(MOST_NAMES);
  readonly #series = new ByteStringTable<M | undefined>(MOST_SERIES);

  /**
   * @param interest has to give the same answer each time: it is asked when a name appears in a
   *   sample or, as one that a family could have, in a `# TYPE` line
   * @param interpret gives what is handed out with each sample of the series; nothing is handed out
   *   where it is `undefined`. May be called again for a series that was gone for a while.
   */
  constructor(
    interest: (sampleName: string) => Interest,
    interpret: (name: string, labels: Labels) => M | undefined,
  ) {
    this.#interest = interest;
    this.#interpret = interpret;
  }

  /** Series remembered. */
  get size(): number {
    return this.#series.size;
  }

  /** For the scanner: a new body begins. */
  beginBody(): void {
    this.#names.beginBody();
    this.#families.beginBody();
    this.#series.beginBody();
  }

  /**
   * For the scanner: where the line at the cursor has the unwanted name that was read last, the
   * position behind that name.
   */
  endOfRepeatedUnwantedName(cursor: LineCursor): number | undefined {
    const { view, position } = cursor;
    const name = this.#names.latest;
    if (name?.value.interest !== 'skip' || !this.#names.isAt(name, view, position)) {
      return undefined;
    }
    const end = position + name.length;
    return isMetricNameByte(view.getUint8(end)) ? undefined : end;
  }

  /**
   * For the scanner: where the line at the cursor is of the series that followed last time, steps
   * over that and says so; its meaning is {@link latestMeaning}.
   */
  skipExpectedSeries(cursor: LineCursor): boolean {
    const series = this.#series.expectedAt(cursor.view, cursor.position);
    if (series === undefined || !isEndOfSeries(cursor, cursor.position + series.length)) {
      return false;
    }
    cursor.position += series.length;
    this.#series.meet(series);
    return true;
  }

  /** For the scanner: what the series means that was met last. */
  get latestMeaning(): M | undefined {
    return this.#series.latest?.value;
  }

  /**
   * For the scanner: steps over the metric name at the cursor.
   *
   * @throws ExpositionError where there is none
   */
  readName(cursor: LineCursor): SampleName {
    const view = cursor.view;
    const start = cursor.position;
    const expected = this.#names.expectedAt(view, start);
    if (expected !== undefined && !isMetricNameByte(view.getUint8(start + expected.length))) {
      cursor.position = start + expected.length;
      this.#names.meet(expected);
      return expected.value;
    }
    const end = endOfMetricName(cursor);
    cursor.position = end;
    const hash = hashOf(view, start, end);
    const known = this.#names.find(view, start, end, hash);
    if (known !== undefined) {
      this.#names.meet(known);
      return known.value;
    }
    const text = cursor.text(start, end);
    const name = { text, interest: this.#interest(text) };
    this.#names.add(view, start, end, hash, name);
    return name;
  }

  /**
   * For the scanner: steps over the series whose name, read from `start` to the cursor, is this
   * wanted one.
   *
   * @returns what it means
   * @throws ExpositionError where the label set is broken
   */
  readSeries(cursor: LineCursor, start: number, name: SampleName): M | undefined {
    if (name.interest === 'transient') return this.#interpretAt(cursor, name);
    const view = cursor.view;
    const end = endOfSeries(cursor, cursor.position);
    if (end === undefined) return this.#interpretAt(cursor, name);
    const hash = hashOf(view, start, end);
    const known = this.#series.find(view, start, end, hash);
    if (known !== undefined) {
      cursor.position = end;
      this.#series.meet(known);
      return known.value;
    }
    const meaning = this.#interpretAt(cursor, name);
    this.#series.add(view, start, end, hash, meaning);
    return meaning;
  }

  /**
   * For the scanner: reads the family's name and type from the cursor on, in a `# TYPE` line, and
   * leaves the cursor at the line's end.
   *
   * @throws ExpositionError where one of them is missing, or a wanted family's type is none
   */
  readFamily(cursor: LineCursor): AnnouncedFamily {
    const view = cursor.view;
    const start = cursor.position;
    const lineEnd = endOfLine(view, start);
    const hash = hashOf(view, start, lineEnd);
    const known = this.#families.find(view, start, lineEnd, hash);
    if (known !== undefined) {
      cursor.position = lineEnd;
      this.#families.meet(known);
      return known.value;
    }
    const family = readFamily(cursor, (name) => this.#interest(name) !== 'skip');
    this.#families.add(view, start, lineEnd, hash, family);
    return family;
  }

  #interpretAt(cursor: LineCursor, name: SampleName): M | undefined {
    return this.#interpret(name.text, readOptionalLabels(cursor));
  }
}
