import { deepEqual, equal } from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ServerSettings } from '../../../../src/store/postgres/serverSettings';
import { serverSettings } from '../../../../src/store/postgres/serverSettings';
import { TeamLocation } from '../../../../src/store/postgres/teamLocation';
import type { TrafficStore } from '../../../../src/store/trafficStore';
import { storeFaultOf } from '../../../../src/store/storeError';
import { certificateOf } from '../../../support/certificate';
import { folders } from '../../../support/databases';
import { numberedBatch } from '../../../support/numberedBatches';
import { networkPath, settingsOf } from '../../../support/postgresConnections';
import type { PostgresAddress } from '../../../support/postgresServer';
import {
  describeWithPostgres,
  newPostgresDatabase,
  PostgresServer,
} from '../../../support/postgresServer';
import { repositoryRoot } from '../../../support/repository';
import { monday } from '../support/batches';

/** What comes from a server is what `change` makes of it. With `swaps`, two clients each get the other's session. */
async function between(
  to: number,
  { change = (bytes: Buffer): Buffer => bytes, swaps = false },
): Promise<Server> {
  const nears: Socket[] = [];
  const ready = Buffer.from('5a0000000549', 'hex');
  let readyClients = 0;
  const server = createServer((near) => {
    const own = nears.push(near) - 1;
    const far = connect(to, '127.0.0.1');
    fars[own] = far;
    const end = (): void => {
      for (const socket of [near, far]) socket.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    let isReady = false;
    const isSwapped = (): boolean => swaps && readyClients >= 2 && own < 2;
    near.on('data', (bytes) => fars[isSwapped() ? 1 - own : own]?.write(bytes));
    far.on('data', (bytes) => {
      nears[isSwapped() ? 1 - own : own]?.write(change(bytes));
      if (!isReady && bytes.includes(ready)) {
        isReady = true;
        readyClients += 1;
      }
    });
  });
  const fars: Socket[] = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describeWithPostgres('a server that is not as it should be', function () {
  this.timeout(60_000);
  const folder = folders();
  let address: PostgresAddress;

  before(async () => {
    address = await newPostgresDatabase();
  });

  async function openedOf(settings: ServerSettings): Promise<TrafficStore> {
    const dist = join(repositoryRoot(), 'dist');
    const location = new TeamLocation(settings, {
      workerPath: join(dist, 'teamWorker.js'),
      queryWorkerPath: join(dist, 'teamQueryWorker.js'),
      networkPath,
      spoolFolder: await folder(),
    });
    return location.open(1);
  }

  /** Why a store cannot be opened; `open` where it can. */
  async function outcome(settings: ServerSettings): Promise<string> {
    try {
      await (await openedOf(settings)).close();
      return 'open';
    } catch (error) {
      return storeFaultOf(error)?.kind ?? String(error);
    }
  }

  async function through(options: Parameters<typeof between>[1]): Promise<string> {
    const server = await between(address.port, options);
    const { port } = server.address() as AddressInfo;
    try {
      return await outcome({ ...settingsOf(address), port });
    } finally {
      server.close();
    }
  }

  it('is used through a link that changes nothing', async () => {
    equal(await through({}), 'open');
  });

  it('is refused behind a pooler that gives each transaction another session', async () => {
    equal(await through({ swaps: true }), 'transaction_pooler');
  });

  it('is refused when it is older or newer than those that were tried', async () => {
    for (const number of ['140011', '190000']) {
      const change = (bytes: Buffer): Buffer =>
        bytes.includes('number\0')
          ? Buffer.from(bytes.toString('latin1').replace(/1\d{5}(?=\0)/, number), 'latin1')
          : bytes;
      equal(await through({ change }), 'server_version', number);
    }
  });

  it('stores the same whatever time zones it and its clients have', async () => {
    const of = await newPostgresDatabase();
    const client = new Client(of);
    await client.connect();
    await client.query(`ALTER DATABASE ${of.database} SET timezone = 'Asia/Kathmandu'`);
    await client.end();
    const store = await openedOf(settingsOf(of));
    try {
      await store.writer.loadState();
      // Of two days, the first of which is closed: 24 minutes an hour apart, and one of the next day.
      for (let id = 1; id <= 151; id += 6) await store.writer.commit(numberedBatch(id));
      const found = await store.reader.readSql(
        `SELECT date, MIN(timestamp) AS day, SUM(request_count) AS requests, MAX(peak_hour) AS peak
         FROM metrics_aggregates_day GROUP BY date`,
        10,
      );
      const requests = Array.from({ length: 24 }, (_, hour) => 30 * (1 + 6 * hour));
      deepEqual(
        found.columns.map(({ values }) => values[0]),
        ['2025-01-06', monday, requests.reduce((sum, each) => sum + each, 0), 23],
      );
      equal(await store.maintenance.check(), null);
    } finally {
      await store.close();
    }
  });

  describe('with TLS', () => {
    const known = certificateOf('localhost');
    const ofOther = certificateOf('db.example');
    let server: PostgresServer;
    let of: PostgresAddress;

    before(async () => {
      server = await PostgresServer.start();
      of = await server.newDatabase();
    });
    after(() => server.stop('immediate'));

    /** What comes of an address with a mode, where that certificate is trusted. */
    async function trusting(cert: string, mode: string): Promise<string> {
      const file = join(await folder(), 'root.crt');
      await writeFile(file, cert);
      const parameters = `sslmode=${mode}&sslrootcert=${encodeURIComponent(file)}`;
      const text = `postgres://${of.user}:${of.password}@localhost:${of.port}/${of.database}`;
      return outcome(serverSettings(`${text}?target=mock&${parameters}`, {}));
    }

    it('is used where its certificate is known and is of its name', async () => {
      equal(await trusting(known.cert, 'verify-full'), 'tls_missing');
      await server.speakTls(known);
      equal(await trusting(known.cert, 'verify-full'), 'open');
      equal(await trusting(ofOther.cert, 'verify-full'), 'tls_untrusted');
      equal(await trusting(ofOther.cert, 'require'), 'tls_untrusted');
      await server.speakTls(ofOther);
      equal(await trusting(ofOther.cert, 'verify-full'), 'tls_other_name');
      equal(await trusting(ofOther.cert, 'verify-ca'), 'open');
    });
  });
});
