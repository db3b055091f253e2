import { deepEqual, equal, rejects } from 'node:assert/strict';
import { hostname } from 'node:os';
import { Client } from 'pg';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { defaultRetention } from '../../../../src/domain/retention';
import { daySeconds } from '../../../../src/domain/time';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { Network } from '../../../../src/store/postgres/network';
import type { ServerSettings } from '../../../../src/store/postgres/serverSettings';
import { beatMs, TeamDatabase } from '../../../../src/store/postgres/teamDatabase';
import { TeamReading } from '../../../../src/store/postgres/teamReading';
import { readSummary } from '../../../../src/store/readModels/summary';
import { storeFaultOf } from '../../../../src/store/storeError';
import type { StoreFault } from '../../../../src/store/storeFault';
import { networkPath, settingsOf } from '../../../support/postgresConnections';
import type { PostgresAddress } from '../../../support/postgresServer';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';
import { batchOf, coverageOf, minuteOf, monday, rowOf } from '../support/batches';
import { ManualClock } from '../support/manualClock';

/** A batch whose minute has as many requests as its id says. */
function numbered(id: number, minute = monday + id * 60): CommitBatch {
  return batchOf(id, {
    committedAt: (minute + 60) * 1000,
    finalBefore: minute,
    state: `state ${id}`,
    minutes: [minuteOf(minute, { rows: [rowOf({ requestCount: id })] })],
    events: [coverageOf(minute, minute + 60)],
  });
}

