import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { FailureKind } from '../../../src/protocol/collectingStatus';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import { send } from '../../support/mockForgeServer';
import type { Answer } from '../../support/mockForgeServer';
import { after } from '../../support/times';

interface BadAnswer {
  readonly title: string;
  readonly kind: FailureKind;
  /** `ADDRESS` stands for host and port. */
  readonly what: RegExp;
  readonly todo: RegExp;
  readonly answer: (bench: CollectorBench) => Answer;
}

const checkUrl = /^Check the metrics URL: .*port 9090, path \/metrics\.$/;
const mayRestart = /^It may be restarting\. The next scrape tries again\.$/;
const again = /The next scrape tries again\.$/;

function text(body: string): () => Answer {
  return () => (_, response) => {
    send(response, 'text/plain; version=0.0.4', body);
  };
}

const badAnswers: readonly BadAnswer[] = [
  {
    title: 'a web page',
    kind: 'html',
    what: /^ADDRESS answered with a web page, not with metrics\.$/,
    todo: checkUrl,
    answer: () => (_, response) => {
      send(response, 'text/html; charset=utf-8', '<!doctype html><title>Hello</title>\n');
    },
  },
  {
    title: 'JSON',
    kind: 'json',
    what: /^ADDRESS answered with JSON, not with metrics\.$/,
    todo: checkUrl,
    answer: () => (_, response) => {
      send(response, 'application/json', '{"status":"ok"}\n');
    },
  },
  {
    title: 'HTTP 500',
    kind: 'http_status',
    what: /^http:\/\/ADDRESS\/metrics answered with HTTP status 500, not with metrics\.$/,
    todo: checkUrl,
    answer: () => (_, response) => {
      send(response, 'text/plain', 'broken\n', 500);
    },
  },
  {
    title: 'a body cut short of its Content-Length',
    kind: 'cut_body',
    what: /^The metrics of ADDRESS broke off after \d+ bytes\.$/,
    todo: again,
    answer: (bench) => (_, response) => {
      const body = bench.model.metricsBody(bench.clock.now());
      const half = body.slice(0, body.indexOf('\n', body.length / 2) + 1);
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length });
      response.write(half, () => response.destroy());
    },
  },
  {
    title: 'a body that ends inside a line',
    kind: 'cut_body',
    what: /^The metrics of ADDRESS broke off after \d+ bytes\.$/,
    todo: again,
    answer: (bench) => (_, response) => {
      send(response, 'text/plain', bench.model.metricsBody(bench.clock.now()).slice(0, -4));
    },
  },
  {
    title: 'an empty body',
    kind: 'not_metrics',
    what: /^ADDRESS answered with text in which there is no MockForge metric\.$/,
    todo: checkUrl,
    answer: text(''),
  },
  {
    title: 'text without a MockForge metric',
    kind: 'not_metrics',
    what: /^ADDRESS answered with text in which there is no MockForge metric\.$/,
    todo: checkUrl,
    answer: text('go_goroutines 7\nprocess_start_time_seconds 1767600000\n'),
  },
  {
    title: 'a malformed line',
    kind: 'malformed',
    what: /^The metrics of ADDRESS cannot be read: line 2, column \d+: /,
    todo: checkUrl,
    answer: text('mockforge_uptime_seconds 3600\nmockforge_requests_total{method="GET 7\n'),
  },
  {
    title: 'metrics that lack families',
    kind: 'missing_families',
    what: /^The metrics of ADDRESS lack \d families that they had before \(mockforge_\w+, /,
    todo: again,
    answer: (bench) => (_, response) => {
      const lines = bench.model.metricsBody(bench.clock.now()).split('\n');
      const kept = lines.filter((line) => !/^mockforge_(requests|ws)/.test(line));
      send(response, 'text/plain', kept.join('\n'));
    },
  },
  {
    title: 'a Prometheus server at the port',
    kind: 'prometheus_server',
    what: /^ADDRESS is a Prometheus server \(version 3\.1\.0\), not MockForge\.$/,
    todo: /^Connect to MockForge's own port: start it with --metrics-port 9091, for example\. You can backfill the history that Prometheus has\.$/,
    answer: () => (request, response) => {
      if (request.url === '/api/v1/status/buildinfo') {
        send(response, 'application/json', '{"status":"success","data":{"version":"3.1.0"}}');
      } else {
        send(response, 'text/plain', 'prometheus_build_info 1\nprocess_start_time_seconds 1\n');
      }
    },
  },
  {
    title: 'a connection that is dropped',
    kind: 'unreachable',
    what: /^No answer from ADDRESS: connection (reset|closed)\.$/,
    todo: mayRestart,
    answer: () => (request) => {
      request.socket.destroy();
    },
  },
];

