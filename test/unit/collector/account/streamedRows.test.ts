import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

const users = 'http GET 200 /api/users';

describe('TrafficAccount: rows of the live stream', function () {
  this.timeout(20_000);
  let server: MockForgeModel;
  let bench: AccountBench;

  beforeEach(() => {
    server = new MockForgeModel(after(-3600));
    bench = new AccountBench(server);
    bench.scrape(noon);
  });

  /** The stream brings the newest `count` rows; how many were new. */
  const stream = (at: number, count = 20): number => {
    const { log } = bench.account;
    const before = log.requestsSince(0);
    log.streamed(server.rows(at).slice(-count), at);
    return log.requestsSince(0) - before;
  };

  function commit(at: number): void {
    const batch = bench.account.uncommitted(at);
    if (batch) bench.books.commit(batch);
  }

  it('counts each once, whether the stream, the log or both bring it', () => {
    server.serve({ at: after(3) }, { at: after(4) });
    equal(stream(after(4)), 2);
    equal(stream(after(5)), 0);
    server.serve({ at: after(6) });
    bench.poll(after(7));
    server.serve({ at: after(8) });
    equal(stream(after(8)), 1);
    for (const second of [15, 30, 45, 60]) bench.scrape(after(second));
    deepEqual(bench.books.byEndpoint, { [users]: 4 });
    equal(bench.state.diagnostics.lateRows, 0);
  });

  it('counts them once though it was killed, whether they were committed or not', () => {
    server.serve({ at: after(3), status: 500 });
    stream(after(3));
    equal(bench.account.log.hasErrors, true);
    commit(after(3));
    equal(bench.account.log.hasErrors, false);
    server.serve({ at: after(5) });
    stream(after(5));
    bench.kill();
    equal(stream(after(7)), 1);
    bench.kill();
    for (const second of [15, 30, 45]) bench.scrape(after(second));
    deepEqual(bench.books.byEndpoint, { 'http GET 500 /api/users': 1, [users]: 1 });
    equal(bench.books.errors.length, 1);
  });

  it('remembers no more of them than the log can bring again', () => {
    for (let second = 0; second < 100; second++) {
      for (let i = 0; i < 20; i++) server.logOnly({ at: after(second) });
      stream(after(second));
    }
    commit(after(100));
    equal(bench.state.ring.ids.length, 1000);
    bench.account.log.read(server.rows(after(101)), 1000, after(101));
    equal(bench.account.log.hasFresh, false);
  });

  it('does not take a ring of which it knows rows from the stream alone for another', () => {
    for (let second = 1; second < 60; second++) {
      for (let i = 0; i < 20; i++) server.serve({ at: after(second) });
      stream(after(second));
    }
    bench.scrape(after(60));
    equal(bench.state.ring.epoch, 0);
    deepEqual(bench.books.byEndpoint, { [users]: 59 * 20 });
  });

  it('counts what only the stream told of a process that died', () => {
    server.serve({ at: after(10) });
    bench.scrape(after(15));
    server.serve({ at: after(20) }, { at: after(21), status: 404 });
    stream(after(21));
    server.restart(after(22));
    bench.poll(after(23));
    server.serve({ at: after(24), path: '/b' });
    stream(after(24));
    bench.scrape(after(30));
    bench.scrape(after(45));
    const alone = { [users]: 2, 'http GET 404 /api/users': 1 };
    deepEqual(bench.books.byEndpoint, { ...alone, 'http GET 200 /b': 1 });
  });

  it('keeps sound and exact books in any order of reads, batches, kills and scrapes', () => {
    const step = fc.constantFrom('serve', 'serve', 'fail', 'stream', 'poll', 'commit', 'kill');
    const property = fc.property(fc.array(fc.array(step, { maxLength: 12 })), (ticks) => {
      const model = new MockForgeModel(after(-3600));
      const books = new AccountBench(model);
      books.scrape(noon);
      let second = 0;
      const served: Record<string, number> = {};
      let failed = 0;
      for (const steps of [...ticks, [], []]) {
        for (const [i, what] of steps.entries()) {
          const at = after(second + 1 + i);
          if (what === 'serve' || what === 'fail') {
            const status = what === 'fail' ? 500 : 200;
            model.serve({ at, status });
            const name = `http GET ${status} /api/users`;
            served[name] = (served[name] ?? 0) + 1;
            if (what === 'fail') failed++;
          } else if (what === 'stream') books.account.log.streamed(model.rows(at).slice(-20), at);
          else if (what === 'poll') books.poll(at);
          else if (what === 'kill') books.kill();
          else {
            const batch = books.account.uncommitted(at);
            if (batch) books.books.commit(batch);
          }
        }
        second += 15;
        books.scrape(after(second));
      }
      books.books.assertSound();
      deepEqual(books.books.byEndpoint, served);
      equal(books.books.errors.length, failed);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });
});
