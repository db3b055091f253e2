import { deepEqual, equal } from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Client } from 'pg';
import announceCommit from '../../../../sql/postgres/connection/announceCommit.sql';
import { CommitListener } from '../../../../src/store/postgres/commitListener';
import { Network } from '../../../../src/store/postgres/network';
import { networkPath, settingsOf } from '../../../support/postgresConnections';
import { describeWithPostgres, PostgresServer } from '../../../support/postgresServer';
import { ManualClock } from '../support/manualClock';

describeWithPostgres('a listener for commits', () => {
  const network = new Network(networkPath);
  let server: PostgresServer;
  let listener: CommitListener;
  let clock: ManualClock;
  let told: EventEmitter;
  before(async () => {
    server = await PostgresServer.start();
  });
  afterEach(() => {
    listener.close();
  });
  after(async () => {
    await network.end();
    await server.stop();
  });

  function listen(target: string | null = 't'): void {
    clock = new ManualClock();
    told = new EventEmitter();
    listener = new CommitListener({
      network,
      settings: { ...settingsOf(server.address('postgres')), workspace: 'w', target },
      application: 'tests',
      clock,
      onCommit: () => told.emit('commit'),
      onState: (fault) => told.emit('state', fault?.kind ?? null),
    });
  }

  const state = async (): Promise<unknown> => ((await once(told, 'state')) as unknown[])[0];

  async function query(sql: string): Promise<void> {
    const client = new Client(server.address('postgres'));
    await client.connect();
    await client.query(sql);
    await client.end();
  }
  const announce = (target: string, workspace = 'w'): Promise<void> =>
    query(
      `SELECT set_config('mockforge_analytics.workspace', '${workspace}', FALSE),
         set_config('mockforge_analytics.target', '${target}', FALSE);
       ${announceCommit}`,
    );

  it('hears of commits into its target, and of no other', async () => {
    listen();
    equal(await state(), null);
    let commits = 0;
    told.on('commit', () => (commits += 1));
    const heard = once(told, 'commit');
    await announce('another');
    await announce('t');
    await heard;
    equal(commits, 1);
  });

  it('hears of all targets of its workspace, and of no other, where it is of none', async () => {
    listen(null);
    const begun = once(told, 'commit');
    await state();
    await begun;
    let commits = 0;
    told.on('commit', () => (commits += 1));
    const heard = once(told, 'commit');
    await announce('t', 'v');
    await announce('another');
    await heard;
    equal(commits, 1);
  });

  it('listens again after its session was ended, and takes it that there was a commit meanwhile', async () => {
    listen();
    await state();
    const lost = state();
    await query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tests'",
    );
    equal(await lost, 'connection_lost');
    deepEqual(clock.waits, [500]);
    const again = state();
    const commit = once(told, 'commit');
    clock.advance(500);
    equal(await again, null);
    await commit;
  });

  it('listens again in another thread when that has ended', async () => {
    listen();
    await state();
    const lost = state();
    await network.end();
    equal(await lost, 'connection_lost');
    const again = state();
    clock.advance(500);
    equal(await again, null);
  });

  it('waits longer each time a server is not there, up to half a minute, and hears when it is', async () => {
    listen();
    await state();
    const lost = state();
    await server.stop();
    equal(await lost, 'connection_lost');
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const [wait = 0] = clock.waits;
      waits.push(wait);
      const refused = state();
      clock.advance(wait);
      equal(await refused, 'server_refuses');
    }
    deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    await server.startAgain();
    const listening = state();
    clock.advance(30_000);
    equal(await listening, null);
  });
});
