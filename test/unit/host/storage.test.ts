import { deepEqual, equal, rejects } from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { accountStateFrom, accountStateText } from '../../../src/collector/account/storedState';
import { Storage } from '../../../src/host/storage';
import { eraseFrom } from '../../../src/host/targetSession';
import { folders } from '../../support/databases';
import { whileFailing } from '../../support/failingCalls';
import { repositoryRoot } from '../../support/repository';
import { batchOf, coverageOf, minuteOf, monday, rowOf } from '../store/support/batches';

const teamPassword = (): Promise<undefined> => Promise.resolve(undefined);

describe('databases of servers that the settings do not name', function () {
  // Threads start slowly on a machine that is busy.
  this.timeout(30_000);
  const folder = folders();

  it('are listed as long as they hold anything', async () => {
    const distFolder = join(repositoryRoot(), 'dist');
    const storage = new Storage({
      ...{ distFolder, defaultFolder: await folder(), sampleFile: '', teamPassword },
    });
    const [known, held, erased, empty] = [1, 2, 3, 4].map((port) => {
      const adminUrl = `http://127.0.0.1:${port}`;
      return storage.fileLocation({ metricsUrl: `${adminUrl}/metrics`, adminUrl }, '');
    });
    for (const location of [known, held, erased, empty]) {
      const store = await location!.open(1);
      if (location !== empty) {
        const minutes = [minuteOf(monday, { rows: [rowOf({ requestCount: 3 })] })];
        const events = [coverageOf(monday, monday + 60)];
        const state = accountStateText(accountStateFrom(undefined));
        await store.writer.commit(batchOf(1, { minutes, events, state }));
      }
      if (location === erased) await eraseFrom(store, null, new AbortController().signal);
      await store.close();
    }
    const others = await storage.others([known!], '');
    deepEqual(
      others.map(({ location }) => location.name),
      [held!.name],
    );
  });
});

describe('the sample data', () => {
  const folder = folders();

  it('stay what they are where another window has them open, as on Windows', async () => {
    const defaultFolder = await folder();
    const sampleFile = join(defaultFolder, 'sample.br');
    await writeFile(sampleFile, brotliCompressSync('sample'));
    const storage = new Storage({ distFolder: '', defaultFolder, sampleFile, teamPassword });
    const unpackHeld = (): Promise<string> =>
      whileFailing(
        'renameSync',
        'EPERM',
        () => true,
        () => storage.unpackSample(),
      );
    await rejects(unpackHeld(), { code: 'EPERM' });
    const file = await storage.unpackSample();
    equal(await unpackHeld(), file);
    equal(await readFile(file, 'utf8'), 'sample');
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
  });
});