describe('Collector: answers that do not count', function () {
  this.timeout(10_000);
  const newBench = collectorBenches();

  /** Good until 12:00:15, bad at 12:00:30, good again: three requests before, four in between, five after. */
  async function throughTrouble(
    bench: CollectorBench,
    begin: () => Promise<void> | void,
    duringTick: () => Promise<void>,
    end: () => Promise<void> | void,
    state: 'failing' | 'restarting' = 'failing',
  ): Promise<void> {
    await bench.start();
    bench.serve(3);
    await bench.until(15);
    bench.serve(4, '/api/orders', 500);
    await bench.until(29);
    await begin();
    await duringTick();

    const { phase, metrics, failedTries, lastScrapeAt, lastTryAt } = bench.status;
    deepEqual([phase, metrics.state, failedTries], [state, state, 1]);
    equal((lastTryAt ?? 0) - (lastScrapeAt ?? 0), 15_000);
    deepEqual(await bench.stored(), { 'http GET 200 /api/users': 3 });

    await end();
    bench.serve(5);
    await bench.until(60);
    deepEqual(await bench.stored(), {
      'http GET 200 /api/users': 8,
      'http GET 500 /api/orders': 4,
    });
    deepEqual([bench.status.phase, bench.status.failedTries], ['collecting', 0]);
  }

  function assertFailure(
    bench: CollectorBench,
    { kind, what, todo }: Omit<BadAnswer, 'title' | 'answer'>,
  ): void {
    const { failure } = bench.status.metrics;
    const said = failure?.what.replace(bench.server.metricsAddress, 'ADDRESS') ?? '';
    equal(failure?.kind, kind, said);
    match(said, what);
    match(failure.todo, todo);
    equal(bench.lines.filter((line) => line === `${failure.what} ${failure.todo}`).length, 1);
  }

  for (const bad of badAnswers) {
    it(`says so for ${bad.title}, and loses and doubles nothing`, async () => {
      const bench = await newBench();
      await throughTrouble(
        bench,
        () => {
          bench.server.metricsAnswer = bad.answer(bench);
        },
        async () => {
          await bench.until(30);
          assertFailure(bench, bad);
        },
        () => {
          bench.server.metricsAnswer = undefined;
        },
        bad.todo === mayRestart ? 'restarting' : 'failing',
      );
    });
  }

  it('says so for a connection that is refused, and loses and doubles nothing', async () => {
    const bench = await newBench();
    await throughTrouble(
      bench,
      () => bench.server.closeMetrics(),
      async () => {
        await bench.until(30);
        assertFailure(bench, {
          kind: 'unreachable',
          what: /^No answer from ADDRESS: connection refused\.$/,
          todo: mayRestart,
        });
      },
      () => bench.server.openMetrics(),
      'restarting',
    );
  });

  it('takes two intervals of silence for a restart, and no more', async () => {
    const bench = await newBench();
    bench.model.hasRecorder = true;
    await bench.start();
    await bench.until(29);
    await Promise.all([bench.server.closeMetrics(), bench.server.closeAdmin()]);
    for (const second of [30, 45, 59]) {
      await bench.until(second);
      const { phase, metrics, log } = bench.status;
      deepEqual([phase, metrics.state], ['restarting', 'restarting']);
      ok(['on', 'restarting'].includes(log.state), log.state);
      match(metrics.failure?.todo ?? '', mayRestart);
    }
    await bench.until(60);
    const { phase, metrics } = bench.status;
    deepEqual([phase, metrics.state], ['failing', 'failing']);
    match(metrics.failure?.todo ?? '', /^Start MockForge, or connect/);
    await Promise.all([bench.server.openMetrics(), bench.server.openAdmin()]);
    await bench.until(75);
    await bench.server.closeMetrics();
    await bench.until(90);
    equal(bench.status.phase, 'restarting');
  });

  it('takes the silence of a server that did not answer before for no restart', async () => {
    const { database, ...first } = await newBench();
    await first.collector.scrapeNow();
    const bench = await newBench({ database });
    await bench.server.closeMetrics();
    await bench.start();
    equal(bench.status.phase, 'failing');
  });

  for (const [title, begin] of [
    ['no answer', ''],
    ['no end of an answer', 'mockforge_uptime_seconds 3600\n'],
  ] as const) {
    it(`says so when there is ${title} in time, by the clock it was given`, async () => {
      const bench = await newBench();
      const asked = new EventEmitter();
      await throughTrouble(
        bench,
        () => {
          bench.server.metricsAnswer = (_, response) => {
            if (begin !== '')
              response.writeHead(200, { 'content-type': 'text/plain' }).write(begin);
            asked.emit('request');
          };
        },
        async () => {
          const request = once(asked, 'request');
          const scrapes = bench.secondsOf('/metrics').length;
          await bench.clock.runUntil(bench.clock.now() + 1000, async () => {
            await turn();
            if (bench.secondsOf('/metrics').length > scrapes) await request;
          });
          // The scrape is under way until the clock ends it, so nobody can wait for it before.
          await bench.clock.runUntil(after(39), () => turn());
          equal(bench.status.metrics.state, 'on');
          await bench.clock.runUntil(after(40), () => turn());
          await bench.collector.idle();
          assertFailure(bench, {
            kind: 'timeout',
            what: /^ADDRESS was reached, but gave no complete answer within 10 s\.$/,
            todo: /^Check whether the server hangs or is very busy\.$/,
          });
        },
        () => {
          bench.server.metricsAnswer = undefined;
        },
      );
    });
  }

  it('logs a reason once, however often it comes', async () => {
    const bench = await newBench();
    await bench.start();
    await bench.server.closeMetrics();
    await bench.until(75);
    equal(bench.status.failedTries, 5);
    deepEqual(
      bench.lines.filter((line) => line.includes('refused')).map((line) => line.split('. ')[1]),
      ['It may be restarting', 'Start MockForge, or connect to the address it runs at.'],
    );
  });

  it('takes a restart without process start, after which families are missing, for no failure', async () => {
    const bench = await newBench();
    bench.model.exposesProcessStart = false;
    await bench.start();
    bench.serve(2);
    await bench.until(15);
    bench.model.restart(bench.clock.now() + 1000);
    await bench.until(45);
    equal(bench.status.metrics.failure, null);
    bench.serve(3);
    await bench.until(60);
    deepEqual(await bench.stored(), { 'http GET 200 /api/users': 5 });
  });

  it('takes a restart at once, after which families are missing, for no failure', async () => {
    const bench = await newBench();
    await bench.start();
    await bench.until(13);
    bench.model.restart(bench.clock.now() + 1000);
    await bench.until(14);
    bench.serve(2);
    await bench.until(15);
    bench.model.restart(bench.clock.now() + 500);
    await bench.until(45);
    equal(bench.status.metrics.failure, null);
    bench.serve(3);
    await bench.until(60);
    deepEqual(await bench.stored(), { 'http GET 200 /api/users': 5 });
  });

  describe('of the admin API', () => {
    it('leave requests without endpoints until it answers, when nobody listens there', async () => {
      const bench = await newBench();
      await bench.server.closeAdmin();
      await bench.start();
      bench.serve(3);
      await bench.until(15);
      const { log, phase } = bench.status;
      deepEqual([phase, log.state, log.failure?.kind], ['collecting', 'off', 'unreachable']);
      match(
        log.failure?.todo ?? '',
        /^Endpoints and errors need MockForge's admin API: start it with --admin\.$/,
      );
      deepEqual(await bench.stored(), { 'http GET 200 -': 3 });
      await bench.server.openAdmin();
      await bench.until(30);
      deepEqual(await bench.stored(), { 'http GET 200 /api/users': 3 });
      equal(bench.status.log.state, 'on');
    });

    for (const [title, contentType, body, kind, what] of [
      [
        'a web page',
        'text/html',
        '<!doctype html>',
        'html',
        /answered with a web page, not with the request log\.$/,
      ],
      [
        'something that is not JSON',
        'application/json',
        'no',
        'json',
        /gave an answer we cannot read: it is not JSON\.$/,
      ],
      [
        'other JSON',
        'application/json',
        '{"data":7}',
        'json',
        /there is no list of requests in it\.$/,
      ],
    ] as const) {
      it(`are told and change nothing when it gives ${title}`, async () => {
        const bench = await newBench();
        bench.server.adminAnswer = (_, response) => {
          send(response, contentType, body);
        };
        await bench.start();
        bench.serve(3);
        await bench.until(15);
        const { state, failure } = bench.status.log;
        deepEqual([state, failure?.kind], ['failing', kind]);
        match(failure?.what ?? '', what);
        match(failure?.what ?? '', new RegExp(new URL(bench.server.adminUrl).host));
        match(failure?.todo ?? '', /^Check the admin URL: .*--admin\.$/);
        bench.server.adminAnswer = undefined;
        await bench.until(30);
        deepEqual(await bench.stored(), { 'http GET 200 /api/users': 3 });
      });
    }
  });
});
