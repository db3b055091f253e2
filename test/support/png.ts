import { inflateSync } from 'node:zlib';

/** A decoded picture: three bytes a pixel, red, green and blue. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

const signature = '89504e470d0a1a0a';

/** Bytes of a pixel in a file by what it says of its pixels: without opacity, as the clipboard has them, or with it. */
const knownPixels = new Map([
  ['0802000000', 3],
  ['0806000000', 4],
]);

/**
 * Decodes a PNG of 8 bits a channel, and leaves out its opacity.
 * @throws Error for anything else
 */
export function decodePng(file: Buffer): Pixels {
  if (file.toString('hex', 0, 8) !== signature) throw new Error('This is no PNG.');
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const size = knownPixels.get(file.toString('hex', 24, 29));
  if (size === undefined) throw new Error('Its pixels are of another kind.');
  const raw = inflateSync(Buffer.concat([...dataOf(file)]));
  const line = width * size;
  const whole = Buffer.alloc(height * line);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x += 1) {
      const at = y * line + x;
      const left = x >= size ? (whole[at - size] ?? 0) : 0;
      const above = y > 0 ? (whole[at - line] ?? 0) : 0;
      const corner = x >= size && y > 0 ? (whole[at - line - size] ?? 0) : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      whole[at] = (raw[y * (line + 1) + 1 + x] ?? 0) + guess;
    }
  }
  const bytes = size === 3 ? whole : whole.filter((_, at) => at % size < 3);
  return { width, height, bytes: Buffer.from(bytes) };
}

/** How many pixels of some lines are of another colour than the first pixel of the picture. */
export function markedPixels({ width, bytes }: Pixels, fromLine: number, toLine: number): number {
  const ground = bytes.readUIntBE(0, 3);
  let count = 0;
  for (let at = fromLine * width; at < toLine * width; at += 1) {
    if (bytes.readUIntBE(3 * at, 3) !== ground) count += 1;
  }
  return count;
}

function* dataOf(file: Buffer): Iterable<Buffer> {
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
      yield file.subarray(at + 8, at + 8 + length);
    }
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
