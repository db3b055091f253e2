import type { SidecarHeader } from './sidecarFormat';

/**
 * Whether a sidecar belongs to a database: this must have the header with which the sidecar began, or, when its writer
 * died while it moved pages, that of a page 1 among them. The header holds the random application_id and the change
 * counter; a restored backup, and a database that a native tool wrote, have another.
 */
export class HeaderFit {
  readonly #header: Buffer;
  #inFrames = false;

  constructor(databaseHeader: Uint8Array) {
    this.#header = Buffer.from(databaseHeader);
  }

  /** Takes notice of a committed page 1. */
  readonly note = (page: Uint8Array): void => {
    this.#inFrames ||= this.#header.equals(page.subarray(0, this.#header.length));
  };

  with({ databaseHeader }: SidecarHeader, moving: boolean): boolean {
    return this.#header.equals(databaseHeader) || (moving && this.#inFrames);
  }
}
