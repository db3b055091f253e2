import { join } from 'node:path';
import { minuteSeconds } from '../src/domain/time';
import { Network } from '../src/store/postgres/network';
import type { ServerSettings } from '../src/store/postgres/serverSettings';
import { TeamDatabase } from '../src/store/postgres/teamDatabase';
import { postgresSupported } from '../test/postgres/postgresPackages';
import { durable, PostgresServer } from '../test/support/postgresServer';
import type { PostgresAddress } from '../test/support/postgresServer';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { minuteCommits } from './load/minuteCommits';
import { loadEnd } from './load/periods';
import type { Rounds } from './store/rounds';
import { fullRounds, smokeRounds } from './store/rounds';
import { alone, median, timesPeer } from './store/rows';
import { CopiedMinute } from './team/copiedMinute';
import { SlowLink } from './team/slowLink';

const roundTripMs = 20;
const mostOverLinkMs = 1000;
const peerName = 'the same rows by COPY and one COMMIT';

/** A team's store on a PostgreSQL that waits for the disk with each commit, beside what PostgreSQL itself can do. */
export async function benchTeam(_: number, isSmoke: boolean): Promise<BenchRow[]> {
  if (!postgresSupported()) {
    console.log('Skipped the team: there is no package of PostgreSQL for this machine.');
    return [];
  }
  const rounds = isSmoke ? smokeRounds : fullRounds;
  const server = await PostgresServer.start(durable);
  const network = new Network(join(repositoryRoot(), 'dist', 'networkThread.js'));
  const address = await server.newDatabase();
  const link = await SlowLink.open(server.port, roundTripMs);
  try {
    return [
      await benchMinute(network, address, rounds),
      await benchLink(network, { ...address, port: link.port }, rounds),
    ];
  } finally {
    await link.close();
    await network.end();
    await server.stop();
  }
}

async function benchMinute(
  network: Network,
  address: PostgresAddress,
  rounds: Rounds,
): Promise<BenchRow> {
  const target = 'near';
  const collector = await Collector.open(network, address, target);
  const copied = await CopiedMinute.open(address);
  const times = { ours: [] as number[], peer: [] as number[] };
  let rows = 0;
  for (let round = 0; round < rounds.warmUps + rounds.counted; round += 1) {
    const { ms, minute } = await collector.nextMinute();
    const peer = await copied.copy(target, minute, `copy ${round}`);
    rows = await copied.rowsOf(target, minute);
    if (round < rounds.warmUps) continue;
    times.ours.push(ms);
    times.peer.push(peer);
  }
  await collector.close();
  await copied.close();
  const medians = { ours: median(times.ours), peer: median(times.peer) };
  return timesPeer(`durable minute of ${rows} rows, ms`, peerName, medians, 2);
}

async function benchLink(
  network: Network,
  address: PostgresAddress,
  rounds: Rounds,
): Promise<BenchRow> {
  const collector = await Collector.open(network, address, 'far');
  const times: number[] = [];
  for (let round = 0; round < rounds.warmUps + rounds.counted; round += 1) {
    const { ms } = await collector.nextMinute();
    if (round >= rounds.warmUps) times.push(ms);
  }
  await collector.close();
  const name = `durable minute over a link of ${roundTripMs} ms round trip, ms`;
  return alone(name, median(times), mostOverLinkMs);
}

/** Commits one minute of the load after the other into a target of a server. */
class Collector {
  readonly #database: TeamDatabase;
  #minutes = 0;

  private constructor(database: TeamDatabase) {
    this.#database = database;
  }

  static async open(
    network: Network,
    address: PostgresAddress,
    target: string,
  ): Promise<Collector> {
    const { host, port, user, password, database } = address;
    const settings: ServerSettings = {
      shown: `postgres://${host}:${port}/${database}`,
      ...{ host, port, user, password, database },
      ignoredPasswordFile: null,
      tls: null,
      connectTimeoutMs: 10_000,
      workspace: 'team',
      target,
    };
    const opened = new TeamDatabase({ settings, network });
    await opened.connect();
    await opened.loadState();
    return new Collector(opened);
  }

  async nextMinute(): Promise<{ readonly ms: number; readonly minute: number }> {
    this.#minutes += 1;
    const minute = loadEnd + this.#minutes * minuteSeconds;
    const batches = minuteCommits(minute, this.#minutes * 4);
    const start = performance.now();
    for (const batch of batches) await this.#database.commit(batch);
    return { ms: performance.now() - start, minute };
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
