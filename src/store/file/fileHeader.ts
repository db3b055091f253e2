const magic = 'SQLite format 3\0';
const headerBytes = 100;

/**
 * Why the bytes cannot be a whole SQLite database file; undefined when they may be one. An empty file is
 * one to SQLite: a database without tables.
 */
export function headerDefect(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length < headerBytes) return 'it is too short';
  if (Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') !== magic) {
    return 'it is no SQLite database';
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const storedPageSize = view.getUint16(16);
  const pageSize = storedPageSize === 1 ? 65_536 : storedPageSize;
  const pages = view.getUint32(28);
  if (bytes.length < pages * pageSize) return 'its end is missing';
  return undefined;
}
