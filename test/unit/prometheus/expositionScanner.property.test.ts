import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Interest } from '../../../src/prometheus/seriesTable';
import { CountingTable, recordedBodies, scan } from './scan';
import type { Sample } from './scan';

const seed = 1;

const metricName = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/u);
const labelName = fc
  .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,6}$/u)
  .filter((name) => name !== '__name__');
const labelValue = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '{', '}', ',', '#', ' '), maxLength: 6 }),
);
const value = fc.oneof(fc.nat(), fc.double(), fc.constantFrom(NaN, Infinity, -Infinity));
const sample: fc.Arbitrary<Sample> = fc
  .tuple(
    metricName,
    fc.dictionary(labelName, labelValue, { maxKeys: 4, noNullPrototype: true }),
    value,
    fc.option(fc.maxSafeInteger()),
  )
  .map(([name, labels, number, timestampMs]) => ({ name, labels, value: number, timestampMs }));
const pieces = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });

function textOf(number: number): string {
  if (Object.is(number, -0)) return '-0';
  return Number.isFinite(number) ? String(number) : String(number).replace('inity', '');
}

/** A sample as 0.0.4 allows it to be written, with these blanks where blanks may be. */
function lineOf({ name, labels, value: number, timestampMs }: Sample, blanks = ''): string {
  const escaped = (text: string): string =>
    text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const set = Object.entries(labels)
    .map(([key, text]) => `${key}${blanks}=${blanks}"${escaped(text)}"`)
    .join(`${blanks},${blanks}`);
  const braces = set === '' ? ' ' : `${blanks}{${blanks}${set}${blanks}} `;
  const time = timestampMs === null ? '' : ` ${blanks}${timestampMs}`;
  return `${blanks}${name}${braces}${blanks}${textOf(number)}${time}${blanks}\n`;
}

function openMetricsLineOf(written: Sample): string {
  const line = lineOf({ ...written, timestampMs: null }).trimEnd();
  const { timestampMs } = written;
  return timestampMs === null ? `${line}\n` : `${line} ${timestampMs}e-3\n`;
}

/**
 * The grammar of a 0.0.4 sample line over again, as one regular expression: slow, and written
 * without a look at the scanner.
 */
const SAMPLE_LINE = (() => {
  const blanks = '[ \\t]*';
  const string = '"(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
  const label = `[a-zA-Z_][a-zA-Z0-9_]*${blanks}=${blanks}${string}`;
  const list = `${blanks}(?:${label}${blanks}(?:,${blanks}${label}${blanks})*(?:,${blanks})?)?`;
  const number = '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|nan|[+-]?inf(?:inity)?';
  const series = `[a-zA-Z_:][a-zA-Z0-9_:]*(?:${blanks}\\{${list}\\}${blanks}|[ \\t]+)`;
  return new RegExp(`^${blanks}(?:${series}(?:${number})(?:[ \\t]+[+-]?[0-9]+)?${blanks})?$`, 'iu');
})();

function isSampleLine(line: string): boolean {
  const names = [...line.matchAll(/([a-zA-Z0-9_]+)[ \t]*=[ \t]*"(?:[^"\\]|\\.)*"/gu)].map(
    (match) => match[1],
  );
  const isRepeated = new Set(names).size < names.length || names.includes('__name__');
  return SAMPLE_LINE.test(line) && !isRepeated;
}

interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  cut: fc.nat(3),
  put: fc.stringMatching(/^[ab_:1.eE+\-{}",= \t\n\\#x]{0,3}$/u),
});

function mutated(body: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((text, { at, cut, put }) => {
    const start = Math.floor(at * text.length);
    return text.slice(0, start) + put + text.slice(start + cut);
  }, body);
}

