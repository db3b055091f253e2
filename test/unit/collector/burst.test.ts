import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { CollectorStore } from '../../../src/collector/accountSession';
import { mockPortPaths } from '../../../src/mockforge/paths';
import { collectorBenches } from '../../support/collectorBench';
import type { BenchOptions, CollectorBench } from '../../support/collectorBench';
import { send } from '../../support/mockForgeServer';
import type { Served } from '../../support/mockForgeModel';
import { after } from '../../support/times';
import { rows } from '../../support/trafficRows';

const cause = 'body validation failed: "total" is a required property';
const refused: Omit<Served, 'at'> = {
  method: 'POST',
  path: '/api/orders',
  status: 400,
  body: '{"password":"hunter2"}',
  answer: JSON.stringify({ error: cause }),
};
const orders = 'http POST 400 /api/orders';

describe('Collector in a burst of failures', function () {
  this.timeout(60_000);
  const newBench = collectorBenches();

  async function started(options: BenchOptions = {}, streams = false): Promise<CollectorBench> {
    const bench = await newBench(options);
    bench.model.hasRecorder = true;
    bench.server.streams = streams;
    await bench.start();
    await bench.until(16);
    return bench;
  }

  /** So many refusals a second from second `from` to `to`, in tenths of a second. */
  async function burst(
    bench: CollectorBench,
    { perSecond = 160, from = 16, to = 36, parts = {} as Partial<Served> },
  ): Promise<void> {
    const tenths = Math.round((to - from) * 10);
    for (let tenth = 0; tenth < tenths; tenth++) {
      const begin = from + tenth / 10;
      const count = perSecond / 10;
      for (let i = 0; i < count; i++) {
        const at = after(begin + i / perSecond);
        bench.model.serve({ ...refused, ...parts, at: Math.floor(at) });
      }
      await bench.until(begin + 0.1);
    }
  }

  /** Each request has its endpoint, no gap is drawn, nothing of ours is counted, and scrapes keep their second. */
  async function assertCounted(bench: CollectorBench, requests: number, to = 75): Promise<void> {
    deepEqual(await bench.stored(), { [orders]: requests });
    const told = await rows(
      bench.database,
      "SELECT kind FROM collection_events WHERE kind NOT IN ('coverage', 'first_contact')",
    );
    deepEqual(told, []);
    deepEqual(
      bench.secondsOf('/metrics'),
      Array.from({ length: to / 15 + 1 }, (_, i) => i * 15),
    );
    const { diagnostics } = JSON.parse((await bench.database.loadState()) ?? '') as {
      diagnostics: Record<string, number>;
    };
    deepEqual([diagnostics['lateRows'], diagnostics['countedFromLog']], [0, 0]);
  }

  /** Failed requests that are stored one by one, by their messages, and how many the others stand for. */
  async function errors({ database }: CollectorBench): Promise<unknown> {
    const messages = await rows(
      database,
      `SELECT error_message AS message, COUNT(*) AS n FROM error_events
       WHERE json_extract(metadata, '$.logId') IS NOT NULL GROUP BY 1`,
    );
    const [others] = await rows(
      database,
      `SELECT COUNT(*) AS n, SUM(json_extract(metadata, '$.count')) AS requests FROM error_events
       WHERE json_extract(metadata, '$.count') IS NOT NULL`,
    );
    const [hours] = await rows(database, 'SELECT SUM(failures) AS n FROM failure_hours');
    const stored = Object.fromEntries(messages.map(({ message, n }) => [String(message), n]));
    return { stored, others: [others?.['n'], others?.['requests']], hours: hours?.['n'] };
  }

  const explained = { stored: { [cause]: 1000 }, others: [1, 2200], hours: 3200 };
  const unexplained = { ...explained, stored: { null: 1000 } };

  it('names and explains each, and tells those that it does not store one by one at once', async () => {
    const bench = await started();
    await burst(bench, {});
    await bench.until(37.5);
    deepEqual(await errors(bench), explained);
    await bench.until(75);
    await assertCounted(bench, 3200);
    deepEqual(await errors(bench), explained);
  });

  for (const streams of [false, true]) {
    const how = streams ? 'with' : 'without';

    it(`does so while the recorder takes 2 s an answer, ${how} the live stream`, async () => {
      const bench = await started({}, streams);
      bench.server.mocksDelayMs = 2000;
      await burst(bench, {});
      await bench.until(75);
      await assertCounted(bench, 3200);
      deepEqual(await errors(bench), explained);
    });
  }

  it('does so while the recorder hangs, without the causes, which nobody tells', async () => {
    const bench = await started();
    bench.server.mocksDelayMs = 3_600_000;
    await burst(bench, {});
    await bench.until(75);
    await assertCounted(bench, 3200);
    deepEqual(await errors(bench), unexplained);
    equal(bench.status.recorder.state, 'failing');
    match(
      bench.status.recorder.failure?.what ?? '',
      /^127\.0\.0\.1:\d+ was reached, but .*; it answered until /,
    );
  });

  it('explains what waited for a recorder that hung for a while', async () => {
    const bench = await started();
    bench.server.mocksDelayMs = 3_600_000;
    await burst(bench, { to: 20 });
    bench.server.mocksDelayMs = 0;
    await bench.until(45);
    await assertCounted(bench, 640, 45);
    deepEqual(await errors(bench), { stored: { [cause]: 640 }, others: [0, null], hours: 640 });
  });

  it('does so while the recorder answers 500, which is not to be without one', async () => {
    const bench = await started();
    bench.server.mocksAnswer = (_, response) => {
      bench.model.count({ at: bench.clock.now(), status: 500 });
      send(response, 'text/plain', 'database is locked', 500);
    };
    await burst(bench, {});
    await bench.until(75);
    await assertCounted(bench, 3200);
    deepEqual(await errors(bench), unexplained);
    const { state, failure } = bench.status.recorder;
    equal(state, 'failing');
    match(
      failure?.what ?? '',
      /^The recorder answers 500 Internal Server Error; it answered until /,
    );
    ok(!failure?.todo.includes('--recorder'));
  });

  it('does so while the recorder has a thousand large exchanges, and reads them in parts', async () => {
    const bench = await started();
    await burst(bench, { parts: { body: 'x'.repeat(20_000) } });
    await bench.until(75);
    await assertCounted(bench, 3200);
    deepEqual(await errors(bench), explained);
  });

  it('shows failures within a second or so while the recorder hangs', async () => {
    const bench = await started();
    bench.server.mocksDelayMs = 3_600_000;
    await burst(bench, { to: 17 });
    await bench.until(18.4);
    deepEqual(await errors(bench), { stored: { null: 160 }, others: [0, null], hours: 160 });
  });

  it('loses none of 900 requests a second, whether the stream is connected or not', async () => {
    for (const streams of [false, true]) {
      const bench = await started({}, streams);
      await burst(bench, { perSecond: 900, to: 21, parts: { status: 200 } });
      await bench.until(75);
      deepEqual(await bench.stored(), { 'http POST 200 /api/orders': 4500 });
    }
  });

  it('reads the log and scrapes in its rhythm while a commit takes long', async () => {
    let isSlow = false;
    const holder: { bench?: CollectorBench } = {};
    const wrapStore = (store: CollectorStore): CollectorStore => ({
      otherCollector: () => store.otherCollector(),
      loadState: () => store.loadState(),
      commit: async (batch) => {
        const { bench } = holder;
        if (isSlow && bench) {
          bench.heldCommits++;
          await new Promise<void>((resolve) => {
            bench.clock.schedule(bench.clock.now() + 20_000, resolve);
          });
          bench.heldCommits--;
        }
        await store.commit(batch);
      },
    });
    const bench = await started({ wrapStore });
    holder.bench = bench;
    isSlow = true;
    await burst(bench, {});
    isSlow = false;
    await bench.until(105);
    await assertCounted(bench, 3200, 105);
    deepEqual(await errors(bench), explained);
  });

  it('deducts what it asked itself, whenever the server counted that', async () => {
    for (const countsFirst of [true, false]) {
      const bench = await started();
      bench.server.mocksAnswer = (request, response) => {
        const { searchParams } = new URL(request.url ?? '', bench.server.mocksUrl);
        const [limit = 0, offset = 0] = ['limit', 'offset'].map((name) =>
          Number(searchParams.get(name)),
        );
        if (countsFirst) bench.model.count({ at: bench.clock.now() });
        bench.server.held++;
        bench.clock.schedule(bench.clock.now() + 700, () => {
          bench.server.held--;
          if (!countsFirst) bench.model.count({ at: bench.clock.now() });
          const body = bench.model.recorderBody(limit, offset);
          send(response, 'application/json', body);
        });
      };
      await burst(bench, { perSecond: 10, to: 64 });
      bench.serve(5);
      await bench.until(120);
      ok(bench.secondsOf(mockPortPaths.exchanges).length > 30);
      deepEqual(await bench.stored(), { [orders]: 480, 'http GET 200 /api/users': 5 });
    }
  });

  it('deducts a question that was given up only where the server counted it', async () => {
    for (const isCounted of [true, false]) {
      const bench = await started();
      bench.server.mocksAnswer = () => {
        bench.server.held++;
        if (isCounted) bench.model.count({ at: bench.clock.now() });
      };
      bench.serve(1, '/nope', 404);
      await bench.until(19);
      bench.serve(5);
      await bench.until(28);
      bench.server.held = 0;
      bench.server.mocksAnswer = undefined;
      await bench.until(31);
      bench.serve(5);
      await bench.until(90);
      deepEqual(await bench.stored(), {
        'http GET 200 /api/users': 10,
        'http GET 404 /nope': 1,
      });
    }
  });
});
