import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fixture, scan } from './scan';
import type { Sample, Scan } from './scan';

interface ConformanceCase {
  readonly name: string;
  readonly format: '0.0.4' | 'openmetrics';
  readonly input: string;
  readonly expect: 'accept' | 'reject';
  readonly strict?: boolean;
  readonly why?: string;
  readonly samples?: readonly ExpectedSample[];
}

interface ExpectedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
  readonly timestampMs: number | null;
}

const cases = fixture('exposition-conformance.jsonl')
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as ConformanceCase);

function scanCase({ format, input }: ConformanceCase, pieces: readonly number[]): Scan {
  return scan(input, {
    format: format === '0.0.4' ? 'prometheus-text' : 'openmetrics',
    pieces,
  });
}

/** As the cases are split: at once, byte by byte, and at random. */
function forEachSplit(check: (pieces: readonly number[]) => void): void {
  check([]);
  check([1]);
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), check), {
    seed: 1,
    numRuns: 20,
  });
}

function assertSamples(actual: readonly Sample[], expected: readonly ExpectedSample[]): void {
  assert.deepEqual(
    actual.map(({ name, labels, value }) => ({ name, labels, value })),
    expected.map(({ name, labels, value }) => ({ name, labels, value: numberOf(value) })),
  );
  expected.forEach(({ timestampMs }, index) => {
    assertClose(actual[index]?.timestampMs, timestampMs);
  });
}

function numberOf(text: string): number {
  return text.endsWith('Inf') ? Number(`${text}inity`) : Number(text);
}

function assertClose(actual: number | null | undefined, expected: number | null): void {
  if (expected === null || actual === null || actual === undefined) {
    assert.equal(actual, expected);
  } else {
    assert.ok(Math.abs(actual - expected) <= Math.abs(expected) * 1e-12, `${actual}, ${expected}`);
  }
}

describe('exposition conformance', () => {
  it('has all 174 cases', () => {
    assert.equal(cases.length, 174);
  });

  for (const example of cases.filter(({ expect }) => expect === 'accept')) {
    it(`accepts ${example.name}`, () => {
      forEachSplit((pieces) => {
        const { samples, error } = scanCase(example, pieces);
        assert.equal(error?.message, undefined);
        assertSamples(samples, example.samples ?? []);
      });
    });
  }

  for (const example of cases.filter(({ expect, strict }) => expect === 'reject' && !strict)) {
    it(`rejects ${example.name}: ${example.why}`, () => {
      const whole = scanCase(example, []).error;
      assert.ok(whole !== undefined);
      forEachSplit((pieces) => {
        assert.equal(scanCase(example, pieces).error?.message, whole.message);
      });
    });
  }

  // The missing line feed alone would have these rejected; the reason named is another one.
  for (const example of cases.filter(({ why }) =>
    why?.includes('; the last line has no line feed'),
  )) {
    it(`rejects ${example.name} also with a line feed`, () => {
      const complete = { ...example, input: `${example.input}\n` };
      assert.ok(scanCase(complete, []).error !== undefined);
    });
  }

  for (const example of cases.filter(({ strict }) => strict === true)) {
    it(`gives the same verdict on ${example.name} however it arrives`, () => {
      const whole = scanCase(example, []);
      forEachSplit((pieces) => {
        const split = scanCase(example, pieces);
        assert.equal(split.error?.message, whole.error?.message);
        assert.deepEqual(split.samples, whole.samples);
      });
    });
  }
});
