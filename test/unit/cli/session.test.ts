import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../src/collector/systemClock';
import { databases, folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { batchOf, coverageOf, errorOf, minuteOf, monday, rowOf } from '../store/support/batches';
import { assertFails, codeOf, run, start } from './builtCli';

describe('The command dist/cli.js session', function () {
  this.timeout(60_000);
  const folder = folders();
  const newDatabase = databases();
  let db: string;

  beforeEach(async () => {
    db = join(await folder(), 'a.sqlite');
  });

  const session = (act: string, ...words: readonly string[]): ReturnType<typeof run> =>
    run(['session', act, '--db', db, ...words]);

  it('starts, ends and lists sessions', async () => {
    equal((await session('start', '--name', 'a')).err, 'Session “a” is running.\n');
    await assertFails(
      ['session', 'start', '--db', db, '--name', ' a '],
      /^The session “a” is running already\./,
    );
    equal((await session('start', '--name', 'b')).code, 0);
    const several = await session('end');
    deepEqual(
      [several.code, several.err],
      [1, 'Several sessions are running. Choose one with --name.\n  b\n  a\n'],
    );
    equal((await session('end', '--name', 'a')).err, 'Session “a” has ended.\n');
    equal((await session('end')).err, 'Session “b” has ended.\n');
    equal((await session('end')).err, 'No session is running.\n');
    await assertFails(
      ['session', 'end', '--db', db, '--name', 'a'],
      /^The session “a” has already/,
    );
    await assertFails(['session', 'end', '--db', db, '--name', 'c'], /^There is no session “c” to/);
    match(
      (await session('list')).out,
      /^name +from +to\n.*\nb +\d{4}-\S+Z +\d{4}-\S+Z\na +\d{4}-\S+Z +\d{4}-\S+Z\n$/,
    );
  });

  it('makes a database to start one in, but none to end or list any', async () => {
    await assertFails(['session', 'end', '--db', db], /^There is no database /);
    await assertFails(['session', 'list', '--db', db], /^There is no database /);
    equal(existsSync(db), false);
    equal((await session('start', '--name', 'a')).code, 0);
    equal(existsSync(db), true);
  });

  it('starts and ends them in a database that another process writes', async function () {
    if (process.platform === 'win32') this.skip();
    const model = new MockForgeModel(systemClock.now());
    const server = await MockForgeServer.start(model, systemClock);
    const collector = start([
      ...['collect', '--db', db, '--metrics-url', server.metricsUrl],
      ...['--admin-url', server.adminUrl],
    ]);
    await once(collector.stderr!, 'data');
    const started = await session('start', '--name', 'a');
    equal(started.code, 0, started.err);
    equal(started.err, 'Session “a” is running.\n');
    const again = await session('start', '--name', 'a');
    deepEqual([again.code, again.out], [1, '']);
    match(again.err, /The session “a” is running already\. /);
    equal((await session('end')).code, 0);
    collector.kill('SIGTERM');
    equal(await codeOf(collector), 0);
    await server.stop();
    match((await session('list')).out, /\na +\S+Z +\S+Z\n$/);
    deepEqual(await readdir(dirname(db)), ['a.sqlite']);
  });

  it('called wrongly says what it takes', async () => {
    for (const [words, message] of [
      [['session', '--db', db], /^Write session start, session end or session list\.\n/],
      [['session', 'begin', '--db', db], /^Write session start/],
      [['session', 'start', '--db', db], /^--name is missing\.\n/],
      [['session', 'list', '--db', db, '--format', 'csv'], /^--format csv is unknown\./],
    ] as const) {
      const { code, err } = await run(words);
      equal(code, 2);
      match(err, message);
    }
  });

  it('gives other commands their span', async () => {
    const database = await newDatabase();
    const minutes = [0, 60, 120, 180].map((at) =>
      minuteOf(monday + at, { rows: [rowOf({ requestCount: 1 + at / 60 })] }),
    );
    const errors = [errorOf({ timestamp: monday + 70 }), errorOf({ timestamp: monday + 190 })];
    await database.commit(
      batchOf(1, { minutes, errors, events: [coverageOf(monday, monday + 240)] }),
    );
    for (const [name, from, to] of [
      ['smoke', 61, 62],
      ['smoke', 130, 150],
      ['load', 61, 62],
      ['a@b', 61, 62],
    ] as const) {
      await database.startSession(name, monday + from);
      await database.endSession(name, monday + to);
    }
    await database.flush();
    const file = database.opened.file;
    const counted = async (name: string): Promise<string> => {
      const sql = `SELECT SUM(request_count) AS n FROM metrics_aggregates_minute
        WHERE timestamp >= :from AND timestamp < :to`;
      const words = ['query', '--db', file, '--sql', sql, '--format', 'csv', '--session', name];
      const { out, err } = await run(words);
      equal(err, '');
      return out;
    };
    const iso = (at: number): string => new Date((monday + at) * 1000).toISOString();
    // The newest, and the one that ran at a time.
    equal(await counted('smoke'), 'n\n3\n');
    equal(await counted(`smoke@${iso(61)}`), 'n\n2\n');
    equal(await counted('a@b'), 'n\n2\n');
    const unknown = await run(['query', '--db', file, '--sql', 'SELECT 1', '--session', 'smok']);
    deepEqual(
      [unknown.code, unknown.err],
      [1, 'There is no session smok. Sessions:\n  smoke\n  a@b\n  load\n'],
    );
    await assertFails(
      ['query', '--db', file, '--sql', 'SELECT 1', '--session', `smoke@${iso(100)}`],
      /^ {2}load$/,
    );

    const out = join(await folder(), 'errors.csv');
    const exporting = [
      'export',
      '--db',
      file,
      '--out',
      out,
      '--format',
      'csv',
      '--table',
      'errors',
    ];
    equal((await run([...exporting, '--session', `smoke@${iso(61)}`])).code, 0);
    equal((await readFile(out, 'utf8')).trimEnd().split('\n').length, 2);
    await rm(out);
    const both = await run([...exporting, '--session', 'smoke', '--from', '1']);
    equal(both.code, 2);
    match(both.err, /^--session is a span already: leave --from and --to out\./);
  });
});
