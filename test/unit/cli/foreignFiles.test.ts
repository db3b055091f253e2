import { deepEqual, equal, match } from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { migrations } from '../../../src/store/database/migrations';
import { folders, wasmPath } from '../../support/databases';
import { shopFile } from '../../support/shop';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { run } from './builtCli';

const nowhere = 'http://127.0.0.1:1';
const collect = ['collect', '--metrics-url', nowhere, '--duration', '1s'];
const backfill = ['backfill', '--prometheus-url', nowhere, '--from', '1', '--to', '600'];
const query = ['query', '--sql', 'SELECT 1'];

/** Every command that takes a database. */
const commands: readonly (readonly string[])[] = [
  collect,
  ['collect', '--from-recording', shopFile],
  backfill,
  query,
  ['export', '--format', 'csv', '--out', 'out.csv'],
  ['export', '--format', 'sqlite', '--out', 'out.sqlite'],
  ['maintain'],
  ['check'],
];

/** Things that are no database of ours, made in a folder under a name, and what is said of them. */
const things: readonly (readonly [string, (path: string) => unknown, RegExp])[] = [
  ['a text', (path) => writeFile(path, '# my notes\n'), /it is no SQLite database/],
  ['a long text', (path) => writeFile(path, 'my notes\n'.repeat(9999)), /it is no SQLite database/],
  ['bytes', (path) => writeFile(path, Buffer.alloc(8192)), /it is no SQLite database/],
  ['a recording', async (path) => writeFile(path, await readFile(shopFile)), /no SQLite database/],
  [
    "another program's database",
    (path) => foreign(path, 'CREATE TABLE songs (title TEXT)'),
    /is another program's database \(it has the table songs\)/,
  ],
  [
    'a database with nothing in it',
    (path) => foreign(path, 'PRAGMA user_version = 1'),
    /is another program's database \(it has no table\)/,
  ],
  [
    'a database whose log is in use',
    async (path) => {
      await foreign(path, 'CREATE TABLE songs (title TEXT)');
      await writeFile(`${path}-wal`, Buffer.alloc(9000, 1));
    },
    /Another program is writing to the database/,
  ],
  ['a folder', (path) => mkdir(path), /a folder is in its place/],
  ['a pipe', (path) => execFileSync('mkfifo', [path]), /a pipe is in its place/],
  ['a socket', (path) => socket(path), /a socket is in its place/],
  ['a link to nothing', (path) => symlink('none', path), /a link that leads nowhere is in its/],
  ['a link to itself', (path) => symlink(path, path), /a link that leads back to itself/],
  ['a link to a device', (path) => symlink('/dev/null', path), /a device is in its place/],
];

async function foreign(path: string, sql: string): Promise<void> {
  const engine = await initSqlJs();
  const database = new engine.Database();
  database.run(sql);
  await writeFile(path, database.export());
  database.close();
}

async function socket(path: string): Promise<void> {
  const server = createServer().listen(path);
  await once(server, 'listening');
  server.unref();
}

/** Everything in a folder: kind and number of each thing, and what is in the files. */
async function contents(folder: string): Promise<unknown> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const stat = await lstat(join(folder, name));
      const bytes = stat.isFile() ? await readFile(join(folder, name), 'base64') : '';
      return [name, stat.ino, stat.mode, stat.mtimeMs, bytes];
    }),
  );
}

