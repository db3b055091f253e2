/**
 * Where a command says what it has to say: results on one stream, remarks on the other. Much of it comes from servers
 * and files, so what a terminal would obey is escaped here, for every command.
 */
export interface Output {
  /** A piece of the result; line feeds stay, and JSON stays the same JSON. */
  readonly result: (text: string) => void;
  /** A piece of the result that has to reach a program as it is: CSV knows no escapes. To a terminal it is as result. */
  readonly exactResult: (text: string) => void;
  /** A line for the person who watches. */
  readonly note: (line: string) => void;
}
