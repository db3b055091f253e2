import { deepEqual, equal, rejects } from 'node:assert/strict';
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { Network } from '../../../../src/store/postgres/network';
import type { ServerSettings } from '../../../../src/store/postgres/serverSettings';
import type { SpooledDatabaseOptions } from '../../../../src/store/postgres/spooledDatabase';
import { SpooledDatabase } from '../../../../src/store/postgres/spooledDatabase';
import { TeamDatabase } from '../../../../src/store/postgres/teamDatabase';
import { TeamReading } from '../../../../src/store/postgres/teamReading';
import { readSummary } from '../../../../src/store/readModels/summary';
import { folders } from '../../../support/databases';
import { networkPath, settingsOf } from '../../../support/postgresConnections';
import { describeWithPostgres, durable, PostgresServer } from '../../../support/postgresServer';
import { batchOf, coverageOf, minuteOf, monday, rowOf } from '../support/batches';
import { ManualClock } from '../support/manualClock';

/** What a collector commits every 15 seconds: each batch has the minute of it as a whole, and a request more. */
function scraped(id: number): CommitBatch {
  const minute = monday + Math.floor((id - 1) / 4) * 60;
  return batchOf(id, {
    committedAt: (monday + id * 15) * 1000,
    finalBefore: minute,
    minutes: [minuteOf(minute, { rows: [rowOf({ requestCount: ((id - 1) % 4) + 1 })] })],
    events: [coverageOf(monday, monday + id * 15)],
  });
}

describeWithPostgres('commits for a server that is out of reach', function () {
  this.timeout(120_000);
  const network = new Network(networkPath);
  const folder = folders();
  const opened: { close(): unknown }[] = [];
  let server: PostgresServer;
  let settings: ServerSettings;
  let spoolFolder: string;
  let isUp = false;

  before(async () => {
    server = await PostgresServer.start(durable);
    isUp = true;
  });
  beforeEach(async () => {
    if (!isUp) await up();
    settings = settingsOf(await server.newDatabase());
    spoolFolder = await folder();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  after(async () => {
    await network.end();
    if (isUp) await server.stop('immediate');
  });

  async function up(): Promise<void> {
    await server.startAgain();
    isUp = true;
  }

  async function down(): Promise<void> {
    await server.stop('immediate');
    isUp = false;
  }

  async function open(more: Partial<SpooledDatabaseOptions> = {}): Promise<SpooledDatabase> {
    const clock = new ManualClock(monday * 1000);
    const options = { settings, network, clock, spoolFolder, ...more };
    const database = await SpooledDatabase.open(options);
    opened.push(database);
    return database;
  }

  async function requests(): Promise<number> {
    const reading = new TeamReading(network, settings);
    opened.push(reading);
    deepEqual(await reading.read(checkDatabase), []);
    const span = { from: 0, to: monday * 2, excludedEndpoints: [] };
    return (await reading.read((connection) => readSummary(connection, span))).requests;
  }

  const spools = (): string[] => readdirSync(spoolFolder).filter((name) => name.endsWith('.spool'));

  it('wait for an hour, and are then there in their order', async () => {
    const database = await open();
    equal(await database.loadState(), undefined);
    await database.commit(scraped(1));
    await down();
    for (let id = 2; id <= 240; id += 1) await database.commit(scraped(id));
    equal(database.savedBatchId, 240);
    const { waiting } = database;
    deepEqual([waiting?.commits, waiting?.fault.kind], [239, 'server_refuses']);
    await rejects(database.flush(), /commits_wait/);
    equal(await database.otherCollector(), null);
    await up();
    await database.commit(scraped(241));
    deepEqual([database.waiting, spools()], [null, []]);
    equal(await requests(), 241);
    equal(await database.loadState(), 'state 241');
  });

  it('survive the process, but for one that it was killed over', async () => {
    const first = await open();
    await first.loadState();
    await down();
    for (let id = 1; id <= 3; id += 1) await first.commit(scraped(id));
    const [name = ''] = spools();
    const whole = statSync(join(spoolFolder, name)).size;
    appendFileSync(join(spoolFolder, name), Buffer.from([0, 0, 1, 0, 7, 7, 7]));
    const second = await open();
    equal(await second.loadState(), 'state 3');
    await second.commit(scraped(4));
    deepEqual([second.waiting?.commits, statSync(join(spoolFolder, name)).size > whole], [4, true]);
    await up();
    const third = await open();
    equal(await third.loadState(), 'state 4');
    deepEqual([third.waiting, spools()], [null, []]);
    equal(await requests(), 4);
  });

  it('are there once where the server had taken them and nobody heard of it', async () => {
    const lost = await open();
    await lost.loadState();
    await lost.commit(scraped(1));
    await down();
    await lost.commit(scraped(2));
    await lost.commit(scraped(3));
    await up();
    const inner = new TeamDatabase({ settings, network });
    await inner.loadState();
    await inner.commit(scraped(2));
    await inner.close();
    equal(await lost.loadState(), 'state 3');
    equal(await requests(), 3);
  });

  it('are forgotten where another process has counted the same meanwhile', async () => {
    const lost = await open();
    await lost.loadState();
    await lost.commit(scraped(1));
    await down();
    await lost.commit(scraped(2));
    await up();
    const other = new TeamDatabase({ settings, network });
    await other.loadState();
    await other.commit({ ...scraped(2), state: 'counted by another' });
    await other.close();
    await rejects(lost.commit(scraped(3)), /opened_anew/);
    equal(await lost.loadState(), 'counted by another');
    await lost.commit(scraped(3));
    deepEqual([spools(), await requests()], [[], 3]);
  });

  it('are committed after a connection that was lost between two of them', async () => {
    const database = await open();
    await database.loadState();
    await database.commit(scraped(1));
    await down();
    await up();
    for (const id of [2, 3]) await database.commit(scraped(id));
    deepEqual([database.waiting, await requests()], [null, 3]);
  });

  it('are refused where no more of them have room, and go on from what waits', async () => {
    const database = await open({ mostSpoolBytes: 1000 });
    await database.loadState();
    await down();
    let last = 0;
    await rejects(async () => {
      for (;;) {
        await database.commit(scraped(last + 1));
        last += 1;
      }
    }, /spool_full/);
    equal(await database.loadState(), `state ${last}`);
    await up();
    await database.commit(scraped(last + 1));
    equal(await requests(), last + 1);
  });

  it('do not wait, which is told, where no file can be', async () => {
    const place = join(await folder(), 'file');
    appendFileSync(place, 'x');
    const database = await open({ spoolFolder: place });
    deepEqual(
      database.opened.notices.map(({ kind }) => kind),
      ['spool_unusable'],
    );
    await database.loadState();
    await down();
    await rejects(database.commit(scraped(1)), /connection_lost/);
  });
});
