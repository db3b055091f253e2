import { deepEqual, equal, match } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { folders } from '../../support/databases';
import { repositoryRoot } from '../../support/repository';

/** On Windows npm is a script of its shell. */
const shell = process.platform === 'win32';

describe('the command as a package of npm', function () {
  this.timeout(120_000);
  const newFolder = folders();
  let folder: string;

  before(async () => {
    folder = await newFolder();
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: repositoryRoot(),
      shell,
    });
    const [{ filename } = { filename: '' }] = JSON.parse(String(packed)) as { filename: string }[];
    // Nothing is fetched: it needs no other package.
    const options = ['--offline', '--prefix', folder];
    execFileSync('npm', ['install', ...options, join(folder, filename)], { cwd: folder, shell });
  });

  const call = (...words: readonly string[]): string =>
    execFileSync('npx', ['--offline', 'mockforge-analytics', ...words], {
      cwd: folder,
      shell,
      encoding: 'utf8',
    });

  it('is called by its name, and says so', () => {
    const text = call('--help');
    match(text, /^Usage: npx mockforge-analytics collect /m);
    match(text, /^Run npx mockforge-analytics help COMMAND/m);
  });

  it('reads and writes databases with what it brings along', () => {
    const db = join(folder, 'shop.sqlite');
    const sample = readFileSync(join(repositoryRoot(), 'media', 'sample.sqlite.br'));
    writeFileSync(db, brotliDecompressSync(sample));
    call('maintain', '--db', db);
    const sql = 'SELECT COUNT(DISTINCT endpoint) AS endpoints FROM endpoint_stats';
    const [row] = JSON.parse(call('query', '--db', db, '--sql', sql, '--format', 'json')) as {
      endpoints: number;
    }[];
    equal((row?.endpoints ?? 0) > 10, true);
    deepEqual(call('check', '--db', db), 'ok\n');
  });
});
