import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { ExpositionScanner } from '../src/prometheus/expositionScanner';
import { SeriesTable } from '../src/prometheus/seriesTable';
import type { Interest } from '../src/prometheus/seriesTable';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { outsideTextRows } from './outsideText';

const CHUNK_BYTES = 64 * 1024;

/** Families that carry the raw path, so that they grow without bound. */
const UNWANTED = /^mockforge_drift_/u;
const BY_PATH = /^mockforge_chaos_latency_ms/u;

/**
 * What reads text from outside. The scanner beside the parser of the npm package parse-prometheus-text-format, on bodies made of a
 * recorded one. The peer is given the whole text, decoded; the scanner bytes in pieces of 64 kB.
 */
export async function benchScanner(): Promise<BenchRow[]> {
  const bodies = await recordedBodies();
  const distance = (body: string): number => Math.abs(body.length - 1_000_000);
  const nearest = bodies.reduce((best, body) => (distance(body) < distance(best) ? body : best));
  const largest = bodies.reduce((best, body) => (body.length > best.length ? body : best));
  return [
    steadyState(Buffer.from(nearest)),
    mostlyUnwanted(Buffer.from(grownBody(largest, UNWANTED))),
    mostlyByPath(Buffer.from(grownBody(largest, BY_PATH))),
    ...outsideTextRows(),
  ];
}

function steadyState(body: Buffer): BenchRow {
  const scan = scanOf(body, () => 'intern');
  const [ours, peer] = megabytesPerSecond(body, scan, 40);
  const ratio = ours / peer;
  return {
    name: 'scan 1 MB, all series known, MB/s (peer: parse-prometheus-text-format)',
    ours,
    peer,
    ratio,
    limit: 'at least 4 times the peer',
    holds: ratio >= 4,
  };
}

function mostlyUnwanted(body: Buffer): BenchRow {
  const scan = scanOf(body, (name) => (UNWANTED.test(name) ? 'skip' : 'intern'));
  const [ours, peer] = megabytesPerSecond(body, scan, 5);
  return {
    name: 'scan 10 MB, 95 % unwanted lines, MB/s (peer: parse-prometheus-text-format)',
    ours,
    peer,
    ratio: ours / peer,
    limit: 'at least 500 MB/s',
    holds: ours >= 500,
  };
}

/** Lines that are read each time, since none of their series may be kept. */
function mostlyByPath(body: Buffer): BenchRow {
  const scan = scanOf(body, (name) => (BY_PATH.test(name) ? 'transient' : 'intern'));
  const [ours, peer] = megabytesPerSecond(body, scan, 5);
  const ratio = ours / peer;
  return {
    name: 'scan 10 MB, 95 % series by raw path, MB/s (peer: parse-prometheus-text-format)',
    ours,
    peer,
    ratio,
    limit: 'at least the peer',
    holds: ratio >= 1,
  };
}

/** A scan of the whole body; the series are the same each time. */
function scanOf(body: Buffer, interest: (name: string) => Interest): () => void {
  const table = new SeriesTable(interest, (name, labels) => ({ name, labels }));
  let sum = 0;
  return () => {
    const scanner = new ExpositionScanner(table, 'prometheus-text', (_meaning, value) => {
      sum += value;
    });
    for (let start = 0; start < body.length; start += CHUNK_BYTES) {
      scanner.push(body.subarray(start, start + CHUNK_BYTES));
    }
    scanner.end();
    if (Number.isNaN(sum)) throw new Error('the recording holds no NaN');
  };
}

/**
 * Best times over rounds in which both sides take turns: what else the machine does only ever adds.
 * A scan is so much shorter than the peer's turn that it gets several.
 */
function megabytesPerSecond(body: Buffer, scan: () => void, rounds: number): [number, number] {
  const text = body.toString();
  let ours = Infinity;
  let peer = Infinity;
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < 10; turn++) ours = Math.min(ours, millisecondsOf(scan));
    peer = Math.min(
      peer,
      millisecondsOf(() => {
        parsePrometheusTextFormat(text);
      }),
    );
  }
  return [body.length / ours / 1000, body.length / peer / 1000];
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function recordedBodies(): Promise<string[]> {
  const recording = join(repositoryRoot(), 'test', 'fixtures', 'shop.jsonl.br');
  const lines = brotliDecompressSync(await readFile(recording))
    .toString()
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as { kind: string; body?: string })
    .flatMap((entry) => (entry.kind === 'scrape' && entry.body !== undefined ? [entry.body] : []));
}

/**
 * The body with 9.5 MB of the families that `most` names and half a MB of those that do not carry the raw path: copies
 * of its own lines, each family still in one piece, told apart by a label.
 */
function grownBody(body: string, most: RegExp): string {
  const nameOf = (lines: readonly string[]): string => lines.at(-1) ?? '';
  const isMost = (lines: readonly string[]): boolean => most.test(nameOf(lines));
  const isOther = (lines: readonly string[]): boolean =>
    [UNWANTED, BY_PATH].every((pattern) => !pattern.test(nameOf(lines)));
  const families = body
    .split(/^(?=# HELP )/mu)
    .map((block) => block.match(/^.*\n/gmu) ?? [])
    .filter((lines) => isMost(lines) || isOther(lines));
  const sizeOf = (lines: readonly string[]): number => lines.join('').length;
  const copied = (lines: readonly string[]): string[] => lines.filter((line) => line.includes('{'));
  const grow = (lines: readonly string[], copies: number): string[] => [
    ...lines,
    ...Array.from({ length: copies }, (_, copy) =>
      copied(lines).map((line) => line.replace('{', `{copy="${copy}",`)),
    ).flat(),
  ];
  const copiesOf = (bytes: number, group: readonly string[][]): number => {
    const missing = bytes - sizeOf(group.flat());
    const labelBytes = '{copy="00",'.length - 1;
    const lines = group.flatMap(copied);
    return Math.ceil(missing / (sizeOf(lines) + labelBytes * lines.length));
  };
  const copies = copiesOf(9_500_000, families.filter(isMost));
  const otherCopies = copiesOf(500_000, families.filter(isOther));
  return families.flatMap((lines) => grow(lines, isMost(lines) ? copies : otherCopies)).join('');
}
