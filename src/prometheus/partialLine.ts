/**
 * `none`: there is none. `naming`: so far it could be the beginning of a metric name. `reading`: its
 * bytes are wanted as soon as it is complete. `skipping`: it is unwanted, so they are not kept.
 */
export type PartialLineState = 'none' | 'naming' | 'reading' | 'skipping';

/** The beginning of a line whose end has not arrived yet. */
export class PartialLine {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #state: PartialLineState = 'none';

  get state(): PartialLineState {
    return this.#state;
  }

  /** In bytes, those included that were not kept. */
  get length(): number {
    return this.#length;
  }

  /** The bytes kept, from position 0; behind them there may be some of an earlier line. */
  get view(): DataView {
    return this.#view;
  }

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (this.#state !== 'skipping') {
      this.#reserve(length);
      this.#bytes.set(piece, this.#length);
    }
    this.#length = length;
  }

  become(state: PartialLineState): void {
    this.#state = state;
  }

  clear(): void {
    this.#state = 'none';
    this.#length = 0;
  }

  #reserve(byteCount: number): void {
    if (byteCount <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(byteCount, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
