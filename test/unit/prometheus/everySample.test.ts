import assert from 'node:assert/strict';
import { sampleLines } from '../../../src/prometheus/everySample';
import { ExpositionError } from '../../../src/prometheus/expositionError';
import type { ExpositionFormat } from '../../../src/prometheus/lineCursor';
import { fixture, recordedBodies, scan } from './scan';

interface ConformanceCase {
  readonly name: string;
  readonly format: '0.0.4' | 'openmetrics';
  readonly input: string;
  readonly expect: 'accept' | 'reject';
  readonly strict?: boolean;
  readonly samples?: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: string;
    readonly timestampMs: number | null;
  }[];
}

interface Line {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | string;
  readonly timestampMs: number | null;
}

const cases = fixture('exposition-conformance.jsonl')
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as ConformanceCase);

/** The samples of a body that comes in pieces of this many bytes. */
function linesOf(body: string, format: ExpositionFormat, size: number): Line[] {
  const bytes = Buffer.from(body);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const text = [...sampleLines(pieces, format)].join('');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** A value of the cases as JSON can have it. */
function jsonValue(text: string): number | string {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

describe('sampleLines', () => {
  for (const { name, format, input, expect, strict, samples = [] } of cases) {
    const exposition = format === 'openmetrics' ? 'openmetrics' : 'prometheus-text';
    const sizes = [1, 7, 1 << 16];

    if (expect === 'accept') {
      it(`prints every sample of ${name}`, () => {
        for (const size of sizes) {
          const lines = linesOf(input, exposition, size);
          assert.deepEqual(
            lines.map(({ name: sample, labels, value }) => ({ name: sample, labels, value })),
            samples.map(({ name: sample, labels, value }) => ({
              name: sample,
              labels,
              value: jsonValue(value),
            })),
          );
          for (const [i, { timestampMs }] of samples.entries()) {
            const actual = lines[i]!.timestampMs;
            const near = Math.abs((actual ?? 0) - (timestampMs ?? 0)) <= 1;
            assert.ok(near && (actual === null) === (timestampMs === null), `${actual}`);
          }
        }
      });
    } else {
      it(`${strict ? 'is as lenient as the scanner with' : 'prints nothing of'} ${name}`, () => {
        const { error, samples: read } = scan(input, { format: exposition });
        if (!strict) assert.ok(error);
        for (const size of sizes) {
          if (error) {
            // The first step already throws, so nothing was given before.
            const blocks = sampleLines([Buffer.from(input)], exposition);
            assert.throws(() => blocks.next(), ExpositionError);
            assert.throws(() => linesOf(input, exposition, size), ExpositionError);
          } else {
            assert.equal(linesOf(input, exposition, size).length, read.length);
          }
        }
      });
    }
  }

  it('prints what JSON has no number for as text, and keeps the sign of -0', () => {
    const body = Buffer.from('a NaN\na +Inf\na -Inf\na -0\na 1e21 5\n');
    assert.deepEqual([...sampleLines([body], 'prometheus-text')].join('').split('\n'), [
      '{"name":"a","labels":{},"value":"NaN","timestampMs":null}',
      '{"name":"a","labels":{},"value":"+Inf","timestampMs":null}',
      '{"name":"a","labels":{},"value":"-Inf","timestampMs":null}',
      '{"name":"a","labels":{},"value":-0,"timestampMs":null}',
      '{"name":"a","labels":{},"value":1e+21,"timestampMs":5}',
      '',
    ]);
  });

  it('prints a label that is named like a property of every object', () => {
    const body = Buffer.from('a{__proto__="x",constructor="y"} 1\n');
    const [line = ''] = sampleLines([body], 'prometheus-text');
    assert.equal(
      line,
      '{"name":"a","labels":{"__proto__":"x","constructor":"y"},"value":1,"timestampMs":null}\n',
    );
  });

  it('prints as many lines as a recorded body has samples', () => {
    const body = recordedBodies().at(-1)!;
    const expected = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    assert.equal(linesOf(body, 'prometheus-text', 1 << 16).length, expected.length);
  });
});
