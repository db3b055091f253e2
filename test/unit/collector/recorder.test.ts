import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { mockPortPaths } from '../../../src/mockforge/paths';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import type { Served } from '../../support/mockForgeModel';
import { send } from '../../support/mockForgeServer';
import type { Answer } from '../../support/mockForgeServer';
import { after } from '../../support/times';
import { rows } from '../../support/trafficRows';

const refused: Omit<Served, 'at'> = {
  method: 'POST',
  path: '/api/orders',
  status: 400,
  headers: { authorization: 'Bearer hush-hush' },
  body: '{"password":"hunter2"}',
  answer: '{"error":"body validation failed: \\"hunter2\\" is shorter than 8 characters"}',
  traceId: 'trace-7',
};

describe('Collector with a recorder', () => {
  const newBench = collectorBenches();

  async function started(hasRecorder = true): Promise<CollectorBench> {
    const bench = await newBench();
    bench.model.hasRecorder = hasRecorder;
    await bench.start();
    return bench;
  }

  const reads = (bench: CollectorBench): number[] => bench.secondsOf(mockPortPaths.exchanges);

  it('tells the cause of a failed request as soon as the failure itself, and its ids', async () => {
    const bench = await started();
    await bench.until(1);
    bench.model.serve({ ...refused, at: bench.clock.now() });
    await bench.until(3);
    const [event, ...others] = await rows(bench.database, 'SELECT * FROM error_events');
    equal(others.length, 0);
    equal(event?.['error_message'], 'body validation failed: "…" is shorter than 8 characters');
    deepEqual(
      [event['request_id'], event['trace_id'], event['span_id']],
      ['exchange-1', 'trace-7', 'span-trace-7'],
    );
    equal(bench.status.recorder.state, 'on');
  });

  it('stores no secret of headers and bodies anywhere', async () => {
    const bench = await started();
    await bench.until(1);
    bench.model.serve({ ...refused, at: bench.clock.now() });
    await bench.until(40);
    equal((await rows(bench.database, 'SELECT 1 FROM error_events')).length, 1);
    const tables = await rows(
      bench.database,
      "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    for (const { name } of tables) {
      const stored = await rows(bench.database, `SELECT * FROM "${String(name)}"`);
      doesNotMatch(JSON.stringify(stored), /hush-hush|hunter2/, String(name));
    }
    doesNotMatch(bench.lines.join('\n'), /hush-hush|hunter2/);
  });

  it('is asked once a process whether it is there, and then only for causes', async () => {
    const bench = await started();
    bench.serve(5);
    await bench.until(60);
    deepEqual(reads(bench), [0]);
    bench.serve(1, '/nope', 404);
    await bench.until(120);
    deepEqual(reads(bench), [0, 61]);
    bench.model.restart(bench.clock.now());
    await bench.until(180);
    deepEqual(reads(bench), [0, 61, 135]);
  });

  it('is asked in vain once a process where it is off, and says how to switch it on', async () => {
    const bench = await started(false);
    bench.serve(1, '/nope', 404);
    await bench.until(60);
    deepEqual(reads(bench), [0]);
    equal(bench.status.recorder.state, 'off');
    match(bench.status.recorder.failure?.todo ?? '', /--recorder/);
  });

  it('may be silent for a while, and tells afterwards what it could not', async () => {
    const bench = await started();
    await bench.server.closeMocks();
    bench.serve(1, '/nope', 404);
    await bench.until(10);
    equal(bench.status.recorder.state, 'restarting');
    await bench.server.openMocks();
    bench.serve(1, '/no', 404);
    await bench.until(20);
    equal(bench.status.recorder.state, 'on');
    const ids = await rows(bench.database, 'SELECT request_id AS id FROM error_events ORDER BY id');
    deepEqual(
      ids.map(({ id }) => id),
      ['exchange-1', 'exchange-2'],
    );
  });

  it('is not counted: our own requests are nobody’s traffic', async () => {
    const bench = await started();
    for (let second = 1; second < 60; second += 2) {
      bench.serve(3);
      bench.model.serve({ ...refused, at: bench.clock.now() });
      await bench.until(second);
    }
    await bench.until(90);
    equal(reads(bench).length > 20, true);
    deepEqual(await bench.stored(), {
      'http GET 200 /api/users': 90,
      'http POST 400 /api/orders': 30,
    });
    const [gets] = await rows(
      bench.database,
      `SELECT SUM(count) AS n FROM latency_histograms
       WHERE resolution = 'minute' AND method = 'GET' AND endpoint IS NULL`,
    );
    equal(gets?.['n'], 90);
  });

  it('is not counted where faults and delays are injected into what it is asked', async () => {
    const bench = await started();
    const { model, server, clock } = bench;
    const path = mockPortPaths.exchanges;
    const injected =
      (status: number, type: string, isAnswered: boolean): Answer =>
      (_, response) => {
        model.injectDelay(path, 40);
        model.injectFault(path, type);
        model.count({ at: clock.now(), status, handlerMs: 40 });
        if (isAnswered) send(response, 'text/plain', 'Injected', status);
        else response.destroy();
      };
    const answers = [
      undefined,
      injected(504, 'timeout', false),
      injected(503, 'connection_error', false),
      injected(500, 'http_error', true),
    ];
    for (const [i, answer] of answers.entries()) {
      server.mocksAnswer = answer;
      model.serve({ ...refused, at: clock.now() });
      model.count({ at: clock.now(), status: 503 });
      model.injectFault('/items/7');
      await bench.until(15 * (i + 1));
    }
    server.mocksAnswer = undefined;
    await bench.until(120);
    ok(reads(bench).length >= 4);
    deepEqual(await bench.stored(), {
      'http GET 503 /items/:sku': 4,
      'http POST 400 /api/orders': 4,
    });
    const faults = await rows(
      bench.database,
      `SELECT endpoint, SUM(json_extract(metadata, '$.count')) AS n FROM error_events
       WHERE error_type = 'injected_fault' GROUP BY endpoint`,
    );
    deepEqual(faults, [{ endpoint: '/items/:sku', n: 4 }]);
    const delays = "SELECT 1 FROM latency_histograms WHERE source = 'injected'";
    deepEqual(await rows(bench.database, delays), []);
    equal(bench.status.diagnostics?.lateFaults, 0);
    deepEqual(
      bench.lines.filter((line) => line.includes('fault')),
      [],
    );
  });

  it('makes sizes of answers known where it told of them', async () => {
    const bench = await started();
    await bench.until(1);
    bench.model.serve({ ...refused, at: bench.clock.now() });
    await bench.until(30);
    const [sent] = await rows(
      bench.database,
      `SELECT SUM(bytes_sent) AS minutes, (SELECT SUM(total_bytes_sent) FROM endpoint_stats) AS endpoints,
         (SELECT SUM(bytes_sent) FROM client_analytics) AS clients
       FROM metrics_aggregates_minute`,
    );
    const size = refused.answer?.length;
    deepEqual(sent, { minutes: size, endpoints: size, clients: size });
  });

  it('finds causes though the clocks differ', async () => {
    const bench = await newBench();
    bench.model.hasRecorder = true;
    bench.model.clockAhead = 3_600_000;
    await bench.start();
    await bench.until(1);
    bench.model.serve({ ...refused, at: bench.clock.now() });
    await bench.until(3);
    const [event] = await rows(bench.database, 'SELECT request_id FROM error_events');
    equal(event?.['request_id'], 'exchange-1');
  });

  it('reads on until it has seen all that can fit, as far as it goes', async () => {
    const bench = await started();
    await bench.until(1);
    bench.model.serve({ ...refused, at: bench.clock.now() });
    await bench.until(1.5);
    bench.serve(250);
    await bench.until(3);
    deepEqual(reads(bench), [0, 2]);
    const [event] = await rows(bench.database, 'SELECT request_id FROM error_events');
    equal(event?.['request_id'], 'exchange-1');
  });

  it('is asked again where it records a request seconds after its answer, but not for ever', async () => {
    const bench = await started();
    await bench.until(1.1);
    const body = bench.model.recorderBody(100, 0);
    bench.server.mocksAnswer = (_, response) => {
      send(response, 'application/json', body);
    };
    bench.serve(1, '/nope', 404);
    await bench.until(5);
    const soon = await rows(bench.database, 'SELECT request_id FROM error_events');
    deepEqual(soon, [{ request_id: null }]);
    bench.server.mocksAnswer = undefined;
    await bench.until(7);
    const late = await rows(bench.database, 'SELECT request_id FROM error_events');
    deepEqual(late, [{ request_id: 'exchange-1' }]);
    bench.server.mocksAnswer = (_, response) => {
      send(response, 'application/json', body);
    };
    bench.serve(1, '/nope', 404);
    await bench.until(60);
    ok(Math.max(...reads(bench)) < 15);
  });

  it('tells a cause, and links nothing, where a busy server says other times than its log, and all agree', async () => {
    for (const [other, told] of [
      ['too short', 'too short'],
      ['too long', null],
    ] as const) {
      const bench = await started();
      const keep = (second: number, error: string): void => {
        const timestamp = new Date(after(second)).toISOString();
        const headers = '{"user-agent":"curl/8.5.0"}';
        const { method, path, status } = refused;
        const request = { id: error + String(second), method, path, headers, timestamp };
        const body = JSON.stringify({ error });
        bench.model.recordOdd({ request, response: { status_code: status, body, timestamp } });
      };
      // More than one answer brings.
      for (let i = 0; i < 60; i++) bench.model.serve({ at: after(i / 100) });
      await bench.until(1);
      for (const second of [1.1, 1.3]) {
        bench.model.logOnly({ ...refused, at: after(second) });
        bench.model.count({ ...refused, at: after(second) });
      }
      keep(2.3, 'too short');
      keep(2.5, other);
      await bench.until(10);
      deepEqual(
        await rows(
          bench.database,
          'SELECT error_message AS why, request_id AS id FROM error_events',
        ),
        [
          { why: told, id: null },
          { why: told, id: null },
        ],
      );
    }
  });

  it('is asked for as much at once as is soon read', async () => {
    const bench = await started();
    await bench.until(1.1);
    const large = { body: 'x'.repeat(30_000) };
    bench.model.serve({ ...refused, ...large, at: bench.clock.now() });
    for (let i = 0; i < 180; i++) bench.model.serve({ ...large, at: after(1.2 + i / 1000) });
    await bench.until(3);
    const limits = bench.urls
      .filter((url) => url.pathname === mockPortPaths.exchanges)
      .map(({ searchParams }) => ['limit', 'offset'].map((name) => Number(searchParams.get(name))));
    deepEqual(limits.slice(0, 2), [
      [1, 0],
      [247, 0],
    ]);
    const [event] = await rows(bench.database, 'SELECT request_id FROM error_events');
    equal(event?.['request_id'], 'exchange-1');
  });
});

