import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { ExpositionError } from '../../../src/prometheus/expositionError';
import { ExpositionScanner } from '../../../src/prometheus/expositionScanner';
import type { ExpositionFormat } from '../../../src/prometheus/lineCursor';
import { SeriesTable } from '../../../src/prometheus/seriesTable';
import type { Interest } from '../../../src/prometheus/seriesTable';
import { expositionText } from '../../../src/sentences/answerText';
import { english } from '../../../src/sentences/localize';
import { repositoryRoot } from '../../support/repository';

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Sample extends Series {
  readonly value: number;
  readonly timestampMs: number | null;
}

export interface Scan {
  /** Those of before the error, where there is one. */
  readonly samples: Sample[];
  readonly error: ExpositionError | undefined;
  readonly scanner: ExpositionScanner<Series>;
}

export interface ScanOptions {
  readonly format?: ExpositionFormat;
  readonly table?: SeriesTable<Series>;
  /** Sizes of the pieces, used over and over; the whole body at once where there are none. */
  readonly pieces?: readonly number[];
}

/** A table of plain series that counts how often it had to interpret one. */
export class CountingTable extends SeriesTable<Series> {
  readonly interpreted: string[];

  constructor(interest: (name: string) => Interest = () => 'intern') {
    const interpreted: string[] = [];
    super(interest, (name, labels) => {
      interpreted.push(name);
      return { name, labels: Object.fromEntries(labels) };
    });
    this.interpreted = interpreted;
  }
}

/** Scans a body; what is thrown besides an {@link ExpositionError} goes through. */
export function scan(body: string | Uint8Array, options: ScanOptions = {}): Scan {
  const { format = 'prometheus-text', table = new CountingTable(), pieces = [] } = options;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const samples: Sample[] = [];
  const scanner = new ExpositionScanner(table, format, (series, value, timestampMs) => {
    samples.push({ ...series, value, timestampMs });
  });
  let error: ExpositionError | undefined;
  try {
    let start = 0;
    for (let index = 0; start < bytes.length; index++) {
      const size = pieces[index % pieces.length] ?? bytes.length;
      // A copy, so that a scanner that looks at an earlier piece again is found out.
      const piece = Uint8Array.from(bytes.subarray(start, start + size));
      scanner.push(piece);
      piece.fill(0x58);
      start += size;
    }
    scanner.end();
  } catch (thrown) {
    if (!(thrown instanceof ExpositionError)) throw thrown;
    error = thrown;
  }
  return { samples, error, scanner };
}

/** What is wrong with a body, in words; undefined where nothing is. */
export function wordsOf(error: ExpositionError | undefined): string | undefined {
  return error && expositionText(error.fault, english);
}

export function fixture(name: string): Buffer {
  return readFileSync(join(repositoryRoot(), 'test', 'fixtures', name));
}

let bodies: readonly string[] | undefined;

/** The bodies of /metrics in the recording of a real server, in order. */
export function recordedBodies(): readonly string[] {
  bodies ??= brotliDecompressSync(fixture('shop.jsonl.br'))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; body?: string })
    .flatMap((entry) => (entry.kind === 'scrape' && entry.body !== undefined ? [entry.body] : []));
  return bodies;
}
