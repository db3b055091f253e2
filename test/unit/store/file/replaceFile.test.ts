import { deepEqual, equal, rejects } from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../../../src/store/file/replaceFile';
import { whileFailing } from '../../../support/failingCalls';
import { temporaryFolders } from '../support/databases';

describe('replaceFile', () => {
  const folder = temporaryFolders();
  let [from, to] = ['', ''];
  beforeEach(async () => {
    const at = await folder();
    [from, to] = [join(at, 'new'), join(at, 'old')];
    writeFileSync(from, 'new');
    writeFileSync(to, 'old');
  });

  /** How often the renaming was tried, where the first `failures` tries fail. */
  async function triesWith(code: string, failures: number): Promise<number> {
    let tries = 0;
    const fails = (): boolean => ++tries <= failures;
    await whileFailing('renameSync', code, fails, () => {
      replaceFile(from, to);
    });
    return tries;
  }

  it('replaces a file in one step', () => {
    replaceFile(from, to);
    deepEqual(readdirSync(dirname(to)), ['old']);
    equal(readFileSync(to, 'utf8'), 'new');
  });

  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    it(`tries again where Windows says ${code}, since a scanner soon lets go`, async () => {
      equal(await triesWith(code, 3), 4);
      equal(readFileSync(to, 'utf8'), 'new');
    });
  }

  it('gives up where the file stays held, and leaves both as they were', async () => {
    await rejects(triesWith('EPERM', Infinity), { code: 'EPERM' });
    deepEqual([readFileSync(from, 'utf8'), readFileSync(to, 'utf8')], ['new', 'old']);
  });

  it('does not try again where that helps nothing', async () => {
    let tries = 0;
    const fails = (): boolean => ++tries > 0;
    const work = (): void => {
      replaceFile(from, to);
    };
    await rejects(whileFailing('renameSync', 'ENOSPC', fails, work), { code: 'ENOSPC' });
    equal(tries, 1);
  });
});
