/** Bodies after which a byte string that none of them held is forgotten. */
const BODIES_REMEMBERED = 3;

const SMALLEST_SLOT_COUNT = 64;
const SMALLEST_BYTE_COUNT = 4096;

/** One byte string of a {@link ByteStringTable} and what is known about it. */
export class ByteString<V> {
  /** What followed it when it was last met: a guess, not a promise. */
  next: ByteString<V> | undefined;

  /**
   * @param start where its bytes lie in the table's own memory
   * @param lastBody number of the body in which it was last met
   */
  constructor(
    public start: number,
    readonly length: number,
    readonly hash: number,
    readonly value: V,
    public lastBody: number,
  ) {}
}

/**
 * A hash table from byte strings to values that copies the bytes it keeps and always compares them.
 *
 * One body of a server is much like the one before, so the table also remembers the order in which
 * its strings came: the next one is found by comparing it with the string that followed last time,
 * without a hash. All bytes lie in one piece of memory in order of arrival, which suits the
 * processor's caches. What has not been met for three bodies is forgotten.
 */
export class ByteStringTable<V> {
  readonly #limit: number;
  #entries: ByteString<V>[] = [];
  #slots = emptySlots<V>(SMALLEST_SLOT_COUNT);
  #bytes = new Uint8Array(SMALLEST_BYTE_COUNT);
  #view = new DataView(this.#bytes.buffer);
  #byteCount = 0;
  #body = 0;
  #first: ByteString<V> | undefined;
  #latest: ByteString<V> | undefined;
  #expected: ByteString<V> | undefined;

  /** @param limit how many byte strings are kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The string met last in this body. */
  get latest(): ByteString<V> | undefined {
    return this.#latest;
  }

  /** Starts the next body: forgets what has not been met for long, expects the usual beginning. */
  beginBody(): void {
    this.#body++;
    this.#forgetBefore(this.#body - BODIES_REMEMBERED);
    this.#latest = undefined;
    this.#expected = this.#first;
  }

  /** Whether `candidate`'s bytes stand at `position`. What follows them is for the caller to judge. */
  isAt(candidate: ByteString<V>, view: DataView, position: number): boolean {
    const length = candidate.length;
    if (position + length > view.byteLength) return false;
    const own = this.#view;
    let ownPosition = candidate.start;
    if (length < 4) {
      for (const end = ownPosition + length; ownPosition < end; ownPosition++, position++) {
        if (own.getUint8(ownPosition) !== view.getUint8(position)) return false;
      }
      return true;
    }
    const lastWord = ownPosition + length - 4;
    const lastWordThere = position + length - 4;
    for (; ownPosition < lastWord; ownPosition += 4, position += 4) {
      if (own.getInt32(ownPosition, true) !== view.getInt32(position, true)) return false;
    }
    // The last word may overlap the one before: cheaper than a loop over the bytes that are left.
    return own.getInt32(lastWord, true) === view.getInt32(lastWordThere, true);
  }

  /** The string that followed the latest one last time, where its bytes stand at `position`. */
  expectedAt(view: DataView, position: number): ByteString<V> | undefined {
    const expected = this.#expected;
    return expected !== undefined && this.isAt(expected, view, position) ? expected : undefined;
  }

  /** The string equal to the bytes from `start` to before `end`, which have this hash. */
  find(view: DataView, start: number, end: number, hash: number): ByteString<V> | undefined {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const candidate = this.#slots[slot];
      if (candidate === undefined) return undefined;
      if (
        candidate.hash === hash &&
        candidate.length === end - start &&
        this.isAt(candidate, view, start)
      ) {
        return candidate;
      }
    }
  }

  /** Keeps and meets a string that {@link find} did not find, unless the table is full. */
  add(view: DataView, start: number, end: number, hash: number, value: V): void {
    if (this.#entries.length >= this.#limit) return;
    const length = end - start;
    this.#reserve(this.#byteCount + length);
    this.#bytes.set(new Uint8Array(view.buffer, view.byteOffset + start, length), this.#byteCount);
    const entry = new ByteString(this.#byteCount, length, hash, value, this.#body);
    this.#byteCount += length;
    this.#entries.push(entry);
    // At most half of the slots are taken, so a search always ends, and soon.
    if (this.#entries.length * 2 > this.#slots.length) this.#fillSlots(this.#slots.length * 2);
    else this.#takeSlot(entry);
    this.meet(entry);
  }

  /** Takes note that this string is the next one in the body. */
  meet(entry: ByteString<V>): void {
    entry.lastBody = this.#body;
    if (entry !== this.#expected) {
      if (this.#latest === undefined) this.#first = entry;
      else this.#latest.next = entry;
    }
    this.#latest = entry;
    this.#expected = entry.next;
  }

  #forgetBefore(body: number): void {
    const isKept = (entry: ByteString<V> | undefined): boolean =>
      entry !== undefined && entry.lastBody >= body;
    if (this.#entries.every(isKept)) return;
    const oldBytes = this.#bytes;
    this.#entries = this.#entries.filter(isKept);
    this.#bytes = new Uint8Array(SMALLEST_BYTE_COUNT);
    this.#view = new DataView(this.#bytes.buffer);
    this.#byteCount = 0;
    for (const entry of this.#entries) {
      const end = this.#byteCount + entry.length;
      this.#reserve(end);
      this.#bytes.set(oldBytes.subarray(entry.start, entry.start + entry.length), this.#byteCount);
      entry.start = this.#byteCount;
      this.#byteCount = end;
      if (!isKept(entry.next)) entry.next = undefined;
    }
    if (!isKept(this.#first)) this.#first = undefined;
    let slotCount = SMALLEST_SLOT_COUNT;
    while (slotCount < this.#entries.length * 2) slotCount *= 2;
    this.#fillSlots(slotCount);
  }

  #reserve(byteCount: number): void {
    if (byteCount <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(byteCount, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#byteCount));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  #fillSlots(slotCount: number): void {
    this.#slots = emptySlots(slotCount);
    for (const entry of this.#entries) this.#takeSlot(entry);
  }

  #takeSlot(entry: ByteString<V>): void {
    const mask = this.#slots.length - 1;
    let slot = entry.hash & mask;
    while (this.#slots[slot] !== undefined) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }
}

function emptySlots<V>(count: number): (ByteString<V> | undefined)[] {
  return new Array<ByteString<V> | undefined>(count).fill(undefined);
}
