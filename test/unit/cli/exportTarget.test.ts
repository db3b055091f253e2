import { deepEqual, equal, match } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folders, wasmPath } from '../../support/databases';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { assertFails, run } from './builtCli';

/** Puts another file in an export's place when that has begun. */
function comesWith(file: string): string {
  return `data:text/javascript,import fs from 'node:fs';
    const { openSync } = fs;
    fs.openSync = (path, ...rest) => {
      if (String(path).endsWith('.exporting')) fs.writeFileSync('${file}', 'came meanwhile');
      return openSync(path, ...rest);
    };`;
}

describe('The file that dist/cli.js export writes', function () {
  this.timeout(60_000);
  const folder = folders();
  let db: string;
  before(async () => {
    db = join(await folder(), 'a.sqlite');
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
  });

  it('replaces what is there only where it was told to, and only a file', async function () {
    if (process.platform === 'win32') this.skip();
    const where = await folder();
    const file = join(where, 'notes.md');
    await writeFile(file, '# my notes\n');
    await symlink(file, join(where, 'link'));
    await symlink(join(where, 'none'), join(where, 'dangling'));
    execFileSync('mkfifo', [join(where, 'pipe')]);
    const names = (await readdir(where)).sort();
    for (const format of ['sqlite', 'csv']) {
      const words = ['export', '--db', db, '--format', format, '--out'];
      await assertFails([...words, file], /^The file .*notes\.md already exists and is unchanged/);
      for (const more of [[], ['--force']]) {
        for (const [name, what] of [
          ['link', 'a link'],
          ['dangling', 'a link'],
          ['pipe', 'a pipe'],
          ['.', 'a folder'],
        ] as const) {
          const message = new RegExp(`^The export .* cannot be written: ${what} is in its place`);
          await assertFails([...words, join(where, name), ...more], message);
        }
      }
      deepEqual((await readdir(where)).sort(), names);
      equal(await readFile(file, 'utf8'), '# my notes\n');
    }
    equal((await run(['export', '--db', db, '--format', 'csv', '--out', file, '--force'])).code, 0);
    match(await readFile(file, 'utf8'), /^\ufefftime_utc,unix_seconds,/);
  });

  it('keeps a file that comes while it exports', async () => {
    const where = await folder();
    const file = join(where, 'a.sqlite');
    const { code, err } = await run(
      ['export', '--db', db, '--format', 'sqlite', '--out', file],
      undefined,
      ['--import', comesWith(file)],
    );
    equal(code, 1, err);
    match(err, /The file .*a\.sqlite already/);
    equal(await readFile(file, 'utf8'), 'came meanwhile');
    deepEqual(await readdir(where), ['a.sqlite']);
  });
});
