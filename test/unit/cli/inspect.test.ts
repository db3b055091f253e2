import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { folders } from '../../support/databases';
import { repositoryRoot } from '../../support/repository';
import { recordedBodies } from '../prometheus/scan';

const cli = join(repositoryRoot(), 'dist', 'cli.js');

async function inspect(
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [cli, 'inspect', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, out, err };
}

const openMetrics = '# TYPE a counter\na_total 1 2.5\n# EOF\n';
const sample = '{"name":"a_total","labels":{},"value":1,"timestampMs":2500}\n';

describe('dist/cli.js inspect', function () {
  this.timeout(30_000);
  const folder = folders();

  async function file(name: string, body: string): Promise<string> {
    const path = join(await folder(), name);
    await writeFile(path, body);
    return path;
  }

  it('prints every sample of a file, which is OpenMetrics if it is called so', async () => {
    const path = await file('a.openmetrics', openMetrics);
    deepEqual(await inspect(path, '--samples'), { code: 0, out: sample, err: '' });
    const plain = await inspect('--samples', await file('a.prom', 'a{b="c"} NaN 5\n'));
    equal(plain.out, '{"name":"a","labels":{"b":"c"},"value":"NaN","timestampMs":5}\n');
  });

  it('prints no sample of a rejected file, but one line that says why, and ends with 1', async () => {
    const good = 'a 1\n'.repeat(50_000);
    const path = await file('a.prom', `${good}a{b="c\n`);
    for (const words of [[path, '--samples'], [path]]) {
      const { code, out, err } = await inspect(...words);
      deepEqual([code, out], [1, '']);
      match(err, /^\S+a\.prom is rejected as a whole: line 50001, column \d+: [^\n]+\.\n$/);
    }
  });

  it('reads a URL by its content type', async () => {
    const server = createServer((request, response) => {
      const isOpen = request.url === '/open';
      const type = isOpen ? 'application/openmetrics-text; version=1.0.0' : 'text/plain';
      response.writeHead(200, { 'content-type': type });
      response.end(isOpen ? openMetrics : openMetrics.replace('# EOF', 'a_total 7'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const open = await inspect(`${url}/open`, '--samples');
    const plain = await inspect(`${url}/plain`, '--samples');
    server.close();
    deepEqual(open, { code: 0, out: sample, err: '' });
    // In the plain format a time is in whole milliseconds.
    deepEqual([plain.code, plain.out], [1, '']);
    match(plain.err, /is rejected as a whole: line 2, /);
  });

  it('says what a recorded body holds', async () => {
    const body = recordedBodies().at(-1)!;
    const path = await file('shop.prom', body);
    const { code, out, err } = await inspect(path);
    deepEqual([code, err], [0, '']);
    const count = (what: number): string => new Intl.NumberFormat('en').format(what);
    const lines = body.trimEnd().split('\n');
    const samples = lines.filter((line) => !line.startsWith('#')).length;
    match(out, new RegExp(`Content +${count(lines.length)} lines, ${count(samples)} samples, `));
    match(out, /\nMissing\n {2}The metrics name no endpoints/);
  });

  it('says what is wrong with a server that does not answer, and of its admin API too', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    closed.close();
    const { code, out, err } = await inspect(url, '--admin-url', url);
    equal(code, 1);
    match(err, /^No answer from 127\.0\.0\.1:\d+: connection refused\. Start MockForge[^\n]*\n$/);
    match(out, /\nAdmin API of http:\/\/127\.0\.0\.1:\d+\n {2}No answer/);
  });

  it('says what cannot be read', async () => {
    const { code, out, err } = await inspect(join(await folder(), 'none.prom'));
    deepEqual([code, out], [1, '']);
    match(err, /none\.prom cannot be read: .*ENOENT/);
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['without a subject', [], /^Give a URL or FILE to inspect\.\n/],
    ['with two', ['a', 'b'], /^b is not expected here\.\n/],
    ['with another kind of address', ['ftp://a'], /^ftp:\/\/a is not a server address/],
    ['with an admin URL for a file', ['a', '--admin-url', 'http://b'], /^--admin-url needs a URL/],
    ['with a flag twice', ['a', '--samples', '--samples'], /^--samples is given twice\.\n/],
  ];
  for (const [title, words, message] of wrong) {
    it(`called ${title} says so and exits with 2`, async () => {
      const { code, out, err } = await inspect(...words);
      deepEqual([code, out], [2, '']);
      match(err, message);
      match(err, /inspect URL\|FILE \[--samples\]/);
    });
  }
});
