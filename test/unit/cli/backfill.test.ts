import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CountedProcess } from '../../support/countedProcess';
import { folders } from '../../support/databases';
import { PrometheusModel } from '../../support/prometheusModel';
import { repositoryRoot } from '../../support/repository';
import { minute } from '../../support/times';

const cli = join(repositoryRoot(), 'dist', 'cli.js');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(words: readonly string[]): Promise<Ended> {
  return ended(spawn(process.execPath, [cli, 'backfill', ...words]));
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, out, err };
}

describe('The command backfill', function () {
  this.timeout(30_000);
  const folder = folders();
  let prometheus: PrometheusModel;
  before(async () => {
    prometheus = await PrometheusModel.start();
    const server = new CountedProcess('a:1', minute(0));
    for (const n of [0, 1, 2]) {
      server.serve('GET', 200, 5);
      prometheus.add([server.scrape(minute(n) + 50)]);
    }
  });
  after(() => prometheus.stop());

  it('fills a database, tells its progress and ends with 0', async () => {
    const db = join(await folder(), 'a.sqlite');
    const span = ['--from', '2026-01-05T12:00:00Z', '--to', String(minute(10))];
    const words = ['--prometheus-url', prometheus.url, '--db', db, ...span];
    deepEqual(await run(words), {
      code: 0,
      out: '',
      err: `100 %\n${db}: filled in 15 requests in 3 minutes.\n`,
    });
    const again = await run(words);
    match(again.err, /filled in 0 requests in 0 minutes\.\n$/);
  });

  it('leaves nothing where it refuses, or finds nothing, and an empty file empty', async () => {
    const where = await folder();
    const nowhere = 'http://127.0.0.1:1';
    const never = ['--from', '2020-01-01T00:00:00Z', '--to', '2020-01-01T01:00:00Z'];
    for (const [url, span] of [
      [nowhere, ['--from', String(minute(0)), '--to', String(minute(10))]],
      [prometheus.url, never],
    ] as const) {
      const words = ['--prometheus-url', url, ...span];
      equal((await run([...words, '--db', join(where, 'new', 'a.sqlite')])).code, 1);
      deepEqual(await readdir(where), []);
      await writeFile(join(where, 'empty'), '');
      equal((await run([...words, '--db', join(where, 'empty')])).code, 1);
      deepEqual(await readdir(where), ['empty']);
      equal((await stat(join(where, 'empty'))).size, 0);
      await rm(join(where, 'empty'));
    }
  });

  it('called with wrong arguments says so and exits with 2', async () => {
    const good = { 'prometheus-url': 'http://a', db: 'x', from: '1', to: '2' };
    const wrong: readonly (readonly [Partial<typeof good> & { match?: string }, RegExp])[] = [
      [{ 'prometheus-url': 'ftp://a' }, /^ftp:\/\/a is not a server address/],
      [{ from: 'soon' }, /^--from soon is not a time/],
      [{ from: '2' }, /^--from must be before --to\.\n/],
      [{ db: '' }, /^--db is missing\.\n/],
      [
        { match: 'job=a' },
        /^--match job=a is not a selector: expected a value in quotes behind job=\./,
      ],
      [{ match: 'method="GET"' }, /^--match method="GET" uses method, .* job or instance\.\n/],
    ];
    for (const [change, message] of wrong) {
      const words = Object.entries({ ...good, ...change }).map(
        ([name, value]) => `--${name}=${value}`,
      );
      const { code, err } = await run(words);
      equal(code, 2);
      match(err, message);
    }
  });

  it('says in one line what Prometheus lacks and ends with 1', async () => {
    const db = join(await folder(), 'a.sqlite');
    const words = ['--prometheus-url', prometheus.url, '--db', db, '--from', '1', '--to', '600'];
    const { code, err } = await run(words);
    equal(code, 1);
    match(err, /^127\.0\.0\.1:\d+ has no MockForge metrics for that time\..*\n$/);
    const other = await run([...words, '--match', '{job=~"x.*"}', '--match=instance!="b"']);
    equal(other.code, 1);
    match(other.err, / for that time with job=~"x\.\*",instance!="b"\..*\n$/);
  });

  describe('where two jobs may scrape one server', () => {
    let busy: PrometheusModel;
    before(async () => {
      busy = await PrometheusModel.start();
      const server = new CountedProcess('a:1', minute(0));
      for (const n of [0, 1, 2]) {
        for (const [second, job] of ['mockforge', "mock'forge"].entries()) {
          server.serve('GET', 200, 5);
          busy.add([{ ...server.scrape(minute(n) + 30 + 20 * second), target: { job } }]);
        }
      }
    });
    after(() => busy.stop());

    it('names the choices as options that a shell takes, ends with 1, and fills in what was chosen', async function () {
      if (process.platform === 'win32') this.skip();
      const db = join(await folder(), 'a.sqlite');
      const words = ['--prometheus-url', busy.url, '--db', db, '--from', String(minute(0))];
      words.push('--to', String(minute(10)));
      const { code, err } = await run(words);
      equal(code, 1);
      const [message, ...choices] = err.trimEnd().split('\n');
      match(message ?? '', /^127\.0\.0\.1:\d+ shows 2 servers that may be the same, .* these:$/);
      deepEqual(choices, [
        String.raw`  --match 'job="mockforge"'`,
        String.raw`  --match 'job="mock'\''forge"'`,
      ]);
      for (const [choice, requests] of [
        [choices[0], 25],
        [choices[1], 0],
      ]) {
        const line = [process.execPath, cli, 'backfill', ...words, choice].join(' ');
        const chosen = await ended(spawn('sh', ['-c', line]));
        equal(chosen.code, 0);
        match(chosen.err, new RegExp(`: filled in ${requests} requests in \\d minutes\\.\\n$`));
      }
    });
  });
});
