import type { TextPosition } from './definition';

/** Lines of a text, which end with a line feed, a carriage return or both. */
export class Positions {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    const ends = /\r\n|\n|\r/g;
    while (ends.test(text)) this.#starts.push(ends.lastIndex);
  }

  /** Where an offset in UTF-16 units is. */
  at(offset: number): TextPosition {
    let low = 0;
    let high = this.#starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - (this.#starts[low] ?? 0) };
  }

  /** The offset of a position; the end of its line where the line is shorter. */
  offsetOf({ line, character }: TextPosition): number {
    const start = this.#starts[line] ?? Infinity;
    return Math.min(start + character, (this.#starts[line + 1] ?? Infinity) - 1);
  }
}
