import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Quantile } from '../../../src/domain/histogram';
import { joined, noBreak, numberFormat, steadyUnknown } from '../../../src/domain/numberFormat';
import type { Measure } from '../../../src/domain/numberFormat';

/** With plain spaces, so that expectations can be read. */
function text(measure: Measure): string {
  return joined(measure).replaceAll(noBreak, ' ');
}

function quantile(value: number, from: number, to: number): Quantile {
  return { value, bucket: [from, to], above: to === Infinity };
}

describe('numberFormat', () => {
  const numbers = numberFormat('en');

  it('groups counts', () => {
    assert.equal(numbers.count(5627), '5,627');
    assert.equal(numbers.count(0), '0');
  });

  it('shortens what an axis has no room for', () => {
    assert.deepEqual([500, 9999, 10_000, 11_941, 2_400_000].map(numbers.shortCount), [
      '500',
      '9,999',
      '10K',
      '11.9K',
      '2.4M',
    ]);
  });

  it('writes numbers whose meaning is not known with all their digits, and without separators', () => {
    assert.deepEqual([2026, 0.00001234, 1 / 3, -5, 0, 1e21, 1e-7].map(numbers.exact), [
      ...['2026', '0.00001234', '0.3333333333333333', '−5', '0', '1e+21', '1e-7'],
    ]);
    assert.equal(numbers.exact('9007199254740993'), '9007199254740993');
    assert.equal(numbers.exact('-9223372036854775808'), '−9223372036854775808');
    assert.equal(numberFormat('de').exact(1234.5), '1234,5');
    assert.equal(numbers.exact(Infinity), 'Infinity');
  });

  it('loses no digit of any number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        assert.equal(Number(numbers.exact(value).replace('−', '-')), value + 0);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        assert.equal(numbers.exact(String(value)).replace('−', '-'), String(value));
      }),
    );
  });

  it('writes hundredths', () => {
    assert.equal(numbers.hundredths(1.8), '1.80');
    assert.equal(numbers.hundredths(33.071), '33.07');
  });

  it('gives rates three significant digits', () => {
    assert.deepEqual(
      [0, 0.004, 0.031, 1.15, 9.99, 9.999, 14.21, 99.94, 99.96, 412.4].map((rate) =>
        text(numbers.perSecond(rate)),
      ),
      [
        '0/s',
        '<0.01/s',
        '0.03/s',
        '1.15/s',
        '9.99/s',
        '10.0/s',
        '14.2/s',
        '99.9/s',
        '100/s',
        '412/s',
      ],
    );
  });

  it('writes what changes in place with one decimal, and pads it', () => {
    const padded = (measure: Measure): string =>
      text(measure).replaceAll('\u2007', '_').replaceAll('\u2008', ',');
    assert.deepEqual(
      [0, 0.004, 0.5, 9.94, 14.21, 99.94, 99.95, 412.4, 1412.4].map((rate) =>
        padded(numbers.steadyPerSecond(rate)),
      ),
      [
        ...['_0.0/s', '<0.1/s', '_0.5/s', '_9.9/s', '14.2/s', '99.9/s'],
        ...[',100/s', ',412/s', ',1,412/s'],
      ],
    );
    assert.deepEqual(
      [0, 0.0004, 0.021, 0.9996, 1].map((share) => padded(numbers.steadyPercent(share))),
      ['_0.0%', '<0.1%', '_2.1%', '99.9%', ',100%'],
    );
  });

  it('writes all that changes in place below a thousand equally wide', () => {
    const widths = (value: string): string =>
      Array.from(value.replace(/[\d<\u2007]/g, '0').replace(/[.\u2008]/, '.'))
        .sort()
        .join('');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 999, noNaN: true }), (value) => {
        assert.equal(widths(numbers.steadyPerSecond(value).value), '.000');
      }),
    );
    assert.equal(widths(steadyUnknown.replace('–', '0')), '.000');
  });

  it('takes more than the whole for what it is', () => {
    assert.equal(text(numbers.percent(2.5)), '250%');
  });

  it('never rounds a share to nothing or to all', () => {
    assert.deepEqual(
      [0, 0.0004, 0.0005, 0.0008, 0.105, 0.9991, 0.9996, 0.999999, 1].map((share) =>
        text(numbers.percent(share)),
      ),
      ['0%', '<0.1%', '0.1%', '0.1%', '10.5%', '99.9%', '>99.9%', '>99.9%', '100%'],
    );
  });

  it('writes latencies in milliseconds, then in seconds', () => {
    assert.deepEqual(
      [0.02, 0.8, 8.6, 9.94, 9.96, 217.4, 999.4, 999.6, 2040, 12_340].map((value) =>
        text(numbers.milliseconds(value)),
      ),
      [
        '< 0.1 ms',
        '0.8 ms',
        '8.6 ms',
        '9.9 ms',
        '10 ms',
        '217 ms',
        '999 ms',
        '1.00 s',
        '2.04 s',
        '12.3 s',
      ],
    );
  });

  it('says no more of a quantile than its bucket knows', () => {
    assert.equal(text(numbers.quantile(quantile(0.4, 0, 1))), '< 1 ms');
    assert.equal(text(numbers.quantile(quantile(8.6, 5, 10))), '8.6 ms');
    assert.equal(text(numbers.quantile(quantile(10_000, 10_000, Infinity))), '> 10 s');
  });

  it('shows handler times in whole milliseconds, as the log has them', () => {
    assert.equal(text(numbers.handlerQuantile(quantile(1.95, 1, 2))), '2 ms');
    assert.equal(text(numbers.handlerQuantile(quantile(0, 0, 0))), '< 1 ms');
    assert.equal(text(numbers.handlerQuantile(quantile(41.2, 40, 42))), '42 ms');
  });

  it('knows of a time in whole milliseconds that 0 is less than one', () => {
    assert.deepEqual(
      [0, 1, 217, 999, 2040].map((value) => text(numbers.wholeMilliseconds(value))),
      ['< 1 ms', '1 ms', '217 ms', '999 ms', '2.04 s'],
    );
  });

  it('counts bytes decimally', () => {
    assert.deepEqual(
      [0, 999, 464_300, 999_960, 1_500_000_000].map((value) => text(numbers.bytes(value))),
      ['0 B', '999 B', '464.3 kB', '1.0 MB', '1.5 GB'],
    );
  });

  it('writes a true minus', () => {
    assert.equal(numbers.plain(-2.5), '−2.5');
  });

  it('follows the locale', () => {
    assert.equal(numberFormat('de').count(5627), '5.627');
    assert.equal(text(numberFormat('de').percent(0.105)), '10,5%');
  });
});

describe('joined', () => {
  it('keeps units on the line of their number, apart from % and per second', () => {
    assert.equal(joined({ value: '5', unit: 'ms' }), `5${noBreak}ms`);
    assert.equal(joined({ value: '5', unit: '%' }), '5%');
    assert.equal(joined({ value: '5', unit: '/s' }), '5/s');
    assert.equal(joined({ value: '5', unit: '' }), '5');
  });
});