describe('ExpositionScanner, for any body', function () {
  this.timeout(20_000);

  it('gives back what was written, blanks or not, split or not', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 12 }),
        fc.constantFrom('', ' ', '\t', ' \t '),
        pieces,
        (samples, blanks, split) => {
          const body = samples.map((each) => lineOf(each, blanks)).join('');
          for (const options of [{}, { pieces: split }]) {
            const result = scan(body, options);
            assert.equal(result.error?.message, undefined);
            assert.deepEqual(result.samples, samples);
          }
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  it('gives back what was written in OpenMetrics', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 12 }), pieces, (samples, split) => {
        const body = `${samples.map(openMetricsLineOf).join('')}# EOF\n`;
        const result = scan(body, { format: 'openmetrics', pieces: split });
        assert.equal(result.error?.message, undefined);
        result.samples.forEach(({ timestampMs, ...rest }, index) => {
          const { timestampMs: written, ...expected } = samples[index]!;
          assert.deepEqual(rest, expected);
          if (written === null || timestampMs === null) assert.equal(timestampMs, written);
          else assert.ok(Math.abs(timestampMs - written) <= 1 + Math.abs(written) * 1e-15);
        });
      }),
      { seed, numRuns: 300 },
    );
  });

  it('finds the same with a table that knows other bodies', () => {
    const fewNames = fc.constantFrom('a', 'ab', 'abcd', 'abcde', 'a_total');
    const fewLabels = fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('', '1', '11'), {
      noNullPrototype: true,
    });
    const few = fc
      .tuple(fewNames, fewLabels, value)
      .map(([name, labels, number]) => ({ name, labels, value: number, timestampMs: null }));
    const body = fc.tuple(fc.array(few, { maxLength: 20 }), fc.constantFrom('', ' '));
    fc.assert(
      fc.property(fc.array(body, { minLength: 2, maxLength: 8 }), pieces, (bodies, split) => {
        const table = new CountingTable();
        for (const [samples, blanks] of bodies) {
          const text = samples.map((each) => lineOf(each, blanks)).join('');
          assert.deepEqual(scan(text, { table, pieces: split }).samples, samples);
        }
      }),
      { seed, numRuns: 500 },
    );
  });

  it('finds the wanted samples whatever lies between them', () => {
    const interest = fc.constantFrom<Interest>('intern', 'transient', 'skip');
    const names = ['a', 'ab', 'abc_sum', 'abc_count', 'b'];
    const few = fc.tuple(fc.nat(names.length - 1), labelValue, fc.nat());
    fc.assert(
      fc.property(
        fc.array(interest, { minLength: names.length, maxLength: names.length }),
        fc.array(few, { maxLength: 30 }),
        pieces,
        (interests, chosen, split) => {
          const samples = chosen.map(([index, x, number]) => ({
            name: names[index]!,
            labels: { x },
            value: number,
            timestampMs: null,
          }));
          const interestIn = (name: string): Interest => interests[names.indexOf(name)]!;
          const table = new CountingTable(interestIn);
          const wanted = samples.filter(({ name }) => interestIn(name) !== 'skip');
          const body = samples.map((each) => lineOf(each)).join('');
          for (const options of [{ table }, { table, pieces: split }]) {
            const result = scan(body, options);
            assert.deepEqual(result.samples, wanted);
            assert.equal(result.scanner.lineCount, samples.length);
          }
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  it('rejects a line exactly where the grammar does', () => {
    const verdicts = { accepted: 0, rejected: 0 };
    fc.assert(
      fc.property(
        sample.filter(({ labels }) =>
          Object.values(labels).every((text) => /^[ -~]*$/u.test(text)),
        ),
        fc.constantFrom('', ' ', '\t'),
        fc.array(mutation, { maxLength: 2 }),
        (written, blanks, mutations) => {
          const body = mutated(lineOf(written, blanks).slice(0, -1), mutations);
          fc.pre(!body.includes('#') && !/[0-9]e[+]?[0-9]{3}|[0-9]{18}/iu.test(body));
          const isRight = body.split('\n').every(isSampleLine);
          verdicts[isRight ? 'accepted' : 'rejected']++;
          const { error } = scan(`${body}\n`);
          assert.equal(error === undefined, isRight, `${JSON.stringify(body)}: ${error?.message}`);
        },
      ),
      { seed, numRuns: 6000 },
    );
    assert.ok(verdicts.accepted > 500 && verdicts.rejected > 500, JSON.stringify(verdicts));
  });
});

describe('ExpositionScanner, for recorded bodies', function () {
  this.timeout(20_000);

  const [idle = '', busy = ''] = recordedBodies();

  it('rejects every cut inside a line', () => {
    const bytes = Buffer.from(idle);
    const newline = '\n'.charCodeAt(0);
    const unwanted = (): CountingTable => new CountingTable(() => 'skip');
    for (let length = 0; length <= bytes.length; length++) {
      for (const table of [new CountingTable(), unwanted()]) {
        const { error } = scan(bytes.subarray(0, length), { table, pieces: [1000] });
        const isBetweenLines = length === 0 || bytes[length - 1] === newline;
        assert.equal(error === undefined, isBetweenLines, `cut at ${length}`);
      }
    }
  });

  it('rejects every cut of an OpenMetrics body', () => {
    const body = `${idle}# EOF\n`;
    for (let length = 0; length < body.length - 1; length++) {
      assert.ok(scan(body.slice(0, length), { format: 'openmetrics' }).error !== undefined);
    }
    assert.equal(scan(body, { format: 'openmetrics' }).error, undefined);
    assert.equal(scan(body.slice(0, -1), { format: 'openmetrics' }).error, undefined);
  });

  it('comes to the same end however a damaged body arrives, and only to errors of its own', () => {
    const format = fc.constantFrom('prometheus-text' as const, 'openmetrics' as const);
    let rejected = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(idle, busy),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        fc.uint8Array({ maxLength: 3 }),
        format,
        pieces,
        (recorded, mutations, noise, dialect, split) => {
          const text = mutated(`${recorded}# EOF\n`, mutations);
          const middle = Math.floor(text.length * 0.7);
          const body = Buffer.concat([
            Buffer.from(text.slice(0, middle)),
            noise,
            Buffer.from(text.slice(middle)),
          ]);
          const whole = scan(body, { format: dialect });
          const pieceByPiece = scan(body, { format: dialect, pieces: split });
          if (whole.error !== undefined) rejected++;
          assert.equal(pieceByPiece.error?.message, whole.error?.message);
          assert.deepEqual(pieceByPiece.samples, whole.samples);
        },
      ),
      { seed, numRuns: 400 },
    );
    assert.ok(rejected > 100);
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), pieces, (body, split) => {
        const whole = scan(body);
        assert.equal(scan(body, { pieces: split }).error?.message, whole.error?.message);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
