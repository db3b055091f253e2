import { databaseHeaderBytes } from './fileHeader';
import type { OpenFile } from './openFile';

/**
 * The format of a sidecar: a header, then frames as SQLite's write-ahead log has them
 * (https://www.sqlite.org/fileformat.html, section 4). The header is of our own, so that no native tool takes the
 * file for its log; it names the database by the header that this had when the sidecar began.
 *
 * | at  | bytes | what                                                                     |
 * | --- | ----- | ------------------------------------------------------------------------ |
 * | 0   | 8     | magic and version                                                        |
 * | 8   | 4     | bytes of a page                                                          |
 * | 12  | 8     | salts, random at each beginning: what an earlier one left does not count |
 * | 20  | 100   | the database's header when the sidecar began                             |
 * | 120 | 8     | checksum of the above; that of the first frame goes on from it           |
 * | 128 | 8     | generation; changes by itself, so no checksum covers it                  |
 * | 512 |       | frames                                                                   |
 */
export interface SidecarHeader {
  readonly pageSize: number;
  /** Eight bytes. */
  readonly salts: Uint8Array;
  readonly databaseHeader: Uint8Array;
}

/** A running checksum: two unsigned 32-bit numbers. */
export type Checksum = readonly [number, number];

export const framesStart = 512;
export const frameHeaderBytes = 24;
export const generationAt = 128;
export const generationBytes = 8;
export const sidecarHeaderBytes = generationAt;

const magic = Buffer.from('MFA-LOG1', 'latin1');
const pageSizeAt = 8;
const saltsAt = 12;
const databaseHeaderAt = 20;
const headerChecksumAt = databaseHeaderAt + databaseHeaderBytes;
/** In a frame's header: page, pages of the database after a commit or 0, salts, checksum. */
const frameSaltsAt = 8;
const frameChecksumAt = 16;

export function encodeHeader(header: SidecarHeader): Buffer {
  const bytes = Buffer.alloc(sidecarHeaderBytes);
  bytes.set(magic);
  bytes.writeUInt32BE(header.pageSize, pageSizeAt);
  bytes.set(header.salts, saltsAt);
  bytes.set(header.databaseHeader, databaseHeaderAt);
  writeChecksum(bytes, headerChecksumAt, headerChecksum(bytes));
  return bytes;
}

/** Whether a file begins as a sidecar does, whatever follows. */
export function hasMagic(file: OpenFile): boolean {
  const bytes = Buffer.alloc(magic.length);
  return bytes.subarray(0, file.readAt(bytes, 0)).equals(magic);
}

/** Undefined when the bytes are no header or a damaged one. */
export function decodeHeader(bytes: Buffer): SidecarHeader | undefined {
  if (bytes.length < sidecarHeaderBytes) return undefined;
  if (!bytes.subarray(0, magic.length).equals(magic)) return undefined;
  if (!hasChecksum(bytes, headerChecksumAt, headerChecksum(bytes))) return undefined;
  return {
    pageSize: bytes.readUInt32BE(pageSizeAt),
    salts: Uint8Array.from(bytes.subarray(saltsAt, databaseHeaderAt)),
    databaseHeader: Uint8Array.from(bytes.subarray(databaseHeaderAt, headerChecksumAt)),
  };
}

/** The checksum of a sidecar's header, with which that of its first frame begins. */
export function headerChecksum(encoded: Uint8Array): Checksum {
  return checksum(encoded.subarray(0, headerChecksumAt), [0, 0]);
}

/** What one frame holds. */
export interface Frame {
  readonly page: number;
  /** The database's pages when the frame ends a transaction; else 0. */
  readonly pageCount: number;
  readonly bytes: Uint8Array;
}

/** Writes a frame into `into` and returns the checksum with which the next one begins. */
export function encodeFrame(
  into: Buffer,
  { page, pageCount, bytes }: Frame,
  salts: Uint8Array,
  before: Checksum,
): Checksum {
  into.writeUInt32BE(page, 0);
  into.writeUInt32BE(pageCount, 4);
  into.set(salts, frameSaltsAt);
  into.set(bytes, frameHeaderBytes);
  const after = frameChecksum(into, before);
  writeChecksum(into, frameChecksumAt, after);
  return after;
}

/** The frame that is in `bytes`, and the checksum after it; undefined when it is not one of this sidecar, or damaged. */
export function decodeFrame(
  bytes: Buffer,
  salts: Uint8Array,
  before: Checksum,
): { readonly frame: Frame; readonly after: Checksum } | undefined {
  const page = bytes.readUInt32BE(0);
  if (page === 0 || !bytes.subarray(frameSaltsAt, frameChecksumAt).equals(salts)) return undefined;
  const after = frameChecksum(bytes, before);
  if (!hasChecksum(bytes, frameChecksumAt, after)) return undefined;
  const pageCount = bytes.readUInt32BE(4);
  return { frame: { page, pageCount, bytes: bytes.subarray(frameHeaderBytes) }, after };
}

function frameChecksum(frame: Buffer, before: Checksum): Checksum {
  return checksum(
    frame.subarray(frameHeaderBytes),
    checksum(frame.subarray(0, frameSaltsAt), before),
  );
}

/** SQLite's checksum of its log, over little-endian words; the length must be a multiple of 8. */
function checksum(bytes: Uint8Array, [first, second]: Checksum): Checksum {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let s0 = first;
  let s1 = second;
  for (let at = 0; at < bytes.length; at += 8) {
    s0 = (s0 + words.getUint32(at, true) + s1) >>> 0;
    s1 = (s1 + words.getUint32(at + 4, true) + s0) >>> 0;
  }
  return [s0, s1];
}

function writeChecksum(bytes: Buffer, at: number, [s0, s1]: Checksum): void {
  bytes.writeUInt32BE(s0, at);
  bytes.writeUInt32BE(s1, at + 4);
}

function hasChecksum(bytes: Buffer, at: number, [s0, s1]: Checksum): boolean {
  return bytes.readUInt32BE(at) === s0 && bytes.readUInt32BE(at + 4) === s1;
}
