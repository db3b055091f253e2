import { equal, match, ok, throws } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Network } from '../../../../src/store/postgres/network';
import { PostgresConnection } from '../../../../src/store/postgres/postgresConnection';
import { ServerError } from '../../../../src/store/postgres/serverError';
import type { StoreFault } from '../../../../src/store/storeFault';
import { folders } from '../../../support/databases';
import { networkPath, postgresConnections, settingsOf } from '../../../support/postgresConnections';
import {
  describeWithPostgres,
  newPostgresDatabase,
  PostgresServer,
} from '../../../support/postgresServer';
import type { PostgresAddress } from '../../../support/postgresServer';

/**
 * A link to a server whose other end runs in a thread of its own, since whoever asks waits with this one. What it is told
 * to do has a space, which no random text of a handshake has.
 */
class Link {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** To a server that never answers where no port is given. @returns the link, and the port at which it begins */
  static async open(port?: number): Promise<{ readonly link: Link; readonly port: number }> {
    const script = `
      const { connect, createServer } = require('node:net');
      const { parentPort, workerData: to } = require('node:worker_threads');
      const sockets = [];
      let isHeld = false;
      const server = createServer((near) => {
        sockets.push(near.on('error', () => undefined));
        if (to === undefined) return;
        const far = connect(to, '127.0.0.1').on('error', () => undefined);
        sockets.push(far);
        near.on('data', (bytes) => void (isHeld || bytes.includes('is held') ? (isHeld = true) : far.write(bytes)));
        far.on('data', (bytes) => void (isHeld || near.write(bytes)));
        far.on('close', () => near.destroy());
        near.on('data', (bytes) => bytes.includes('is cut') && sockets.forEach((socket) => socket.resetAndDestroy()));
      }).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
    `;
    const worker = new Worker(script, { eval: true, workerData: port });
    const listening = await new Promise<number>((resolve) => {
      worker.once('message', resolve);
    });
    return { link: new Link(worker), port: listening };
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

describeWithPostgres('a connection to PostgreSQL that cannot be made or is lost', () => {
  const connect = postgresConnections();
  const folder = folders();
  const links: Link[] = [];
  let address: PostgresAddress;
  before(async () => {
    address = await newPostgresDatabase();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) await link.end();
  });

  async function linked(port?: number): Promise<PostgresAddress> {
    const opened = await Link.open(port);
    links.push(opened.link);
    return { ...address, port: opened.port };
  }

  function faultOf(work: () => unknown): StoreFault {
    try {
      work();
    } catch (error) {
      ok(error instanceof ServerError, String(error));
      ok(!error.message.includes(address.password));
      return error.fault;
    }
    throw new Error('Nothing failed.');
  }

  it('says why: the password, the database, no server, one that is silent', async () => {
    equal(faultOf(() => connect({ ...address, password: 'other' })).kind, 'password_wrong');
    equal(faultOf(() => connect({ ...address, database: 'other' })).kind, 'no_such_database');
    equal(faultOf(() => connect({ ...address, port: 1 })).kind, 'server_refuses');
    const silent = { ...settingsOf(await linked()), connectTimeoutMs: 200 };
    equal(faultOf(() => connect(address, { settings: silent })).kind, 'server_silent');
  });

  it('fails at once, and from then on, when the link is cut', async () => {
    const connection = connect(await linked(address.port));
    equal(connection.first('SELECT 1 AS n')?.number('n'), 1);
    equal(faultOf(() => connection.first("SELECT 'is cut'")).kind, 'connection_lost');
    equal(faultOf(() => connection.first('SELECT 1')).kind, 'connection_lost');
    equal(
      faultOf(() => {
        connection.transaction(() => {
          connection.run('SELECT 1');
        });
      }).kind,
      'connection_lost',
    );
  });

  it('fails when the server says nothing any more for as long as it may', async () => {
    const connection = connect(await linked(address.port), { silentSeconds: 2 });
    connection.first('SELECT 1');
    const fault = faultOf(() => connection.first("SELECT 'is held'"));
    match(JSON.stringify(fault), /connection_lost.*said nothing for 2 s/);
  });

  it('fails when the server stops, however that happens, and another one can be made after it', async () => {
    const server = await PostgresServer.start();
    for (const mode of ['fast', 'immediate'] as const) {
      const connection = connect(server.address('postgres'));
      connection.first('SELECT 1');
      await server.stop(mode);
      equal(faultOf(() => connection.first('SELECT 1')).kind, 'connection_lost');
      equal(faultOf(() => connect(server.address('postgres'))).kind, 'server_refuses');
      await server.startAgain();
      equal(connect(server.address('postgres')).first('SELECT 1 AS n')?.number('n'), 1);
    }
    await server.stop();
  });

  describe('by its network thread', () => {
    const open = (path: string): PostgresConnection =>
      new PostgresConnection(new Network(path), {
        settings: settingsOf(address),
        application: 'tests',
        statementSeconds: 30,
      });

    async function threadOf(script: string): Promise<string> {
      const path = join(await folder(), 'thread.js');
      await writeFile(path, script);
      return path;
    }

    it('fails at once when that cannot be loaded', async () => {
      const missing = join(await folder(), 'none.js');
      match(JSON.stringify(faultOf(() => open(missing))), /thread has ended: Cannot find module/);
      const broken = await threadOf('this is no script');
      match(JSON.stringify(faultOf(() => open(broken))), /thread has ended/);
    });

    it('fails at once when that ends, or throws', async () => {
      const onConnection = "require('node:worker_threads').parentPort.on('message', () => ";
      const ending = await threadOf(`${onConnection} process.exit(0));`);
      match(JSON.stringify(faultOf(() => open(ending))), /thread has ended/);
      const throwing = await threadOf(`${onConnection} { throw new Error('out of order'); });`);
      match(JSON.stringify(faultOf(() => open(throwing))), /thread has ended: out of order/);
    });

    it('works with a new one after that', async () => {
      const network = new Network(networkPath);
      const options = { settings: settingsOf(address), application: 'tests', statementSeconds: 30 };
      new PostgresConnection(network, options).close();
      await network.end();
      const connection = new PostgresConnection(network, options);
      equal(connection.first('SELECT 1 AS n')?.number('n'), 1);
      connection.close();
      await network.end();
      throws(() => connection.first('SELECT 1'), { name: 'StoreError' });
    });
  });
});
