import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Storage } from '../../../src/host/storage';
import { storeFaultOf } from '../../../src/store/storeError';
import { folders } from '../../support/databases';
import { describeWithPostgres, newPostgresDatabase } from '../../support/postgresServer';
import { repositoryRoot } from '../../support/repository';
import { batchOf, minuteOf, monday, rowOf } from '../store/support/batches';

const dist = join(repositoryRoot(), 'dist');
const span = { from: monday, to: monday + 60, excludedEndpoints: [] };
const minute = (requestCount: number) =>
  batchOf(1, { minutes: [minuteOf(monday, { rows: [rowOf({ requestCount })] })] });

function server(name: string, port: number) {
  const adminUrl = `http://127.0.0.1:${port}`;
  return { name, metricsUrl: `${adminUrl}/metrics`, adminUrl };
}

describeWithPostgres('traffic of the editor in a team store', function () {
  this.timeout(60_000);
  const folder = folders();

  it('has a target for each server, and none of it in files', async () => {
    const { host, port, user, password, database } = await newPostgresDatabase();
    const teamStore = `postgres://${user}@${host}:${port}/${database}?workspace=shop`;
    const asked: string[] = [];
    const storage = new Storage({
      ...{ distFolder: dist, defaultFolder: await folder(), sampleFile: '' },
      teamPassword: (address) => {
        asked.push(address);
        return Promise.resolve(password);
      },
    });
    const [orders, carts] = [server('orders', 1), server('carts', 2)].map((one) =>
      storage.location(one, { teamStore, storagePath: '' }),
    );
    deepEqual([orders!.name, orders!.file], [`${teamStore}&target=orders`, null]);
    const stores = await Promise.all([orders!.open(1), carts!.open(1)]);
    try {
      deepEqual(asked, [teamStore, teamStore]);
      for (const [place, { writer }] of stores.entries()) {
        await writer.loadState();
        await writer.commit(minute(3 + place));
      }
      const read = stores.map(({ reader }) => reader.summary(span));
      deepEqual(
        (await Promise.all(read)).map(({ requests }) => requests),
        [3, 4],
      );
      equal(await carts!.exists(), true);
      ok((await carts!.sizeBytes()) > 0);
      deepEqual(await storage.others([], ''), []);
      const all = await storage.teamPlace(teamStore, null).reader();
      try {
        equal((await all.reads.summary(span)).requests, 7);
        deepEqual(
          (await all.targets()).map(({ id }) => id),
          ['carts', 'orders'],
        );
      } finally {
        await all.close();
      }
    } finally {
      await Promise.all(stores.map((store) => store.close()));
    }
  });

  it('is tried with a password that nobody keeps yet, which is not told when it is wrong', async () => {
    const { host, port, user, database } = await newPostgresDatabase();
    const address = `postgres://${user}@${host}:${port}/${database}`;
    const storage = new Storage({
      ...{ distFolder: dist, defaultFolder: await folder(), sampleFile: '' },
      teamPassword: () => Promise.reject(new Error('not asked')),
    });
    await rejects(storage.teamPlace(address, 't', 's3cret').open(1), (error) => {
      ok(!JSON.stringify(error).includes('s3cret'));
      return storeFaultOf(error)?.kind === 'password_wrong';
    });
  });
});

describe('an editor without a team store', function () {
  this.timeout(60_000);
  const folder = folders();

  it('starts no thread of one: files do without what is built for it', async () => {
    const distFolder = await folder();
    await mkdir(distFolder, { recursive: true });
    for (const name of ['storeWorker.js', 'queryWorker.js', 'sql-wasm.js', 'sql-wasm.wasm']) {
      cpSync(join(dist, name), join(distFolder, name));
    }
    const storage = new Storage({
      ...{ distFolder, defaultFolder: await folder(), sampleFile: '' },
      teamPassword: () => Promise.reject(new Error('not asked')),
    });
    const settings = { teamStore: '', storagePath: '' };
    const store = await storage.location(server('orders', 1), settings).open(1);
    try {
      await store.writer.loadState();
      await store.writer.commit(minute(3));
      equal((await store.reader.summary(span)).requests, 3);
    } finally {
      await store.close();
    }
  });

  it('loads nothing of the client of PostgreSQL, which is in the thread of the network alone', () => {
    // What every client of PostgreSQL has in its sign-in.
    const client = /SCRAM-SHA-256|SASLInitialResponse/;
    const bundles = ['extension', 'targetSession', 'commands', 'laterCommands', 'teamLocation'];
    const having = [...bundles, 'storeWorker', 'queryWorker', 'networkThread'].filter((name) =>
      client.test(readFileSync(join(dist, `${name}.js`), 'utf8')),
    );
    deepEqual(having, ['networkThread']);
    // And what connects comes with the first use.
    const extension = readFileSync(join(dist, 'extension.js'), 'utf8');
    ok(!extension.includes('PGPASSFILE') && extension.includes('./teamLocation.js'));
  });
});
