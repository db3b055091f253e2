/**
 * Whether a sidecar belongs to a database: this must have the header with which the sidecar began, or, when a
 * checkpoint was under way, that of one of its page 1. The header holds the random application_id and the change
 * counter; a backup put back, and a native tool that wrote, have another.
 */
export class HeaderFit {
  readonly #header: Buffer;
  #found = false;

  constructor(databaseHeader: Uint8Array) {
    this.#header = Buffer.from(databaseHeader);
  }

  get found(): boolean {
    return this.#found;
  }

  /** Takes notice of a page 1, or a header, of the sidecar. */
  readonly note = (bytes: Uint8Array): void => {
    this.#found ||= this.#header.equals(bytes.subarray(0, this.#header.length));
  };
}
