import { deepEqual, equal, throws } from 'node:assert/strict';
import { duration, readOptions, required } from '../../../src/cli/options';
import { UsageError } from '../../../src/cli/usageError';

describe('readOptions', () => {
  const names = ['db', 'sql'] as const;

  it('reads --name value and --name=value', () => {
    deepEqual(
      { ...readOptions(['--db', 'a b', '--sql=SELECT 1'], names) },
      {
        db: 'a b',
        sql: 'SELECT 1',
      },
    );
    deepEqual({ ...readOptions([], names) }, {});
  });

  for (const words of [['--nope', '1'], ['--db'], ['stray'], ['-d', '1'], ['--db', '--sql', 'x']]) {
    it(`refuses ${words.join(' ')}`, () => {
      throws(() => readOptions(words, names), UsageError);
    });
  }

  it('refuses an option that stands twice', () => {
    throws(() => readOptions(['--db', 'a', '--db', 'b'], names), UsageError);
  });
});

describe('required', () => {
  it('gives what is there and refuses nothing', () => {
    equal(required('x', 'db'), 'x');
    for (const value of [undefined, '']) {
      throws(() => required(value, 'db'), { name: 'UsageError', message: '--db is missing.' });
    }
  });
});

describe('duration', () => {
  it('reads seconds, minutes and hours', () => {
    deepEqual(['90s', '10m', '2h', '1.5m'].map(duration), [90_000, 600_000, 7_200_000, 90_000]);
  });

  for (const text of ['', '0s', '10', '-1m', 'm', '10 m', '1d', '1e3s', 'Infinitys']) {
    it(`refuses ${text || 'nothing'}`, () => {
      throws(() => duration(text), UsageError);
    });
  }
});