describe('Collector with an SMTP mailbox', () => {
  const newBench = collectorBenches();

  it('counts new messages as SEND, and those before only of a server that is counted from its start', async () => {
    for (const [countedBefore, sent] of [
      [1, 3],
      [0, 5],
    ] as const) {
      const bench = await newBench();
      // What the log does not tell of makes first contact a baseline.
      for (let i = 0; i < countedBefore; i++) bench.model.count({ at: bench.clock.now() });
      bench.model.mailbox = ['old-1', 'old-2'];
      await bench.start();
      bench.model.mailbox.push('new-1');
      await bench.until(16);
      bench.model.mailbox = ['new-1', 'new-2', 'new-3'];
      await bench.until(60);
      deepEqual(await bench.stored(), { 'smtp SEND -': sent });
      const state = (await bench.database.loadState()) ?? '';
      doesNotMatch(state, /hush/);
    }
  });

  it('counts all of a process that began after our last look', async () => {
    const bench = await newBench();
    bench.model.mailbox = [];
    await bench.start();
    await bench.until(16);
    bench.model.restart(bench.clock.now());
    bench.model.mailbox = ['one'];
    await bench.until(60);
    deepEqual(await bench.stored(), { 'smtp SEND -': 1 });
  });

  it('leaves it to the counters where these move', async () => {
    const bench = await newBench();
    bench.model.mailbox = [];
    await bench.start();
    bench.model.mailbox.push('one');
    bench.model.move('mockforge_smtp_messages_received_total', {}, 1);
    await bench.until(60);
    deepEqual(await bench.stored(), { 'smtp SEND -': 1 });
  });

  it('asks no more where there is none', async () => {
    const bench = await newBench();
    await bench.start();
    await bench.until(60);
    deepEqual(bench.secondsOf(mockPortPaths.mailbox), [0]);
    deepEqual(await bench.stored(), {});
  });
});
