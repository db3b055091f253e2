/** A change of a text: what stands in the place of `length` UTF-16 units from `offset` on. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Texts of documents, which come in pieces and are changed. */
export class DocumentTexts {
  readonly #texts = new Map<string, string[]>();

  /** Begins a document anew, without any text. */
  begin(name: string): void {
    this.#texts.set(name, []);
  }

  append(name: string, piece: string): void {
    this.#texts.get(name)?.push(piece);
  }

  /** Changes a document, one change after the other. */
  change(name: string, changes: readonly TextChange[]): void {
    let text = this.text(name);
    if (text === undefined) return;
    for (const { offset, length, text: inserted } of changes) {
      text = text.slice(0, offset) + inserted + text.slice(offset + length);
    }
    this.#texts.set(name, [text]);
  }

  /** Undefined for a document that was not begun. */
  text(name: string): string | undefined {
    const pieces = this.#texts.get(name);
    if (pieces === undefined || pieces.length === 1) return pieces?.[0];
    const text = pieces.join('');
    this.#texts.set(name, [text]);
    return text;
  }

  forget(name: string): void {
    this.#texts.delete(name);
  }
}
