import { deepEqual, equal, ok } from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TeamLocation } from '../../../../src/store/postgres/teamLocation';
import type { StoreFault } from '../../../../src/store/storeFault';
import { networkPath, settingsOf } from '../../../support/postgresConnections';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';
import { repositoryRoot } from '../../../support/repository';
import { batchOf, minuteOf, monday, rowOf } from '../support/batches';

const threads = {
  workerPath: join(repositoryRoot(), 'dist', 'teamWorker.js'),
  queryWorkerPath: join(repositoryRoot(), 'dist', 'teamQueryWorker.js'),
  networkPath,
  spoolFolder: join(tmpdir(), `waiting-${process.pid}`),
};

describeWithPostgres('the place of a target on a server', function () {
  this.timeout(60_000);

  it('has a store once something was committed, of which those who watch hear', async () => {
    const settings = settingsOf(await newPostgresDatabase());
    const location = new TeamLocation(settings, threads);
    deepEqual([location.name, await location.exists()], [settings.shown, false]);
    const store = await location.open(1);
    let heard: () => void = () => undefined;
    const states: (StoreFault | null)[] = [];
    const first = new Promise<void>((resolve) => (heard = resolve));
    const watched = location.watch(
      () => {
        heard();
      },
      (state) => states.push(state),
    );
    try {
      await first;
      deepEqual(states, [null]);
      deepEqual([store.maintenance.opened.created, store.file], [true, null]);
      equal(await store.writer.loadState(), undefined);
      const second = new Promise<void>((resolve) => (heard = resolve));
      const minutes = [minuteOf(monday, { rows: [rowOf({ requestCount: 7 })] })];
      await store.writer.commit(batchOf(1, { minutes }));
      await second;
      const span = { from: monday, to: monday + 60, excludedEndpoints: [] };
      equal((await store.reader.summary(span)).requests, 7);
      equal(await location.exists(), true);
      ok((await location.sizeBytes()) > 0);
      equal(await store.maintenance.check(), null);
    } finally {
      watched.close();
      await store.close();
    }
  });

  it('may have one where the server is out of reach', async () => {
    const settings = { ...settingsOf(await newPostgresDatabase()), port: 1 };
    const location = new TeamLocation(settings, threads);
    equal(await location.exists(), true);
    const fault = await new Promise<StoreFault | null>((resolve) => {
      const watched = location.watch(
        () => undefined,
        (state) => {
          watched.close();
          resolve(state);
        },
      );
    });
    equal(fault?.kind, 'server_refuses');
  });
});
