import { equal } from 'node:assert/strict';
import { join } from 'node:path';
import { network } from '../../../src/collector/network';
import { defaultCleanup } from '../../../src/collector/cleanup';
import { systemClock } from '../../../src/collector/systemClock';
import { endOfSecond } from '../../../src/domain/time';
import { Storage } from '../../../src/host/storage';
import { TargetSession } from '../../../src/host/targetSession';
import { internalEndpointPatterns } from '../../../src/mockforge/paths';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { describeWithPostgres, newPostgresDatabase } from '../../support/postgresServer';
import { noDimensions } from '../../support/replays';
import { repositoryRoot } from '../../support/repository';

describeWithPostgres('two windows on a team store', function () {
  this.timeout(90_000);
  const folder = folders();
  const waiting: (() => void)[] = [];
  let sessions: TargetSession[] = [];
  let server: MockForgeServer | undefined;

  afterEach(async () => {
    await Promise.all(sessions.map((session) => session.close(0)));
    await server?.stop();
    sessions = [];
  });

  const came = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };

  /** Resolves when something holds, which is looked at after each status and commit. */
  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const next = new Promise<void>((resolve) => waiting.push(resolve));
      if (await holds()) return;
      await next;
    }
  }

  /** A window with threads of its own. */
  async function open(address: string, password: string): Promise<TargetSession> {
    const storage = new Storage({
      ...{ distFolder: join(repositoryRoot(), 'dist'), defaultFolder: await folder() },
      ...{ sampleFile: '', teamPassword: () => Promise.resolve(password) },
    });
    const { metricsUrl, adminUrl } = server!;
    const location = storage.location(
      { name: 'orders', metricsUrl, adminUrl },
      { teamStore: address, storagePath: '' },
    );
    const session = new TargetSession({
      ...{ http: network, known: true, location, cleanup: () => defaultCleanup },
      settings: {
        ...{ metricsUrl, adminUrl, recorderUrl: '', scrapeIntervalSeconds: 1 },
        ...{ dimensions: noDimensions, errorsPerMinute: 1000 },
      },
      openStore: () => location.open(1),
      log: { info: () => undefined, warn: () => undefined },
      onStatus: came,
      onCommit: came,
    });
    sessions.push(session);
    return session;
  }

  async function requestsOf(session: TargetSession): Promise<number> {
    const to = endOfSecond(Date.now());
    const store = await session.store();
    const span = { from: to - 86_400, to, excludedEndpoints: internalEndpointPatterns };
    return (await store?.reader.summary(span))?.requests ?? 0;
  }

  it('have one that collects, which the other names, shows as it commits, and follows when it ends', async () => {
    const model = new MockForgeModel(systemClock.now());
    server = await MockForgeServer.start(model, systemClock);
    const { host, port, user, password, database } = await newPostgresDatabase();
    const address = `postgres://${user}@${host}:${port}/${database}?workspace=shop`;
    const first = await open(address, password);
    first.start();
    // Of two that open the store at once either may be the one that collects.
    await until(() => first.status.lastScrapeAt !== null);
    const second = await open(address, password);
    second.start();
    await until(() => second.status.phase === 'watching');
    equal(second.status.collectedBy?.process, process.pid);
    for (let i = 0; i < 5; i++) model.serve({ at: systemClock.now() });
    await until(async () => (await requestsOf(second)) === 5);
    await first.close(2000);
    await until(() => second.status.phase === 'collecting');
    for (let i = 0; i < 3; i++) model.serve({ at: systemClock.now() });
    await until(async () => (await requestsOf(second)) === 8);
  });
});
