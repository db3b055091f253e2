import { deepEqual, equal, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { EventStreamParser } from '../../../../src/collector/sources/eventStream';
import type { StreamEvent } from '../../../../src/collector/sources/eventStream';
import { parseStreamedRows } from '../../../../src/mockforge/logStreamRows';
import { repositoryRoot } from '../../../support/repository';

const seed = 1;

function eventsOf(...pieces: readonly (string | Uint8Array)[]): StreamEvent[] {
  const parser = new EventStreamParser();
  return pieces.flatMap((piece) =>
    parser.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece),
  );
}

/** Cuts bytes after these lengths, over and over. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });

describe('EventStreamParser', () => {
  it('gives what was written, whatever ends the lines and wherever the bytes are cut', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((s) => !/[\r\n]/.test(s));
    const event = fc.record({
      type: text.filter((type) => type !== ''),
      data: fc.array(text, { minLength: 1, maxLength: 4 }),
      comment: fc.option(text),
    });
    const property = fc.property(
      fc.array(fc.tuple(event, lineEnd), { maxLength: 8 }),
      lengths,
      fc.boolean(),
      (written, cuts, bom) => {
        const source = written.map(([{ type, data, comment }, end]) =>
          [
            ...(comment === null ? [] : [`:${comment}`]),
            `event: ${type}`,
            ...data.map((line) => `data: ${line}`),
            '',
            '',
          ].join(end),
        );
        const bytes = new TextEncoder().encode((bom ? '\uFEFF' : '') + source.join(''));
        deepEqual(
          eventsOf(...cut(bytes, cuts)),
          written.map(([{ type, data }]) => ({ type, data: data.join('\n') })),
        );
      },
    );
    fc.assert(property, { seed });
  });

  it('gives the same events of any text, however it is cut', () => {
    const piece = fc.constantFrom('data', 'event', ':', ' ', '\r', '\n', '\r\n', 'x', 'é😀', '\0');
    const property = fc.property(fc.array(piece, { maxLength: 60 }), lengths, (parts, cuts) => {
      const bytes = new TextEncoder().encode(parts.join(''));
      deepEqual(eventsOf(...cut(bytes, cuts)), eventsOf(bytes));
    });
    fc.assert(property, { seed, numRuns: 500 });
  });

  it('follows the rules for fields, comments and empty events', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string | null])[]])[] = [
      ['data\n\n', [['message', '']]],
      ['data: \n\n', [['message', '']]],
      ['data\ndata\n\n', [['message', '\n']]],
      ['data:x\n\ndata:  x\n\n', [['message', 'x'], ['message', ' x']]], // prettier-ignore
      ['event: a\n\ndata: b\n\n', [['a', null], ['message', 'b']]], // prettier-ignore
      ['event: a\nevent: b\ndata: c\n\n', [['b', 'c']]],
      [': data: x\n\n', []],
      ['id: 1\nretry: 5\ndatum: x\n\n', []],
      ['data: x\n', []],
      ['\n\n\n', []],
    ];
    for (const [text, expected] of cases) {
      deepEqual(
        eventsOf(text).map(({ type, data }) => [type, data]),
        expected,
        JSON.stringify(text),
      );
    }
  });

  it('gives an event as soon as its last line has ended', () => {
    const parser = new EventStreamParser();
    const push = (text: string): number => parser.push(new TextEncoder().encode(text)).length;
    deepEqual(['data: x\r', '\r', '\n', 'data: y\n', '\n'].map(push), [0, 1, 0, 0, 1]);
  });

  it('refuses an event without end', () => {
    const parser = new EventStreamParser();
    const megabyte = new Uint8Array(1024 * 1024).fill(120);
    throws(() => {
      for (let i = 0; i < 20; i++) parser.push(megabyte);
    }, RangeError);
  });

  it("reads a real server's stream, oldest row first", () => {
    const file = join(repositoryRoot(), 'test', 'fixtures', 'log-stream.txt');
    const events = eventsOf(readFileSync(file));
    deepEqual(new Set(events.map(({ type }) => type)), new Set(['new_logs']));
    const rows = events.flatMap(({ data }) => parseStreamedRows(data ?? '').items);
    equal(rows[0]?.id, '37108cdf-f189-414c-9339-754ea2aead99');
    equal(rows[0].path, '/api/products');
    const times = rows.map(({ finishedAt }) => finishedAt);
    deepEqual(times, times.toSorted((a, b) => a - b)); // prettier-ignore
    equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });
});
