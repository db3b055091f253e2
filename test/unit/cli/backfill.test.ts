import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CountedProcess } from '../../support/countedProcess';
import { folders } from '../../support/databases';
import { PrometheusModel } from '../../support/prometheusModel';
import { repositoryRoot } from '../../support/repository';
import { minute } from '../../support/times';

const cli = join(repositoryRoot(), 'dist', 'cli.js');

async function run(words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, 'backfill', ...words]);
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

  it('called wrongly says so and ends with 2', async () => {
    const good = { 'prometheus-url': 'http://a', db: 'x', from: '1', to: '2' };
    const wrong: readonly (readonly [Partial<typeof good>, RegExp])[] = [
      [{ 'prometheus-url': 'ftp://a' }, /^ftp:\/\/a is not the address of a server/],
      [{ from: 'soon' }, /^--from soon is not a time/],
      [{ from: '2' }, /^--from is not before --to\.\n/],
      [{ db: '' }, /^--db is missing\.\n/],
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
    match(err, /^127\.0\.0\.1:\d+ has no MockForge metrics of that time\..*\n$/);
  });
});
