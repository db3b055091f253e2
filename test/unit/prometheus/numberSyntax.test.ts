import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scan, wordsOf } from './scan';

const seed = 1;

function valueOf(text: string): number | undefined {
  return scan(`a ${text}\n`).samples[0]?.value;
}

describe('number syntax', () => {
  it('gives the double nearest to what is written', () => {
    const digits = fc.stringMatching(/^[0-9]{0,20}$/u);
    const written = fc
      .tuple(
        fc.constantFrom('', '+', '-'),
        digits,
        fc.constantFrom('', '.'),
        digits,
        fc.constantFrom('', 'e3', 'E-7', 'e+12'),
      )
      .map((parts) => parts.join(''))
      .filter((text) => /[0-9](?:e|E|\.|$)/u.test(text) && !Number.isNaN(Number(text)));
    fc.assert(
      fc.property(written, (text) => {
        assert.equal(valueOf(text), Number(text), text);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('gives back every double as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        assert.equal(valueOf(Object.is(value, -0) ? '-0' : String(value)), value);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('is exact where the short way ends', () => {
    for (const text of [
      '9007199254740991',
      '9007199254740992',
      '9007199254740993',
      '9999999999999999',
      '90071992547409.91',
      '90071992547409.93',
      '0.9007199254740993',
      '9.751101777999997',
      '123456789012345678',
      '0.1',
      '.5',
      '5.',
      '000000000000000000000001',
      '1e22',
      '1e23',
      '4.9e-324',
    ]) {
      assert.equal(valueOf(text), Number(text), text);
    }
  });

  it('takes what is not finite in any case', () => {
    for (const text of ['NaN', 'nan', 'NAN']) assert.equal(valueOf(text), NaN);
    for (const text of ['Inf', '+Inf', 'inf', '+INF', 'Infinity']) {
      assert.equal(valueOf(text), Infinity);
    }
    for (const text of ['-Inf', '-infinity']) assert.equal(valueOf(text), -Infinity);
  });

  it('takes nothing else that Number or Go would', () => {
    const wrong = [
      '0x1',
      '0b1',
      '0o1',
      '1_0',
      '',
      '.',
      '+',
      '-',
      'e5',
      '.e5',
      '1e',
      '1e+',
      '1e1.5',
    ];
    const more = ['++1', '1-', '1,5', '+NaN', '-nan', 'Info', 'i', '0x1p-3', '1f', '１', '1.2.3'];
    for (const text of [...wrong, ...more]) {
      assert.match(wordsOf(scan(`a ${text}\n`).error) ?? '', /^line 1, column 3: value is /u, text);
    }
  });

  it('turns seconds into whole milliseconds without an error by the way', () => {
    const cases: [string, number][] = [
      ['1.001', 1001],
      ['1520879607.789', 1520879607789],
      ['1520879607.7899', 1520879607789],
      ['-1.5', -1500],
      ['15e-1', 1500],
      ['0.0009', 0],
    ];
    for (const [text, expected] of cases) {
      const { samples } = scan(`a 1 ${text}\n# EOF\n`, { format: 'openmetrics' });
      assert.equal(samples[0]?.timestampMs, expected);
    }
  });
});
