import { deepEqual, equal, match } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { readdir, watch } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../src/collector/systemClock';
import { sidecarPath } from '../../../src/store/file/sidecar';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { shopClients, shopFile } from '../../support/shop';
import { codeOf, run, start } from './builtCli';

const requests = 'SELECT SUM(request_count) AS n FROM metrics_aggregates_minute';

/** Sends a signal as soon as somebody listens for it. */
function sentAtOnce(signal: NodeJS.Signals): string {
  return `data:text/javascript,process.on('newListener', (name) => {
    if (name === '${signal}') process.nextTick(() => process.kill(process.pid, name));
  });`;
}

describe('A signal to dist/cli.js', function () {
  this.timeout(30_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  const folder = folders();
  let model: MockForgeModel;
  let server: MockForgeServer;
  let db: string;
  beforeEach(async () => {
    model = new MockForgeModel(systemClock.now());
    server = await MockForgeServer.start(model, systemClock);
    db = join(await folder(), 'a.sqlite');
  });
  afterEach(() => server.stop());

  function collect(...more: readonly string[]): readonly string[] {
    const { metricsUrl, adminUrl } = server;
    const words = ['--metrics-url', metricsUrl, '--admin-url', adminUrl, '--db', db];
    return ['collect', ...words, ...more];
  }

  /** Resolves when the command has said something. */
  async function said(child: ChildProcess, what: string): Promise<void> {
    for (let heard = ''; !heard.includes(what);) {
      const [piece] = (await once(child.stderr!, 'data')) as [Buffer];
      heard += piece.toString();
    }
  }

  /** Resolves when so many bytes wait beside the database. */
  async function written(bytes: number): Promise<void> {
    const file = sidecarPath(db);
    for await (const { filename } of watch(dirname(db))) {
      if (filename === basename(file) && existsSync(file) && statSync(file).size >= bytes) return;
    }
  }

  async function assertPlain(): Promise<void> {
    deepEqual(await readdir(dirname(db)), ['a.sqlite']);
    equal((await run(['check', '--db', db])).out, 'ok\n');
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`${signal} ends collecting with what is counted until then, and leaves a plain file`, async () => {
      const child = start(collect());
      await said(child, 'Collecting from');
      model.serve(...Array.from({ length: 7 }, () => ({ at: systemClock.now() })));
      child.kill(signal);
      equal(await codeOf(child), 0);
      await assertPlain();
      equal((await run(['query', '--db', db, '--sql', requests, '--format', 'csv'])).out, 'n\n7\n');
    });

    it(`${signal} while it is still starting leaves a plain file too`, async () => {
      const { code, err } = await run(collect(), undefined, ['--import', sentAtOnce(signal)]);
      equal(code, 0, err);
      await assertPlain();
    });
  }

  it('ends the reading of a recording, which goes on where it was when it is read again', async function () {
    this.timeout(60_000);
    const words = ['collect', '--from-recording', shopFile, '--db', db];
    const child = start(words);
    const err = text(child.stderr!);
    await written(1_000_000);
    child.kill('SIGHUP');
    equal(await codeOf(child), 1);
    equal(await err, 'Stopped. Run the command again to continue.\n');
    await assertPlain();
    const first = await run(['query', '--db', db, '--sql', requests, '--format', 'csv']);
    const stored = Number(first.out.split('\n')[1]);
    const clients = shopClients().length;
    equal(stored > 0 && stored < clients, true, `${stored} of ${clients}`);
    // The recorder's own read of the server is no client's.
    const again = await run(words);
    equal(again.err.split(',')[0], `${db} holds ${clients + 1} requests`);
    await assertPlain();
  });

  it('that comes twice waits for nobody any more, and leaves a plain file', async () => {
    const child = start(collect());
    await said(child, 'Collecting from');
    // It takes a request and never answers.
    const asked = new Promise<void>((resolve) => {
      server.metricsAnswer = () => {
        resolve();
      };
    });
    child.kill('SIGINT');
    await asked;
    const err = text(child.stderr!);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    equal(await codeOf(child), 0);
    match(await err, /holds 0 requests, 0 of which failed\.\n$/);
    await assertPlain();
  });

  it('ends collecting for longer than a timer can wait, which nothing else does', async () => {
    const child = start(collect('--duration', '600h'));
    const err = text(child.stderr!);
    const asked = new Promise<void>((resolve) => {
      server.adminAnswer = (_, response) => {
        server.adminAnswer = undefined;
        response.writeHead(404).end(resolve);
      };
    });
    await asked;
    child.kill('SIGINT');
    equal(await codeOf(child), 0);
    equal((await err).includes('TimeoutOverflowWarning'), false, await err);
    await assertPlain();
  });
});
