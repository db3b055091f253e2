import { deepEqual, equal, match } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../src/collector/systemClock';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import type { Outcome } from './builtCli';
import { codeOf, run, start } from './builtCli';

interface ListedSession {
  readonly name: string;
  readonly from: string;
  readonly to: string | null;
}

describe('The command dist/cli.js run', function () {
  this.timeout(60_000);
  const folder = folders();
  let model: MockForgeModel;
  let server: MockForgeServer;
  /** Where the mocks are asked for; a request for /500 fails. */
  let mocks: Server;
  let db: string;

  beforeEach(async () => {
    model = new MockForgeModel(systemClock.now());
    server = await MockForgeServer.start(model, systemClock);
    mocks = createServer((request, response) => {
      const status = request.url === '/500' ? 500 : 200;
      model.serve({ at: systemClock.now(), status });
      response.writeHead(status, { connection: 'close' }).end();
    }).listen(0, '127.0.0.1');
    await once(mocks, 'listening');
    db = join(await folder(), 'a.sqlite');
  });
  afterEach(async () => {
    mocks.close();
    await server.stop();
  });

  const running = (...command: readonly string[]): string[] => [
    ...['run', '--name', 'smoke', '--db', db],
    ...['--metrics-url', server.metricsUrl, '--admin-url', server.adminUrl, '--', ...command],
  ];

  const program = (script: string): string[] => running(process.execPath, '-e', script);

  /** A program that asks for some paths, one after the other, and does something then. */
  function asking(paths: readonly string[], then: string): string[] {
    const { port } = mocks.address() as AddressInfo;
    return program(`(async () => {
      for (const path of ${JSON.stringify(paths)}) await fetch('http://127.0.0.1:${port}' + path);
      ${then}
    })()`);
  }

  async function sessions(): Promise<readonly ListedSession[]> {
    const { out, err } = await run(['session', 'list', '--db', db, '--format', 'json']);
    equal(err, '');
    return JSON.parse(out) as ListedSession[];
  }

  async function requestsOf(session: string): Promise<Outcome> {
    const sql = `SELECT SUM(request_count) AS n FROM metrics_aggregates_minute
      WHERE timestamp >= :from AND timestamp < :to`;
    return run(['query', '--db', db, '--session', session, '--sql', sql, '--format', 'csv']);
  }

  /** Resolves when the command behind it has said something. */
  async function said({ stdout }: ChildProcess, what: string): Promise<void> {
    for (let heard = ''; !heard.includes(what);) {
      const [piece] = (await once(stdout!, 'data')) as [Buffer];
      heard += piece.toString();
    }
  }

  async function assertPlain(): Promise<void> {
    deepEqual(await readdir(dirname(db)), ['a.sqlite']);
    equal((await run(['check', '--db', db])).out, 'ok\n');
  }

  it('counts all that its command asked for, and passes its outputs on', async () => {
    const { code, out, err } = await run(
      asking(['/1', '/2', '/3', '/500'], `console.log('done'); console.error('told')`),
    );
    deepEqual([code, out], [0, 'done\n'], err);
    match(err, /^told\nSession “smoke”: 4 requests, 1 of which failed, p95 \S+\sms\.\n$/);
    const [session, ...others] = await sessions();
    deepEqual([session?.name, session?.to === null, others.length], ['smoke', false, 0]);
    equal((await requestsOf('smoke')).out, 'n\n4\n');
    await assertPlain();
  });

  it('says what of its first minute came before the command', async () => {
    model.serve({ at: systemClock.now() }, { at: systemClock.now() });
    const { err } = await run(asking(['/1'], ''));
    // Where a minute has just begun they are in the one before.
    match(
      err,
      /^Session “smoke”: (?:3 requests, .* 2 of the requests came before the command, in the minute in which it started\.|1 requests, .*)\n$/,
    );
  });

  it('passes its input on, and ends with the exit code of a command that failed', async () => {
    const child = start(program(`process.stdin.pipe(process.stdout); process.exitCode = 7`), [
      'pipe',
      'pipe',
      'pipe',
    ]);
    const out = text(child.stdout!);
    child.stdin!.end('from outside');
    equal(await codeOf(child), 7);
    equal(await out, 'from outside');
    equal((await sessions())[0]?.to === null, false);
  });

  it('ends with 128 and the number of the signal that killed its command', async function () {
    if (process.platform === 'win32') this.skip();
    const { code, err } = await run(program(`process.kill(process.pid, 'SIGKILL')`));
    equal(code, 137, err);
    await assertPlain();
  });

  for (const [signal, handled] of [
    ['SIGINT', 'handles'],
    ['SIGTERM', 'handles'],
    ['SIGHUP', 'handles'],
    ['SIGTERM', 'dies of'],
  ] as const) {
    it(`passes ${signal} on to a command that ${handled} it, and keeps what was counted`, async function () {
      if (process.platform === 'win32') this.skip();
      const handler = `process.once('${signal}', () => { console.log('heard'); process.exit(5); });`;
      const child = start(
        asking(
          ['/1', '/2'],
          `${handled === 'handles' ? handler : ''} setInterval(() => {}, 1000); console.log('ready')`,
        ),
      );
      const err = text(child.stderr!);
      await said(child, 'ready');
      child.kill(signal);
      equal(await codeOf(child), handled === 'handles' ? 5 : 143);
      match(await err, /^Session “smoke”: 2 requests/);
      await assertPlain();
    });
  }

  it('ends with 127 where there is no such program, and with 126 where it is none', async () => {
    const missing = await run(running('no-such-program'));
    deepEqual([missing.code, missing.out], [127, '']);
    match(missing.err, /There is no program no-such-program\.\n$/);
    const folderOfOurs = await run(running(dirname(db)));
    equal(folderOfOurs.code, 126);
    match(folderOfOurs.err, /cannot be run: /);
    deepEqual(
      (await sessions()).map(({ to }) => to === null),
      [false, false],
    );
  });

  it('ends with 125 where it is called wrongly, and starts nothing', async () => {
    const began = join(dirname(db), 'began');
    const touch = [process.execPath, '-e', `require('fs').writeFileSync('${began}', '')`];
    const address = ['--metrics-url', server.metricsUrl];
    for (const [words, message] of [
      [['run', '--db', db, ...address, '--', ...touch], /^--name is missing\.\n/],
      [['run', '--name', ' ', '--db', db, ...address, '--', ...touch], /^--name is blank\.\n/],
      [['run', '--name', 'a', '--db', db, ...address], /^Write the command behind --/],
      [['run', '--name', 'a', '--db', db, ...address, ...touch], /^Write the command behind --/],
      [
        ['run', '--nmae', 'a', '--', ...touch],
        /^There is no option --nmae\. Did you mean --name\?/,
      ],
    ] as const) {
      const { code, err } = await run(words);
      equal(code, 125, err);
      match(err, message);
    }
    equal(existsSync(began), false);
  });

  it('runs its command where the server does not answer, and ends with 125 if that succeeds', async () => {
    await server.closeMetrics();
    await server.closeAdmin();
    const { code, out, err } = await run(program(`console.log('ran')`));
    deepEqual([code, out], [125, 'ran\n']);
    match(err, /^No answer from 127\.0\.0\.1:\d+: /);
    match(err, /\nThe command runs all the same\. Collecting begins when the server answers\.\n/);
    match(err, /\nNothing was collected\. No answer from .*\n$/);
    equal((await run(program('process.exit(3)'))).code, 3);
  });

  it('collects from a server that its command starts', async () => {
    await server.closeMetrics();
    const child = start(program(`console.log('ready'); process.stdin.resume()`), [
      'pipe',
      'pipe',
      'pipe',
    ]);
    const err = text(child.stderr!);
    await said(child, 'ready');
    await server.openMetrics();
    model.serve({ at: systemClock.now() });
    child.stdin!.end();
    equal(await codeOf(child), 0, await err);
    match(await err, /\nSession “smoke”: 1 requests, 0 of which failed/);
  });

  it('starts nothing while another process collects, or a session of the name is running', async function () {
    if (process.platform === 'win32') this.skip();
    const collector = start([
      ...['collect', '--db', db, '--metrics-url', server.metricsUrl],
      ...['--admin-url', server.adminUrl],
    ]);
    await once(collector.stderr!, 'data');
    const beside = await run(program(`console.log('ran')`));
    deepEqual([beside.code, beside.out], [125, ''], beside.err);
    match(beside.err, /\nrun collects by itself\. /);
    collector.kill('SIGTERM');
    await codeOf(collector);
    equal((await run(['session', 'start', '--db', db, '--name', 'smoke'])).code, 0);
    const again = await run(program(`console.log('ran')`));
    deepEqual([again.code, again.out], [125, ''], again.err);
    match(again.err, /The session “smoke” is running already\. End it first/);
  });
});
