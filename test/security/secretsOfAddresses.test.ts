import { deepEqual, equal, match } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { systemClock } from '../../src/collector/systemClock';
import { inspectServer } from '../../src/collector/inspect/inspectServer';
import { diagnosticsText } from '../../src/host/diagnosticsText';
import { checkSettings } from '../../src/host/settings';
import { settingKeys } from '../../src/ids';
import { askers } from '../support/askers';
import { collectorBenches } from '../support/collectorBench';
import { folders } from '../support/databases';
import { english } from '../../src/sentences/localize';
import { loopback } from '../support/loopback';
import { MockForgeModel } from '../support/mockForgeModel';
import { MockForgeServer, send } from '../support/mockForgeServer';
import { run } from '../unit/cli/builtCli';

const secret = 'hush';
const query = `?token=${secret}&k=${secret}`;
const access = { http: fetch, clock: systemClock, timeoutMs: 5000 };

/** How a server can answer wrongly, or not at all. */
const wrongAnswers: Readonly<Record<string, RequestListener>> = {
  'an error': (_, response) => {
    send(response, 'text/plain', 'no', 404);
  },
  'a web page': (_, response) => {
    send(response, 'text/html', '<p>');
  },
  'something else': (_, response) => {
    send(response, 'image/png', 'x');
  },
  'a part': (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy());
  },
  'a redirect': (_, response) => {
    response.writeHead(302, { location: `http://${secret}:${secret}@h.invalid/${query}` }).end();
  },
  'a redirect to itself': (request, response) => {
    response.writeHead(302, { location: request.url ?? '/' }).end();
  },
  nothing: (request) => request.socket.destroy(),
};

/** What cannot be asked, however it is meant. */
const wrongAddresses = [
  `http://${secret}:${secret}@127.0.0.1:1/metrics${query}`,
  `http://${secret}@127.0.0.1:1/`,
  `http://127.0.0.1:99999/metrics${query}`,
  `ftp://${secret}:${secret}@h/${query}`,
  `127.0.0.1:1/metrics${query}`,
  `${secret}:${secret}@127.0.0.1:1/metrics`,
  `http://h h/${query}#${secret}`,
  `file:///metrics${query}`,
];

function assertHushed(text: string): void {
  equal(text.includes(secret), false, text);
}

describe('The secrets of an address', function () {
  this.timeout(60_000);
  const newBench = collectorBenches();
  const folder = folders();
  const { http } = loopback();

  for (const [title, answer] of Object.entries(wrongAnswers)) {
    it(`are sent to its server and stand in no failure where the answer is ${title}`, async () => {
      for (const [name, ask] of Object.entries(askers)) {
        // A stream that is not there yet is tried again and fails for nobody.
        if (name === 'stream' && ['nothing', 'a part'].includes(title)) continue;
        const asked: string[] = [];
        const server = await http((request, response) => {
          asked.push(request.url ?? '');
          answer(request, response);
        });
        const outcome = await ask(access, `http://${server}/prefix/${query}`);
        match(asked[0] ?? '', /^\/prefix\/.+\?token=hush&k=hush/);
        assertHushed(JSON.stringify(outcome));
      }
    });
  }

  it('stand neither in what is logged, nor in the status, nor in the database, of good answers and bad', async () => {
    const bench = await newBench({ query });
    await bench.start();
    bench.serve(3);
    await bench.until(15);
    deepEqual(bench.status.phase, 'collecting');
    const seen = [JSON.stringify(bench.status)];
    for (const answer of Object.values(wrongAnswers)) {
      bench.server.metricsAnswer = bench.server.adminAnswer = bench.server.mocksAnswer = answer;
      await bench.until((bench.clock.now() % 3_600_000) / 1000 + 15);
      seen.push(JSON.stringify(bench.status));
    }
    assertHushed([...seen, ...bench.lines].join('\n'));
    match(seen[0] ?? '', /\/metrics\?…/);
  });

  it('stand in no output of the command and in no file that it writes', async () => {
    const server = await MockForgeServer.start(
      new MockForgeModel(Date.now() - 60_000),
      systemClock,
    );
    try {
      const files = await folder();
      const db = join(files, 'traffic.sqlite');
      const urls = [`${server.metricsUrl}${query}`, `${server.adminUrl}/${query}`] as const;
      const collect = ['collect', '--metrics-url', urls[0], '--admin-url', urls[1], '--db', db];
      const calls = [
        await run([...collect, '--duration', '1s']),
        await run(['inspect', urls[0], '--admin-url', urls[1]]),
        await run(['inspect', urls[0], '--samples']),
        await run(['inspect', urls[1], '--samples']),
        await run([
          'backfill',
          '--prometheus-url',
          urls[0],
          '--db',
          db,
          '--from',
          '0',
          '--to',
          '60',
        ]),
      ];
      deepEqual(
        calls.map(({ code }) => code),
        [0, 0, 0, 1, 1],
      );
      for (const { out, err } of calls) assertHushed(out + err);
      for (const name of await readdir(files)) {
        assertHushed((await readFile(join(files, name))).toString('latin1'));
      }
    } finally {
      await server.stop();
    }
  });

  it('are not repeated by the command where an address is none', async () => {
    const db = join(await folder(), 'traffic.sqlite');
    for (const address of wrongAddresses) {
      for (const words of [
        ['inspect', address],
        ['inspect', 'http://127.0.0.1:1', '--admin-url', address],
        ['collect', '--metrics-url', address, '--db', db, '--duration', '1s'],
        ['backfill', '--prometheus-url', address, '--db', db, '--from', '0', '--to', '60'],
      ]) {
        const { code, out, err } = await run(words);
        equal(code > 0, true);
        assertHushed(out + err);
      }
    }
  });

  it('are not repeated where a setting is wrong, and stand in no diagnostics', async () => {
    const readAll =
      (metricsUrl: string, otherUrl: string) =>
      (key: string): unknown =>
        key === settingKeys.metricsUrl
          ? metricsUrl
          : key === settingKeys.adminUrl || key === settingKeys.recorderUrl
            ? otherUrl
            : undefined;
    for (const address of wrongAddresses) {
      const { problems } = checkSettings(readAll(address, address), english);
      equal(problems.length, 3);
      assertHushed(JSON.stringify(problems));
    }
    const bench = await newBench({ query });
    const metricsUrl = bench.server.metricsUrl + query;
    const adminUrl = `${bench.server.adminUrl}/${query}`;
    const { settings, problems } = checkSettings(readAll(metricsUrl, adminUrl), english);
    deepEqual(problems, []);
    const text = diagnosticsText({
      extensionVersion: '0.1.0',
      vscodeVersion: '1.96.0',
      platform: 'linux x64',
      at: bench.clock.now(),
      settings,
      status: bench.status,
      inspection: await inspectServer(access, { metricsUrl, adminUrl }),
    });
    match(text, /Uptime/);
    assertHushed(text);
  });
});
