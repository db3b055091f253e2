import { ExpositionScanner } from './expositionScanner';
import type { ExpositionFormat } from './lineCursor';
import { SeriesTable } from './seriesTable';
import type { Labels } from './seriesTable';

/** A series as it is written. */
export interface PlainSeries {
  readonly name: string;
  readonly labels: Labels;
}

/**
 * A scanner to which every family is wanted, so that what is wrong anywhere in a body is seen. It remembers
 * no series: for a body that is read once.
 */
export function everySampleScanner(
  format: ExpositionFormat,
  onSample: (series: PlainSeries, value: number, timestampMs: number | null) => void,
): ExpositionScanner<PlainSeries> {
  const table = new SeriesTable<PlainSeries>(
    () => 'transient',
    (name, labels) => ({ name, labels }),
  );
  return new ExpositionScanner(table, format, onSample);
}

/**
 * Every sample of a whole body as a line of JSON, line feed included: `name`, `labels`, `value` (a number, or
 * one of the texts NaN, +Inf, -Inf) and `timestampMs` (whole milliseconds since 1970, or null). Comes in
 * blocks of lines, one block a piece. The body is scanned twice, so that of a rejected one there is no line.
 * @throws ExpositionError before the first block, where the body is no exposition
 */
export function* sampleLines(
  pieces: readonly Uint8Array[],
  format: ExpositionFormat,
): Generator<string, void, undefined> {
  const check = everySampleScanner(format, () => undefined);
  for (const piece of pieces) check.push(piece);
  check.end();

  let block = '';
  const scanner = everySampleScanner(format, (series, value, timestampMs) => {
    block += `${sampleLine(series, value, timestampMs)}\n`;
  });
  for (const piece of pieces) {
    scanner.push(piece);
    if (block !== '') yield block;
    block = '';
  }
}

function sampleLine(
  { name, labels }: PlainSeries,
  value: number,
  timestampMs: number | null,
): string {
  const labelText = JSON.stringify(Object.fromEntries(labels));
  return `{"name":"${name}","labels":${labelText},"value":${valueText(value)},"timestampMs":${timestampMs ?? 'null'}}`;
}

/** JSON has no infinities and no NaN; JSON.stringify would also lose the sign of -0. */
function valueText(value: number): string {
  if (Number.isNaN(value)) return '"NaN"';
  if (!Number.isFinite(value)) return value > 0 ? '"+Inf"' : '"-Inf"';
  return Object.is(value, -0) ? '-0' : String(value);
}
