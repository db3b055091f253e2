import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../support/markdown';
import { repositoryRoot } from '../../support/repository';
import { run } from './builtCli';

const names = [
  ...['collect', 'run', 'session', 'backfill', 'query', 'export', 'coverage', 'report'],
  ...[
    'compare',
    'check-budgets',
    'inspect',
    'push',
    'migrate',
    'roles',
    'maintain',
    'check',
    'verify',
  ],
];

describe('The help of dist/cli.js', function () {
  this.timeout(30_000);

  for (const words of [['--help'], ['-h'], ['help'], ['help', '--help'], ['help', '-h']]) {
    it(`is printed by ${words.join(' ')}, which ends with 0`, async () => {
      const { code, out, err } = await run(words);
      deepEqual([code, err], [0, '']);
      for (const name of names) match(out, new RegExp(`^.{7}node dist/cli\\.js ${name} `, 'm'));
    });
  }

  for (const words of [
    ['help', 'query'],
    ['query', '--help'],
    ['query', '-h'],
    ['query', '--sql', 'SELECT 1', '--help'],
    ['query', '--nonsense', '-h'],
  ]) {
    it(`of one command is printed by ${words.join(' ')}, which ends with 0`, async () => {
      const { code, out, err } = await run(words);
      deepEqual([code, err], [0, '']);
      match(
        out,
        /^Usage: node dist\/cli\.js query --db FILE --sql S .*\n\nRuns one read-only statement/,
      );
      equal(out.includes('collect'), false);
    });
  }

  it('says of each command what it does', async () => {
    for (const name of names) {
      const { code, out } = await run(['help', name]);
      equal(code, 0);
      match(out, new RegExp(`^Usage: node dist/cli\\.js ${name} [^]*\\n\\n\\w[^]*\\.\\n$`));
    }
  });

  it('stands in docs/command-line.md as it is printed', async () => {
    const { out } = await run(['--help']);
    const [usage = ''] = /^Usage: [^]*?(?=\n\n)/m.exec(out) ?? [];
    const page = textOf('docs/command-line.md');
    equal(/^```text\n([^]*?)\n```$/m.exec(page)?.[1], usage);
    for (const name of names) match(page, new RegExp(`^\\| \`${name}\` `, 'm'));
  });

  it('is not printed where --help stands behind two dashes', async () => {
    const { code, out, err } = await run(['query', '--', '--help']);
    deepEqual([code, out], [2, '']);
    match(err, /^--help is not expected here\.\nUsage: /);
  });

  it('does not hide that there is no such command', async () => {
    for (const words of [
      ['help', 'colect'],
      ['colect', '--help'],
    ]) {
      const { code, out, err } = await run(words);
      deepEqual([code, out], [2, '']);
      match(err, /^There is no command colect\. Did you mean collect\?\nUsage: /);
    }
  });

  it('says which version it is', async () => {
    const { version } = JSON.parse(
      readFileSync(join(repositoryRoot(), 'package.json'), 'utf8'),
    ) as { version: string };
    deepEqual(await run(['--version']), { code: 0, out: `${version}\n`, err: '' });
  });
});
