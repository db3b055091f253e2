/** One event of an event stream. */
export interface StreamEvent {
  /** `message` where the stream gave no name. */
  readonly type: string;
  /** Null where it has none: all that it tells is that the server is there. */
  readonly data: string | null;
}

/** No well-meaning server sends a longer event, UTF-16 units. */
export const longestEvent = 16_000_000;

/**
 * Turns the bytes of an event stream into its events, by the rules of WHATWG HTML, section 9.2.6: UTF-8 with or without
 * BOM; lines end with CR, LF or both; an empty line ends an event; one that the stream's end cuts off does not count.
 * Otherwise than there a named event without data counts: MockForge says so that nothing is new. `id` and `retry` are
 * passed over: we fill holes from the log, so nothing is resumed.
 */
export class EventStreamParser {
  readonly #decoder = new TextDecoder();
  /** The begun line; in pieces, since it may come in many. */
  #line: string[] = [];
  #length = 0;
  #afterCr = false;
  #type = '';
  #data: string[] = [];

  /**
   * The events that are complete with these bytes.
   * @throws RangeError when an event grows beyond all measure
   */
  push(bytes: Uint8Array): StreamEvent[] {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return [];
    // An LF at the start of a piece belongs to the CR that ended the piece before.
    if (this.#afterCr && text.startsWith('\n')) text = text.slice(1);
    this.#afterCr = text.endsWith('\r');
    const events: StreamEvent[] = [];
    const lines = text.split(/\r\n|\n|\r/);
    const begun = lines.pop() ?? '';
    for (const end of lines) {
      const line = this.#line.join('') + end;
      this.#line = [];
      this.#take(line, events);
    }
    if (begun !== '') this.#line.push(begun);
    this.#length += text.length;
    if (this.#length > longestEvent) throw new RangeError(`an event of more than ${longestEvent}`);
    return events;
  }

  #take(line: string, events: StreamEvent[]): void {
    if (line === '') {
      this.#dispatch(events);
      return;
    }
    // Without a colon the whole line is the field's name; with the colon first it is a comment.
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#type = value;
    else if (field === 'data') this.#data.push(value);
  }

  #dispatch(events: StreamEvent[]): void {
    const data = this.#data.length > 0 ? this.#data.join('\n') : null;
    if (data !== null || this.#type !== '') events.push({ type: this.#type || 'message', data });
    this.#type = '';
    this.#data = [];
    this.#length = 0;
  }
}
