import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Client } from 'pg';
import {
  installPostgresPackages,
  postgresFolder,
  postgresSupported,
} from '../postgres/postgresPackages';
import { repositoryRoot } from './repository';

const run = promisify(execFile);

/** Where a database is and who may do everything in it. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Settings of postgresql.conf by name. */
export type PostgresSettings = Readonly<Record<string, string>>;

/** Nothing is kept over a crash of the machine, and tests need not wait for the disk. */
const quick: PostgresSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** For what is measured, or killed: each commit is on the disk when it is acknowledged. */
export const durable: PostgresSettings = { synchronous_commit: 'on' };

/** A PostgreSQL of its own on loopback, which ends with this process, however that ends. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #programs: string;
  readonly #user: UserIds | undefined;
  readonly #password: string;
  readonly #settings: PostgresSettings;
  #databases = 0;

  private constructor(place: Place, port: number, settings: PostgresSettings) {
    this.port = port;
    this.#folder = place.folder;
    this.#programs = place.programs;
    this.#user = place.user;
    this.#password = place.password;
    this.#settings = settings;
  }

  /**
   * Makes and starts one: some two seconds.
   * @throws Error with what initdb or pg_ctl says
   */
  static async start(settings: PostgresSettings = quick): Promise<PostgresServer> {
    await installPostgresPackages();
    const place = await newPlace();
    const server = new PostgresServer(place, await freePort(), settings);
    server.#keep();
    const passwordFile = join(place.folder, 'password');
    writeFileSync(passwordFile, place.password);
    if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
    await server.#run('initdb', [
      ...['--pgdata', server.#data, '--username', 'postgres', '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
    ]);
    await server.startAgain();
    return server;
  }

  /** Starts it once more after `stop`, with all that it holds, and with `more` settings. */
  async startAgain(more: PostgresSettings = {}): Promise<void> {
    const settings = {
      port: `${this.port}`,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '60',
      ...this.#settings,
      ...more,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    writeFileSync(join(this.#data, 'postgresql.auto.conf'), lines.join(''));
    await this.#run('pg_ctl', ['start', '--wait', '--pgdata', this.#data, '--log', this.#log]);
  }

  /** Has it speak TLS from now on, with a key and a certificate in PEM. */
  async speakTls({ key, cert }: { readonly key: string; readonly cert: string }): Promise<void> {
    await this.stop();
    for (const [name, text] of [
      ['server.key', key],
      ['server.crt', cert],
    ] as const) {
      const file = join(this.#data, name);
      writeFileSync(file, text, { mode: 0o600 });
      if (this.#user) chownSync(file, this.#user.uid, this.#user.gid);
    }
    await this.startAgain({ ssl: 'on' });
  }

  /** Stops it as `pg_ctl stop` does; `immediate` is as if it had crashed. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#run('pg_ctl', ['stop', '--wait', '--pgdata', this.#data, '--mode', mode]);
  }

  /** What it has logged. */
  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  address(database: string): PostgresAddress {
    const { port } = this;
    return { host: '127.0.0.1', port, user: 'postgres', password: this.#password, database };
  }

  /** A new database: empty, or a copy of another one, to which nobody may be connected. */
  async newDatabase(template = 'template0'): Promise<PostgresAddress> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    const client = new Client(this.address('postgres'));
    await client.connect();
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    } finally {
      await client.end();
    }
    return this.address(name);
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  get #log(): string {
    return join(this.#folder, 'server.log');
  }

  /** Has it stopped and its folder removed when this process is gone. */
  #keep(): void {
    const { uid = -1, gid = -1 } = this.#user ?? {};
    const stop = ['stop', '--pgdata', this.#data, '--mode', 'immediate'];
    const keeper = spawn(
      process.execPath,
      [
        ...[join(repositoryRoot(), 'out', 'test', 'postgres', 'keeper.js'), this.#folder],
        ...[`${uid}`, `${gid}`, join(this.#programs, 'pg_ctl'), ...stop],
      ],
      // Detached, so that Ctrl+C in a terminal does not reach it.
      { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    );
    keeper.unref();
    keeper.channel?.unref();
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const child = spawn(join(this.#programs, program), args, {
      cwd: this.#folder,
      // The server would keep a pipe open that it inherits.
      stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
      ...this.#user,
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code === 0) return;
    throw new Error(
      `${program} ended with ${code}: ${said}${program === 'pg_ctl' ? this.log() : ''}`,
    );
  }
}

let shared: Promise<PostgresServer> | undefined;

/** The server that the tests of this process share. */
export async function sharedPostgres(): Promise<PostgresServer> {
  shared ??= PostgresServer.start();
  return shared;
}

/** A new, empty database on the server that the tests of this process share. */
export async function newPostgresDatabase(): Promise<PostgresAddress> {
  return (await sharedPostgres()).newDatabase();
}

/** Tests that need a PostgreSQL: skipped, and said so, where there is no package of it for the machine. */
export function describeWithPostgres(title: string, tests: (this: Mocha.Suite) => void): void {
  if (postgresSupported()) describe(title, tests);
  else describe.skip(`${title} (no PostgreSQL for ${process.platform} ${process.arch})`, tests);
}

interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

interface Place {
  readonly folder: string;
  readonly programs: string;
  readonly user: UserIds | undefined;
  readonly password: string;
}

async function newPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = process.getuid?.() === 0 ? lesserUser() : undefined;
  if (user) chownSync(folder, user.uid, user.gid);
  const programs = await programsFor(user, folder);
  return { folder, programs, user, password: randomBytes(12).toString('hex') };
}

/** PostgreSQL refuses to run as root: who runs it then has to be in the list of users. */
function lesserUser(): UserIds {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "nobody" to run it as.');
}

/** Where the checkout lies in a folder that the user must not enter, as the home of root is, a copy is run. */
async function programsFor(user: UserIds | undefined, folder: string): Promise<string> {
  const own = join(postgresFolder, 'bin');
  try {
    await run(join(own, 'initdb'), ['--version'], { ...user });
    return own;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
    const copy = join(folder, 'postgresql');
    cpSync(postgresFolder, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    return join(copy, 'bin');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
