/** Where a command says what it has to say: results on one stream, remarks on the other. */
export interface Output {
  /** A piece of the result, written as it is. */
  readonly result: (text: string) => void;
  /** A line for the person who watches. */
  readonly note: (line: string) => void;
}
