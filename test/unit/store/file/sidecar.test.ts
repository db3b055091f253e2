import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FrameIndex } from '../../../../src/store/file/frameIndex';
import { OpenFile } from '../../../../src/store/file/openFile';
import { Sidecar } from '../../../../src/store/file/sidecar';
import { framesStart, sidecarHeaderBytes } from '../../../../src/store/file/sidecarFormat';
import { temporaryFolders } from '../support/databases';

const pageSize = 512;
const frameBytes = 24 + pageSize;
const header = new Uint8Array(100).fill(7);

/** Transactions as pages that are filled with one number each. */
const transactions: readonly (readonly [page: number, fill: number][])[] = [
  [
    [1, 1],
    [2, 2],
    [5, 3],
  ],
  [[2, 4]],
  [
    [1, 5],
    [6, 6],
  ],
];

/** The pages after so many of the transactions. */
function pagesAfter(count: number): Map<number, number> {
  return new Map(transactions.slice(0, count).flat());
}

const never = (): boolean => false;

describe('Sidecar', () => {
  const folder = temporaryFolders();
  let path: string;
  /** The whole file, and where each transaction ends in it. */
  let whole: Buffer;
  let ends: number[];

  beforeEach(async () => {
    path = join(await folder(), 'x.sqlite-sidecar');
    const sidecar = Sidecar.create(path, pageSize, header);
    ends = [];
    for (const pages of transactions) {
      const bytes = pages.map(
        ([page, fill]) => [page, new Uint8Array(pageSize).fill(fill)] as const,
      );
      sidecar.append(bytes, bytes.length, 6);
      ends.push(framesStart + sidecar.frames * frameBytes);
    }
    sidecar.close();
    whole = readFileSync(path);
  });

  /** What is found in a sidecar of these bytes: the fill of each page; undefined for no header. */
  function found(bytes: Buffer): Map<number, number> | undefined {
    writeFileSync(path, bytes);
    const file = new OpenFile(path, 'r');
    const index = FrameIndex.of(file);
    index?.readOn(file);
    const page = new Uint8Array(pageSize);
    const fills = index?.pages.map((number): [number, number] => {
      file.readAt(page, index.placeOf(number)!);
      return [number, page[0]!];
    });
    file.close();
    return fills && new Map(fills);
  }

  it('holds the newest committed bytes of each page', () => {
    equal(whole.length, ends.at(-1));
    deepEqual(found(whole), pagesAfter(3));
    const sidecar = Sidecar.recover(path, () => undefined);
    deepEqual([sidecar?.frames, sidecar?.pageCount], [6, 6]);
    sidecar?.close();
  });

  it('cut at any length holds the transactions that are whole, and nothing else', () => {
    for (let length = 0; length <= whole.length; length += 1) {
      const complete = ends.filter((end) => end <= length).length;
      const pages = found(whole.subarray(0, length));
      if (length < sidecarHeaderBytes) equal(pages, undefined);
      else deepEqual(pages, pagesAfter(complete), `cut at ${length}`);
    }
  });

  it('with any bit wrong holds the transactions before it, and nothing else', () => {
    const bit = fc.integer({ min: 0, max: whole.length * 8 - 1 });
    fc.assert(
      fc.property(bit, (at) => {
        const byte = Math.floor(at / 8);
        const bytes = Buffer.from(whole);
        bytes[byte]! ^= 1 << (at % 8);
        const pages = found(bytes);
        if (byte < sidecarHeaderBytes) {
          equal(pages, undefined);
          return;
        }
        const before = byte < framesStart ? 3 : ends.filter((end) => end <= byte).length;
        deepEqual(pages, pagesAfter(before));
      }),
      { numRuns: 2000 },
    );
  });

  it('with any bytes written over it by a transaction that was cut short holds what was committed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3 * frameBytes }), (tail) => {
        deepEqual(found(Buffer.concat([whole, tail])), pagesAfter(3));
      }),
    );
  });

  it('goes on after the last commit when the writer died in the middle of the next', () => {
    writeFileSync(path, whole.subarray(0, ends[1]! + frameBytes));
    const sidecar = Sidecar.recover(path, () => undefined);
    sidecar?.append([[9, new Uint8Array(pageSize).fill(9)]], 1, 9);
    sidecar?.close();
    deepEqual(found(readFileSync(path)), new Map([...pagesAfter(2), [9, 9]]));
  });

  it('restarted holds nothing, although the old frames are still in the file', () => {
    const sidecar = Sidecar.recover(path, () => undefined);
    sidecar?.reset(header);
    const bytes = readFileSync(path);
    equal(bytes.length, whole.length);
    deepEqual(found(bytes), new Map());
    sidecar?.append([[3, new Uint8Array(pageSize).fill(3)]], 1, 6);
    sidecar?.close();
    deepEqual(found(readFileSync(path)), new Map([[3, 3]]));
  });

  it('shows readers an odd generation while pages move, and another one afterwards', () => {
    const sidecar = Sidecar.recover(path, () => undefined);
    const generation = (): bigint => readFileSync(path).readBigUInt64BE(128);
    const before = generation();
    equal(before % 2n, 0n);
    sidecar?.whileReadersWait(() => {
      equal(generation() % 2n, 1n);
    }, never);
    ok(generation() > before);
    equal(generation() % 2n, 0n);
    sidecar?.close();
  });

  it('lets readers go on after pages could not be moved, unless the file is neither the old nor the new one', () => {
    const sidecar = Sidecar.recover(path, () => undefined);
    const fail = (): void => {
      throw new Error('no room');
    };
    throws(() => sidecar?.whileReadersWait(fail, () => true), /no room/);
    equal(sidecar?.isMoving, false);
    throws(() => {
      sidecar.whileReadersWait(fail, () => false);
    }, /no room/);
    equal(sidecar.isMoving, true);
    sidecar.close();
  });

  it('left odd by a writer that died is taken further, never back', () => {
    const odd = Buffer.from(whole);
    odd.writeBigUInt64BE(7n, 128);
    writeFileSync(path, odd);
    const sidecar = Sidecar.recover(path, () => undefined);
    equal(sidecar?.isMoving, true);
    sidecar.whileReadersWait(() => {
      equal(readFileSync(path).readBigUInt64BE(128), 9n);
    }, never);
    sidecar.close();
    equal(readFileSync(path).readBigUInt64BE(128), 10n);
  });
});
