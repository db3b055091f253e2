import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repositoryRoot } from '../../support/repository';
import type { Outcome } from './builtCli';

const secret = 's3cret-t0ken';

describe('a server that wants a token or a password', () => {
  const asked: (string | undefined)[] = [];
  let server: Server;
  let url: string;

  before(async () => {
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      asked.push(authorization);
      if (authorization === undefined) response.writeHead(401).end();
      else response.writeHead(200, { 'content-type': 'text/plain' }).end('up 1\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => server.close());

  beforeEach(() => {
    asked.length = 0;
  });

  async function inspect(environment: Record<string, string>): Promise<Outcome> {
    const cli = join(repositoryRoot(), 'dist', 'cli.js');
    const child = spawn(process.execPath, [cli, 'inspect', `${url}/metrics`, '--samples'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { code, out, err };
  }

  it('is told them by the environment, and nobody else is', async () => {
    const withToken = await inspect({ MOCKFORGE_ANALYTICS_TOKEN: secret });
    deepEqual([withToken.code, asked], [0, [`Bearer ${secret}`]], withToken.err);
    const withUser = await inspect({
      MOCKFORGE_ANALYTICS_USER: 'ann',
      MOCKFORGE_ANALYTICS_PASSWORD: secret,
    });
    equal(withUser.code, 0, withUser.err);
    equal(asked[1], `Basic ${Buffer.from(`ann:${secret}`).toString('base64')}`);
    for (const { out, err } of [withToken, withUser]) equal((out + err).includes(secret), false);
  });

  it('says what it wants', async () => {
    const { code, err } = await inspect({});
    equal(code, 1);
    match(err, /wants a token or a password: .* set MOCKFORGE_ANALYTICS_TOKEN/);
  });

  it('is not asked where they cannot be sent, and no message has them', async () => {
    for (const [environment, message] of [
      [
        { MOCKFORGE_ANALYTICS_TOKEN: `${secret}\u00e9` },
        /^MOCKFORGE_ANALYTICS_TOKEN is no token: it may hold visible ASCII/,
      ],
      [
        { MOCKFORGE_ANALYTICS_USER: `a:${secret}` },
        /^MOCKFORGE_ANALYTICS_USER must not hold a colon/,
      ],
      [{ MOCKFORGE_ANALYTICS_PASSWORD: secret }, /^MOCKFORGE_ANALYTICS_PASSWORD is set without/],
      [
        { MOCKFORGE_ANALYTICS_TOKEN: secret, MOCKFORGE_ANALYTICS_USER: 'ann' },
        /^Set MOCKFORGE_ANALYTICS_TOKEN or MOCKFORGE_ANALYTICS_USER, not both\./,
      ],
    ] as const) {
      const { code, err } = await inspect(environment);
      equal(code, 2);
      match(err, message);
      equal(err.includes(secret), false);
    }
    deepEqual(asked, []);
  });
});
