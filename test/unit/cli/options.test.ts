import { deepEqual, equal, throws } from 'node:assert/strict';
import {
  duration,
  durationOf,
  readArguments,
  readOptions,
  required,
} from '../../../src/cli/options';
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

  it('refuses an option that is given twice', () => {
    throws(() => readOptions(['--db', 'a', '--db', 'b'], names), {
      name: 'UsageError',
      message: '--db is given twice.',
    });
  });

  for (const [words, message] of [
    [['--dbb', 'x'], 'There is no option --dbb. Did you mean --db?'],
    [['--sq=SELECT 1'], 'There is no option --sq. Did you mean --sql?'],
    [['-db', 'x'], 'There is no option -db. Did you mean --db?'],
    [['--what'], 'There is no option --what.'],
    [['--constructor', '1'], 'There is no option --constructor.'],
    [['--__proto__=1'], 'There is no option --__proto__.'],
    [['--no-db'], 'There is no option --no-db. Did you mean --db?'],
    [['db', 'x'], 'db is not expected here. Did you mean --db?'],
    [['--', '--db'], '--db is not expected here. Did you mean --db?'],
    [['--db'], '--db needs a value.'],
    [['--db', '--sql', 'x'], '--db needs a value. If it begins with a dash, write --db=--sql.'],
  ] as const) {
    it(`says of ${words.join(' ')} what was probably meant`, () => {
      throws(() => readOptions(words, names), { name: 'UsageError', message });
    });
  }

  it('takes a value that begins with a dash where it is written with an equals sign', () => {
    deepEqual(
      { ...readOptions(['--sql=-- none', '--db', '-'], names) },
      { sql: '-- none', db: '-' },
    );
  });
});

describe('readArguments', () => {
  const read = (...words: string[]): unknown => {
    const { options, flags, subjects } = readArguments(words, ['db'], ['force']);
    return [{ ...options }, [...flags], subjects];
  };

  it('reads options, flags and other words in any order', () => {
    deepEqual(read('a', '--force', 'b', '--db', 'x'), [{ db: 'x' }, ['force'], ['a', 'b']]);
    deepEqual(read('--', '--force'), [{}, [], ['--force']]);
  });

  it('refuses a flag with a value, and one that is given twice', () => {
    throws(() => read('--force=yes'), { message: '--force takes no value.' });
    throws(() => read('--force', '--force'), { message: '--force is given twice.' });
    throws(() => read('--forse'), { message: /Did you mean --force\?$/ });
  });
});

describe('required', () => {
  it('gives the value that is there, and refuses one that is missing or empty', () => {
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

  it('reads what is longer than a timer can wait', () => {
    equal(duration('600h'), 2_160_000_000);
  });

  it('names the option whose value it is', () => {
    throws(() => durationOf('timeout', 'soon'), { message: /^--timeout soon is not a duration/ });
  });

  for (const text of [
    `${'9'.repeat(400)}h`,
    '',
    '0s',
    '10',
    '-1m',
    'm',
    '10 m',
    '1d',
    '1e3s',
    'Infinitys',
  ]) {
    it(`refuses ${text || 'an empty text'}`, () => {
      throws(() => duration(text), UsageError);
    });
  }
});
