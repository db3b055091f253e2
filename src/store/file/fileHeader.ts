import type { FileDefect } from '../storeFault';
import type { OpenFile } from './openFile';

/** The header of an SQLite database file: https://www.sqlite.org/fileformat.html, section 1.3. */
export const databaseHeaderBytes = 100;

const magic = 'SQLite format 3\0';
const pageSizeAt = 16;
const writeVersionAt = 18;
const readVersionAt = 19;
const pageCountAt = 28;
const rollbackJournal = 1;

/**
 * Why the bytes cannot be a whole SQLite database file of that size; undefined when they may be one. An empty
 * file is one to SQLite: a database without tables.
 * @param header the first bytes of the file, at least its header where it has one
 */
export function headerDefect(header: Uint8Array, sizeBytes: number): FileDefect | undefined {
  if (sizeBytes === 0) return undefined;
  const beginning = Buffer.from(header.subarray(0, magic.length)).toString('latin1');
  if (!magic.startsWith(beginning)) return 'not_sqlite';
  if (header.length < databaseHeaderBytes) return 'too_short';
  const pageSize = pageSizeOf(header);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return 'damaged_header';
  if (sizeBytes < pageCountOf(header) * pageSize) return 'end_missing';
  return undefined;
}

/** Bytes of a page. */
export function pageSizeOf(header: Uint8Array): number {
  const stored = viewOf(header).getUint16(pageSizeAt);
  return stored === 1 ? 65_536 : stored;
}

/** How many pages the database has; the file may be longer. */
export function pageCountOf(header: Uint8Array): number {
  return viewOf(header).getUint32(pageCountAt);
}

/**
 * Takes WAL mode, which a native tool may have left, out of a header: sql.js would write into a log of its own
 * in memory, and nothing would reach the disk.
 */
export function forceRollbackJournal(header: Uint8Array): void {
  header[writeVersionAt] = rollbackJournal;
  header[readVersionAt] = rollbackJournal;
}

/** The header of a database file, or as much of it as the file has. */
export function readHeader(file: OpenFile): Uint8Array {
  const header = new Uint8Array(databaseHeaderBytes);
  return header.subarray(0, file.readAt(header, 0));
}

function viewOf(header: Uint8Array): DataView {
  return new DataView(header.buffer, header.byteOffset, databaseHeaderBytes);
}