describeWithPostgres("a target's part of a team's store", function () {
  this.timeout(60_000);
  const network = new Network(networkPath);
  const opened: { close(): unknown }[] = [];
  let address: PostgresAddress;
  let targets = 0;
  let settings: ServerSettings;

  before(async () => {
    address = await newPostgresDatabase();
  });
  beforeEach(() => {
    targets += 1;
    settings = { ...settingsOf(address), target: `t${targets}` };
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  after(() => network.end());

  async function open(
    clock = new ManualClock(monday * 1000),
    of: ServerSettings = settings,
  ): Promise<TeamDatabase> {
    const database = new TeamDatabase({ settings: of, network, clock });
    await database.connect();
    opened.push(database);
    return database;
  }

  async function requests(of: ServerSettings = settings): Promise<number> {
    const reading = new TeamReading(network, of);
    opened.push(reading);
    const span = { from: 0, to: monday + 1000 * daySeconds, excludedEndpoints: [] };
    deepEqual(await reading.read(checkDatabase), []);
    return (await reading.read((connection) => readSummary(connection, span))).requests;
  }

  async function faultOf(call: Promise<unknown>): Promise<StoreFault | null> {
    return call.then(
      () => null,
      (error: unknown) => storeFaultOf(error),
    );
  }

  /** Ends every session of ours on the server, as its restart would. */
  async function endSessions(): Promise<void> {
    const client = new Client(address);
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
       WHERE application_name LIKE 'MockForge Analytics %'`,
    );
    await client.end();
  }

  it('is not written as all targets of a workspace together', async () => {
    await rejects(open(undefined, { ...settings, target: null }), (error) => {
      deepEqual(storeFaultOf(error), { kind: 'workspace_only_read', store: settings.shown });
      return true;
    });
  });

  it('gives back what was committed, and has a batch once however often it comes', async () => {
    const database = await open();
    equal(await database.loadState(), undefined);
    await database.commit(numbered(1));
    await database.commit(numbered(1));
    await database.commit(numbered(2));
    deepEqual([await database.loadState(), database.savedBatchId], ['state 2', 2]);
    deepEqual(
      (await database.coveredSpans()).map(({ from, to }) => [from - monday, to - monday]),
      [
        [60, 120],
        [120, 180],
      ],
    );
    equal(await requests(), 3);
  });

  it('is of one target: others commit beside it and see nothing of it', async () => {
    const [one, other] = [await open(), await open(undefined, { ...settings, target: 'other' })];
    for (const database of [one, other]) await database.loadState();
    await Promise.all([one.commit(numbered(3)), other.commit(numbered(4))]);
    deepEqual([await requests(), await requests({ ...settings, target: 'other' })], [3, 4]);
  });

  it('has one collector, who is named, and another that takes over when that one is gone', async () => {
    const first = await open();
    await first.loadState();
    await first.commit(numbered(1));
    const clock = new ManualClock(monday * 1000);
    const second = await open(clock);
    const me = { process: process.pid, host: hostname() };
    const elsewhere: StoreFault = {
      kind: 'store_collected_elsewhere',
      store: settings.shown,
      collector: `process ${me.process} on ${me.host}`,
    };
    deepEqual(second.opened.notices, [elsewhere]);
    deepEqual(await second.otherCollector(), me);
    deepEqual(await faultOf(second.loadState()), elsewhere);
    deepEqual(await faultOf(second.commit(numbered(2))), elsewhere);
    clock.advance(beatMs);
    deepEqual(await second.otherCollector(), me);
    await first.close();
    clock.advance(beatMs);
    deepEqual([await second.otherCollector(), second.opened.notices], [null, []]);
    equal((await faultOf(second.commit(numbered(2))))?.kind, 'opened_anew');
    equal(await second.loadState(), 'state 1');
    await second.commit(numbered(2));
    equal(await requests(), 3);
  });

  it('goes on after its sessions ended, from what was committed, and says so', async () => {
    const database = await open();
    await database.loadState();
    await database.commit(numbered(1));
    await endSessions();
    equal((await faultOf(database.commit(numbered(2))))?.kind, 'connection_lost');
    equal((await faultOf(database.commit(numbered(2))))?.kind, 'opened_anew');
    equal(await database.loadState(), 'state 1');
    await database.commit(numbered(2));
    equal(await requests(), 3);
  });

  it('is read on after the reading session ended meanwhile', async () => {
    const database = await open();
    await database.loadState();
    await database.commit(numbered(5));
    const reading = new TeamReading(network, settings);
    opened.push(reading);
    const span = { from: monday, to: monday + 3600, excludedEndpoints: [] };
    const read = async (): Promise<number> =>
      (await reading.read((connection) => readSummary(connection, span))).requests;
    equal(await read(), 5);
    await endSessions();
    equal(await read(), 5);
  });

  it('leaves collecting to others while it is not to collect, and takes it back to write', async () => {
    const clock = new ManualClock(monday * 1000);
    const one = await open(clock);
    await one.loadState();
    await one.commit(numbered(1));
    await one.setCollecting(false);
    clock.advance(beatMs);
    clock.advance(beatMs);
    const other = await open();
    deepEqual([await other.otherCollector(), other.opened.notices], [null, []]);
    await other.close();
    equal(await one.otherCollector(), null);
    await one.backfill({ committedAt: monday * 1000, minutes: [], events: [] });
  });

  it('has sessions marked by whoever wants to, while another collects', async () => {
    const collector = await open();
    await collector.loadState();
    const other = await open();
    deepEqual(await other.startSession('load', monday), { name: 'load', from: monday, to: null });
    await rejects(other.startSession('load', monday + 1), /session_running/);
    deepEqual(await other.endSession('load', monday + 60), {
      name: 'load',
      from: monday,
      to: monday + 60,
    });
    await collector.commit(numbered(1));
  });

  it('deletes what is old, and everything, of its target alone', async () => {
    const other = { ...settings, target: 'kept' };
    const [database, beside] = [await open(), await open(undefined, other)];
    for (const one of [database, beside]) {
      await one.loadState();
      await one.commit(numbered(1));
      await one.commit(numbered(2, monday + daySeconds));
    }
    const batch = batchOf(3, { state: 'state 3', committedAt: (monday + 2 * daySeconds) * 1000 });
    await database.erase({ before: monday + daySeconds, batch });
    deepEqual([await requests(), await database.loadState()], [2, 'state 3']);
    await database.erase({ before: null, batch: { ...batch, id: 4, state: 'state 4' } });
    deepEqual([await requests(), await database.loadState()], [0, 'state 4']);
    equal(await requests(other), 3);
  });

  it('keeps what the periods say, and drops days that have expired as a whole', async () => {
    const now = monday + 21 * daySeconds;
    const database = await open(new ManualClock(now * 1000));
    await database.loadState();
    for (const [id, day] of [0, 1, 20].entries()) {
      await database.commit(numbered(id + 1, monday + day * daySeconds));
    }
    const policy = { ...defaultRetention, maxSizeMb: 1 };
    for (;;) {
      const { rows, notice } = await database.retain({
        now,
        policy,
        everySeconds: 0,
      });
      equal(notice, null);
      if (rows === 0) break;
    }
    const reading = new TeamReading(network, settings);
    opened.push(reading);
    const sql = 'SELECT COUNT(*) AS n FROM metrics_aggregates_minute';
    const minutes = await reading.read((connection) => connection.first(sql)?.number('n'));
    equal(minutes, 1);
    deepEqual(await reading.read(checkDatabase), []);
  });
});
