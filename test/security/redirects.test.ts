import { deepEqual, equal, match } from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { systemClock } from '../../src/collector/systemClock';
import { OwnRequestTracker } from '../../src/collector/ownRequestTracker';
import { MockPort } from '../../src/collector/sources/mockPort';
import { askers } from '../support/askers';
import { loopback } from '../support/loopback';
import { send } from '../support/mockForgeServer';

const access = { http: fetch, clock: systemClock, timeoutMs: 5000 };
const goodMetrics = 'mockforge_uptime_seconds 3600\n';

/** What each of them takes for a good answer. */
const good: RequestListener = (request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://h');
  if (pathname.endsWith('/sse')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: keep_alive\ndata:\n\n');
  } else if (pathname.startsWith('/metrics')) send(response, 'text/plain', goodMetrics);
  else if (pathname.includes('smtp')) send(response, 'application/json', '[]');
  else send(response, 'application/json', '{"data":[],"routes":[],"exchanges":[]}');
};

function redirectTo(location: (url: string) => string, status = 302): RequestListener {
  return (request, response) => {
    response.writeHead(status, { location: location(request.url ?? '/') }).end();
  };
}

describe('A redirect', function () {
  this.timeout(10_000);
  const { http, https } = loopback();

  for (const [name, ask] of Object.entries(askers)) {
    it(`to another server is not followed by what reads the ${name}, which names it without its secrets`, async () => {
      let asked = 0;
      const counting: RequestListener = (request, response) => {
        asked++;
        good(request, response);
      };
      const elsewhere = await http(counting);
      const secure = await https(counting);
      const targets = [
        `http://${elsewhere}/metrics?token=hush#hush`,
        `//hush:hush@${elsewhere}/metrics?token=hush`,
        `https://${secure}/metrics?token=hush`,
        'http://elsewhere.invalid/?token=hush',
        'ftp://hush:hush@elsewhere.invalid/',
        'http://[hush',
      ];
      for (const target of targets) {
        const server = await http(redirectTo(() => target));
        const outcome = await ask(access, `http://${server}`);
        if (outcome.ok) throw new Error(`${target} was followed`);
        const { kind, what, todo } = outcome.failure;
        equal(kind, 'redirect');
        match(
          what,
          /^127\.0\.0\.1:\d+ redirects to .+, which is another server and was not asked\.$/,
        );
        match(todo, /connect to that address/);
        if (!target.includes('[')) equal(/hush/.test(what + todo), false, what);
      }
      equal(asked, 0);
    });

    it(`within its server is followed by what reads the ${name}`, async () => {
      const urls: string[] = [];
      const server = await http((request, response) => {
        const url = request.url ?? '/';
        urls.push(url);
        if (urls.length < 3) redirectTo((from) => `${from}${urls.length}`, 307)(request, response);
        else {
          request.url = urls[0] ?? '/';
          good(request, response);
        }
      });
      deepEqual((await ask(access, `http://${server}`)).ok, true);
      deepEqual(urls.map((url) => url.replace(urls[0] ?? '', '')).slice(0, 3), ['', '1', '12']);
    });

    it(`in a circle ends what reads the ${name} after a few`, async () => {
      let asked = 0;
      const server = await http((request, response) => {
        asked++;
        redirectTo((url) => url)(request, response);
      });
      const outcome = await ask(access, `http://${server}`);
      equal(asked, 6);
      match(outcome.ok ? '' : outcome.failure.what, /redirects in a circle: 5 redirects led to/);
    });
  }

  it('with a user name and password is not followed, though it leads to the same server', async () => {
    let asked = 0;
    const server = await http((request, response) => {
      asked++;
      redirectTo(() => `http://hush:hush@${request.headers.host ?? ''}/metrics`)(request, response);
    });
    const outcome = await askers.metrics(access, `http://${server}`);
    equal(asked, 1);
    equal(
      outcome.ok ? '' : outcome.failure.what,
      `${server} redirects to an address with a user name or password, which was not followed.`,
    );
  });

  it('counts as a request of ours each time, where the server counts what it is asked', async () => {
    const server = await http((request, response) => {
      const isFirst = !request.url?.endsWith('again');
      if (isFirst) redirectTo((url) => `${url}&again`)(request, response);
      else good(request, response);
    });
    const own = new OwnRequestTracker();
    await new MockPort(access, `http://${server}`, own).exchanges(1, 0);
    deepEqual(
      own.takeEnded().map(({ status }) => status),
      [302, 200],
    );
  });
});
