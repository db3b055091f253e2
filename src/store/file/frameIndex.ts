import type { OpenFile } from './openFile';
import type { Checksum, SidecarHeader } from './sidecarFormat';
import {
  decodeFrame,
  decodeHeader,
  encodeHeader,
  frameHeaderBytes,
  framesStart,
  headerChecksum,
  sidecarHeaderBytes,
} from './sidecarFormat';

/** Where the frames of a sidecar end: that of its last commit. */
export interface FramesEnd {
  readonly frames: number;
  /** The checksum with which the next frame begins. */
  readonly checksum: Checksum;
}

/** Bytes read at a time. The first frame is read alone, since often there is none. */
const chunkFrames = 64;

/** The committed pages of a sidecar: where each page's newest frame is. */
export class FrameIndex {
  readonly header: SidecarHeader;
  readonly #places = new Map<number, number>();
  #end: FramesEnd;
  #pageCount = 0;

  constructor(header: SidecarHeader) {
    this.header = header;
    this.#end = { frames: 0, checksum: headerChecksum(encodeHeader(header)) };
  }

  /** The index of a sidecar without frames yet; undefined when its header is missing or damaged. */
  static of(file: OpenFile): FrameIndex | undefined {
    const bytes = Buffer.alloc(sidecarHeaderBytes);
    const header = decodeHeader(bytes.subarray(0, file.readAt(bytes, 0)));
    return header && new FrameIndex(header);
  }

  get end(): FramesEnd {
    return this.#end;
  }

  /** Pages of the database after the last commit; 0 when the sidecar has none. */
  get pageCount(): number {
    return this.#pageCount;
  }

  /** The pages that have frames, ascending. */
  get pages(): number[] {
    return [...this.#places.keys()].sort((a, b) => a - b);
  }

  /** Bytes of a frame. */
  get frameBytes(): number {
    return frameHeaderBytes + this.header.pageSize;
  }

  /** Where the bytes of a page begin in the sidecar; undefined when it has no frame. */
  placeOf(page: number): number | undefined {
    return this.#places.get(page);
  }

  /** Where a frame begins in the sidecar; they are counted from 0. */
  startOf(frame: number): number {
    return framesStart + frame * this.frameBytes;
  }

  /** Takes up a transaction whose frames follow those known. */
  add(pages: readonly number[], pageCount: number, checksum: Checksum): void {
    const { frames } = this.#end;
    for (const [offset, page] of pages.entries()) {
      this.#places.set(page, this.startOf(frames + offset) + frameHeaderBytes);
    }
    this.#end = { frames: frames + pages.length, checksum };
    this.#pageCount = pageCount;
  }

  /**
   * Takes up the transactions that follow those known. What follows the last valid commit frame does not count: it was
   * never acknowledged.
   * @param onPageOne is given the bytes of each committed page 1
   */
  readOn(file: OpenFile, onPageOne: (bytes: Uint8Array) => void = () => undefined): void {
    let pages: number[] = [];
    let firstPages: Uint8Array[] = [];
    let { checksum } = this.#end;
    for (const bytes of this.#framesAfter(file, this.#end.frames)) {
      const decoded = decodeFrame(bytes, this.header.salts, checksum);
      if (!decoded) return;
      const { page, pageCount } = decoded.frame;
      checksum = decoded.after;
      pages.push(page);
      if (page === 1) firstPages.push(Uint8Array.from(decoded.frame.bytes));
      if (pageCount === 0) continue;
      this.add(pages, pageCount, checksum);
      firstPages.forEach(onPageOne);
      pages = [];
      firstPages = [];
    }
  }

  *#framesAfter(file: OpenFile, first: number): Generator<Buffer> {
    let wanted = 1;
    for (let frame = first; ;) {
      const chunk = Buffer.allocUnsafe(wanted * this.frameBytes);
      const read = Math.floor(file.readAt(chunk, this.startOf(frame)) / this.frameBytes);
      for (let index = 0; index < read; index += 1) {
        yield chunk.subarray(index * this.frameBytes, (index + 1) * this.frameBytes);
      }
      if (read < wanted) return;
      frame += read;
      wanted = chunkFrames;
    }
  }
}