describe('A --db that is no database of ours', function () {
  this.timeout(120_000);
  const folder = folders();

  async function assertRefused(
    words: readonly string[],
    where: string,
    message: RegExp,
  ): Promise<void> {
    const [name = '', ...rest] = words.map((word) =>
      word.startsWith('out.') ? join(where, word) : word,
    );
    const { code, out, err } = await run([name, ...rest, '--db', join(where, 'thing')]);
    deepEqual([code, out, err.trimEnd().split('\n').length], [1, '', 1], err);
    match(err, message);
  }

  for (const [what, make, message] of things) {
    it(`but ${what} is refused in one line, and nothing is touched`, async function () {
      if (process.platform === 'win32') this.skip();
      const where = await folder();
      await make(join(where, 'thing'));
      const before = await contents(where);
      for (const words of [collect, backfill, query]) await assertRefused(words, where, message);
      deepEqual(await contents(where), before);
    });
  }

  it('is refused by every command', async () => {
    const where = await folder();
    await writeFile(join(where, 'thing'), '# my notes\n');
    const before = await contents(where);
    for (const words of commands) await assertRefused(words, where, /it is no SQLite database/);
    deepEqual(await contents(where), before);
  });

  it('may be open in its program, which notices nothing', async function () {
    const where = await folder();
    const thing = join(where, 'thing');
    const tool = spawn('sqlite3', [thing], { stdio: ['pipe', 'pipe', 'inherit'] });
    const isThere = await Promise.race([
      once(tool, 'spawn').then(() => true),
      once(tool, 'error').then(() => false),
    ]);
    if (!isThere) this.skip();
    const say = async (sql: string): Promise<string> => {
      tool.stdin.write(`${sql}\n`);
      const [answer] = (await once(tool.stdout, 'data')) as [Buffer];
      return answer.toString();
    };
    await say('CREATE TABLE songs (title TEXT); SELECT 1;');
    await assertRefused(collect, where, /is another program's database/);
    equal(await say("INSERT INTO songs VALUES ('a'); SELECT COUNT(*) FROM songs;"), '1\n');
    tool.stdin.end();
    await once(tool, 'close');
    deepEqual(await readdir(where), ['thing']);
    equal(execFileSync('sqlite3', [thing, 'SELECT title FROM songs'], { encoding: 'utf8' }), 'a\n');
  });

  it('but a damaged one stays where it is', async () => {
    const where = await folder();
    const thing = join(where, 'thing');
    await (await WholeDatabase.open({ file: thing, wasmPath })).close();
    const bytes = await readFile(thing);
    for (const damaged of [bytes.subarray(0, 40_960), Buffer.from(bytes).fill(0xff, 100, 9000)]) {
      await writeFile(thing, damaged);
      const before = await contents(where);
      for (const words of [collect, query, ['maintain']]) {
        await assertRefused(words, where, /its end is missing|SQLite says/);
      }
      deepEqual(await contents(where), before);
    }
  });

  it('but a file beside a new one that has a name we need is refused as well', async () => {
    const where = await folder();
    await writeFile(join(where, 'thing-sidecar'), 'mine');
    const before = await contents(where);
    await assertRefused(collect, where, /thing-sidecar is not one of our files.* Move it away/);
    deepEqual(await contents(where), before);
  });

  it('is none where the recording is missing, and none is made', async () => {
    const where = await folder();
    const words = ['collect', '--from-recording', join(where, 'none')];
    await assertRefused(words, where, /^The recording .*none cannot be read/);
    deepEqual(await readdir(where), []);
  });

  it('may be what has the tables of the design, to be queried', async () => {
    const where = await folder();
    const thing = join(where, 'thing');
    const [design] = migrations;
    await foreign(
      thing,
      `${design.sql}; INSERT INTO error_events (timestamp, protocol) VALUES (7, 'x')`,
    );
    const before = await contents(where);
    const sql = 'SELECT timestamp FROM error_events';
    const { out } = await run(['query', '--db', thing, '--sql', sql, '--format', 'csv']);
    equal(out, 'timestamp\n7\n');
    for (const words of [collect, ['maintain'], ['check']]) {
      await assertRefused(words, where, /another program made them, so it can only be queried/);
    }
    deepEqual(await contents(where), before);
  });

  it('is refused where its user may not read or write it', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const where = await folder();
    const thing = join(where, 'thing');
    await (await WholeDatabase.open({ file: thing, wasmPath })).close();
    // As root may do everything, somebody else tries it; workers are what the process is.
    const asNobody = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
      if (isMainThread) { process.setgid(65534); process.setuid(65534); }`;
    execFileSync('chmod', ['777', where]);
    for (const [mode, words, message] of [
      ['000', collect, /cannot be read: permission was denied/],
      ['000', query, /cannot be read: permission was denied/],
      ['444', collect, /can only be read here, not written: permission was denied/],
      ['444', ['maintain'], /can only be read here, not written: permission was denied/],
      ['444', backfill, /can only be read here, not written: permission was denied/],
    ] as const) {
      execFileSync('chmod', [mode, thing]);
      const before = await contents(where);
      const outcome = await run([...words, '--db', thing], undefined, ['--import', asNobody]);
      equal(outcome.code, 1, outcome.err);
      match(outcome.err, message);
      deepEqual(await contents(where), before, `${mode} ${words[0]}`);
    }
  });
});
