import { deepEqual, equal, match } from 'node:assert/strict';
import { rowsOf } from '../../../src/domain/resultTable';
import { adminPaths } from '../../../src/mockforge/paths';
import { english } from '../../../src/sentences/localize';
import { unreadableText } from '../../../src/sentences/unreadableText';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import { send } from '../../support/mockForgeServer';

const users = 'http GET 200 /api/users';

describe('Odd entries of answers', function () {
  this.timeout(20_000);
  const newBench = collectorBenches();

  function told({ status }: CollectorBench): readonly unknown[] {
    const { unreadableEntries, lastUnreadable = null } = status.diagnostics ?? {};
    return [unreadableEntries, lastUnreadable && unreadableText(lastUnreadable, english)];
  }

  const odd: readonly object[] = [
    { status_code: null },
    { status_code: '200' },
    { timestamp: '2016-12-31T23:59:60.500Z' },
    { timestamp: '9999-12-31T23:59:59Z' },
    { id: null },
    { response_time_ms: -1 },
    { method: undefined },
  ];

  it('cost the rows beside them nothing, and count once, however often they are read', async () => {
    const bench = await newBench();
    await bench.start();
    await bench.until(3);
    for (const parts of odd) {
      bench.serve(1);
      bench.model.logOdd(bench.clock.now(), parts);
    }
    await bench.until(60);
    deepEqual(await bench.stored(), { [users]: odd.length });
    deepEqual(told(bench), [odd.length, 'a row of the request log: its method is missing']);
    equal(bench.status.log.state, 'on');
    const lines = bench.lines.filter((line) => line.includes('unreadable entries'));
    equal(lines.length, 1, lines.join('\n'));
    match(lines[0] ?? '', /unreadable entries, left out: 7 \(a row of the request log: /);
  });

  for (const timestamp of ['9999-12-31T23:59:59Z', '1970-01-01T00:00:00Z', '0', '', null]) {
    it(`leave the rows at their time where the answer says ${JSON.stringify(timestamp)} for its own`, async () => {
      const bench = await newBench();
      bench.server.adminAnswer = ({ url }, response) => {
        if (!url?.startsWith(adminPaths.logs)) {
          send(response, 'text/plain', '', 404);
          return;
        }
        const body = JSON.parse(bench.model.logBody(bench.clock.now())) as object;
        send(response, 'application/json', JSON.stringify({ ...body, timestamp }));
      };
      await bench.start();
      await bench.until(3);
      bench.serve(5);
      await bench.until(60);
      deepEqual(await bench.stored(), { [users]: 5 });
    });
  }

  it('are the same to the live stream and to the ring', async () => {
    const bench = await newBench();
    bench.server.streams = true;
    await bench.start();
    await bench.until(3);
    for (const parts of [{ status_code: null }, { method: '' }]) {
      bench.serve(1);
      bench.model.logOdd(bench.clock.now(), parts);
      await bench.until(4);
    }
    await bench.until(60);
    deepEqual(await bench.stored(), { [users]: 2 });
    equal(told(bench)[0], 2);
  });

  it('are remembered by who goes on from the same database', async () => {
    const bench = await newBench();
    await bench.start();
    bench.model.logOdd(bench.clock.now(), { id: 'odd', status_code: null });
    await bench.until(15);
    await bench.collector.pause();

    const second = await newBench({ database: bench.database });
    // It has answered the same questions as the first: whether there is a recorder and a mailbox.
    for (const status of [404, 501]) second.model.count({ at: second.clock.now(), status });
    second.model.logOdd(second.clock.now(), { id: 'odd', status_code: null });
    await second.start();
    equal(told(second)[0], 1);
  });

  it('make no full ring look like one that was emptied', async () => {
    const bench = await newBench();
    await bench.start();
    bench.serve(10);
    await bench.until(15);
    bench.serve(999);
    bench.model.logOdd(bench.clock.now(), { status_code: null });
    await bench.until(75);
    deepEqual(await bench.stored(), { [users]: 1009 });
    equal(bench.status.diagnostics?.lateRows, 0);
  });

  it('of the routes and the recorder are left out and told', async () => {
    const bench = await newBench();
    const { model, server } = bench;
    model.hasRecorder = true;
    server.routes = [{ method: 'GET', path: null }, ...server.routes];
    await bench.start();
    deepEqual(told(bench), [1, 'a route: its path is null']);
    model.recordOdd({ request: { id: 'odd', method: 'GET' }, response: { status_code: 200 } });
    await bench.until(3);
    const failed = { path: '/items/{sku}', rawPath: '/items/7', status: 404 };
    model.serve({ at: bench.clock.now(), ...failed, answer: '{"error":"no"}' });
    await bench.until(30);
    deepEqual(told(bench), [2, 'an exchange of the recorder: its path is missing']);
    const sql = 'SELECT endpoint, error_message FROM error_events';
    deepEqual(rowsOf(await bench.database.readSql(sql, 9)), [
      { endpoint: '/items/:sku', error_message: 'no' },
    ]);
  });

  it('of the mailbox are no messages', async () => {
    const bench = await newBench();
    bench.model.mailbox = [];
    await bench.start();
    bench.model.mailbox = ['a', 'a', ''];
    await bench.until(30);
    deepEqual(await bench.stored(), { 'smtp SEND -': 1 });
    equal(told(bench)[0], 2);
  });
});
