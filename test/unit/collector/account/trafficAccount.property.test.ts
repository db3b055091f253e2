import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { AccountBench } from '../../../support/accountBench';
import type { Totals } from '../../../support/books';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

const seed = 1;

interface Request {
  readonly kind: 'logged' | 'fault' | 'graphql';
  readonly method: 'GET' | 'POST';
  readonly status: number;
  readonly path: string;
  readonly handlerMs: number;
}

/** Fifteen seconds: the server may be restarted first, then come requests, a poll, a kill, and the scrape. */
interface Slot {
  readonly restart: boolean;
  readonly requests: readonly Request[];
  readonly poll: boolean;
  readonly kill: boolean;
  readonly scrape: boolean;
  readonly log: boolean;
}

const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.constantFrom('logged', 'logged', 'logged', 'fault', 'graphql'),
  method: fc.constantFrom('GET', 'POST'),
  status: fc.constantFrom(200, 200, 404, 500),
  path: fc.constantFrom('/a', '/b/{id}', '/c/77'),
  handlerMs: fc.nat(300),
});

/** True once in `times`. */
function rarely(times: number): fc.Arbitrary<boolean> {
  return fc.nat(times - 1).map((n) => n === 0);
}

type Trouble = Partial<Record<'restart' | 'kill' | 'scrape' | 'log', fc.Arbitrary<boolean>>>;

function slots(trouble: Trouble): fc.Arbitrary<Slot[]> {
  const slot = fc.record({
    restart: fc.constant(false),
    requests: fc.array(request, { maxLength: 8 }),
    poll: fc.boolean(),
    kill: fc.constant(false),
    scrape: fc.constant(true),
    log: fc.constant(true),
    ...trouble,
  });
  return fc.array(slot, { minLength: 1, maxLength: 20 });
}

interface Entry {
  /** Which run of the server served it. */
  readonly run: number;
  readonly name: string;
  /** Null: the log does not know it. */
  readonly endpoint: string | null;
}

/** What the sources said of random traffic to an account that is fed from it, and what must come of that. */
class Observed {
  readonly server = new MockForgeModel(after(-60));
  readonly bench = new AccountBench(this.server);
  readonly entries: Entry[] = [];
  #run = 1;
  /** What the counters counted up to the last good scrape, and what it was a baseline for. */
  readonly #counted = new Set<Entry>();
  readonly #before = new Set<Entry>();
  /** What was read in the log and is in the account's memory, and what of it is in its stored state. */
  #read = new Set<Entry>();
  #committed = new Set<Entry>();
  readonly #alone = new Set<Entry>();

  serve(requests: readonly Request[], begin: number): void {
    for (const [i, { kind, method, status, path, handlerMs }] of requests.entries()) {
      const served = { at: begin + i * 1000, method, status, path, handlerMs };
      if (kind === 'graphql') this.server.serveGraphql();
      else if (kind === 'fault') this.server.count(served);
      else this.server.serve(served);
      const name = kind === 'graphql' ? 'graphql query 200' : `http ${method} ${status}`;
      const endpoint = { '/a': '/a', '/b/{id}': '/b/:id', '/c/77': '/c/:id' }[path] ?? path;
      this.entries.push({ run: this.#run, name, endpoint: kind === 'logged' ? endpoint : null });
    }
  }

  restart(at: number): void {
    this.server.restart(at);
    this.#run++;
  }

  poll(at: number): void {
    this.#readLog();
    if (this.bench.poll(at)) this.#committed = new Set(this.#read);
  }

  kill(): void {
    this.bench.kill();
    this.#read = new Set(this.#committed);
  }

  scrape(at: number, log: boolean): void {
    if (log) this.#readLog();
    this.bench.scrape(at, log ? {} : { log: null });
    this.bench.books.assertSound();
    // At first contact all is counted where the log names all of it: faults have no counter of their own here.
    const isAllKnown = this.entries.every(
      ({ name, endpoint }) => endpoint !== null || name.startsWith('graphql'),
    );
    const isFirst = this.#counted.size + this.#before.size === 0 && at === noon && !isAllKnown;
    for (const entry of this.entries) {
      const current = entry.run === this.#run;
      if (isFirst) this.#before.add(entry);
      const isOver = isFirst || (!current && !this.#counted.has(entry));
      if (isOver && this.#read.has(entry) && !this.#isTold(entry)) this.#alone.add(entry);
      if (current && !isFirst && !this.#before.has(entry)) this.#counted.add(entry);
    }
    this.#committed = new Set(this.#read);
  }

  #isTold(entry: Entry): boolean {
    return this.#alone.has(entry) || (this.#before.has(entry) && this.#counted.has(entry));
  }

  #readLog(): void {
    for (const entry of this.entries) {
      if (entry.run === this.#run && entry.endpoint !== null) this.#read.add(entry);
    }
  }

  get totals(): Totals {
    return tally([...this.#counted, ...this.#alone].map(({ name }) => name));
  }
}

function tally(names: readonly string[]): Totals {
  const totals: Totals = {};
  for (const name of [...names].sort()) totals[name] = (totals[name] ?? 0) + 1;
  return totals;
}

/** Plays the slots after a first contact at noon, and then three quiet ones in which everything answers. */
function play(past: readonly Request[], played: readonly Slot[]): Observed {
  const observed = new Observed();
  observed.serve(past, after(-20));
  observed.scrape(noon, true);
  const quiet: Slot = {
    restart: false,
    requests: [],
    poll: false,
    kill: false,
    scrape: true,
    log: true,
  };
  for (const [i, slot] of [...played, quiet, quiet, quiet].entries()) {
    const begin = after(i * 15);
    if (slot.restart) observed.restart(begin + 1000);
    observed.serve(slot.requests, begin + 2000);
    if (slot.poll) observed.poll(begin + 12_000);
    if (slot.kill) observed.kill();
    if (slot.scrape) observed.scrape(begin + 15_000, slot.log);
  }
  return observed;
}

const past = fc.array(request, { maxLength: 5 });

describe('TrafficAccount: any traffic', function () {
  this.timeout(120_000);

  it('is counted exactly as far as counters and log were seen, whatever fails, dies or is killed', () => {
    const trouble = {
      restart: rarely(6),
      kill: rarely(4),
      scrape: fc.oneof(fc.constant(true), fc.boolean()),
      log: fc.oneof(fc.constant(true), fc.boolean()),
    };
    fc.assert(
      fc.property(past, slots(trouble), (before, played) => {
        const observed = play(before, played);
        deepEqual(observed.bench.books.totals, observed.totals);
        const verified = observed.bench.verification();
        ok(typeof verified !== 'string');
        for (const { stored, counted } of verified.cells) equal(stored, counted);
      }),
      { seed, numRuns: 250 },
    );
  });

  it('finds the endpoint of each request that the log knows while one process runs', () => {
    const trouble = { kill: rarely(4), scrape: fc.boolean(), log: fc.boolean() };
    fc.assert(
      fc.property(slots(trouble), (played) => {
        const observed = play([], played);
        const names = observed.entries.map(({ name, endpoint }) =>
          name.startsWith('graphql') ? `${name} /graphql` : `${name} ${endpoint ?? '-'}`,
        );
        deepEqual(observed.bench.books.byEndpoint, tally(names));
        equal(observed.bench.state.diagnostics.lateRows, 0);
      }),
      { seed, numRuns: 250 },
    );
  });

  it('has rows whose latency adds up to the histogram of its method while nothing fails', () => {
    fc.assert(
      fc.property(slots({ restart: rarely(6) }), (played) => {
        const loud = played.map((slot) => ({ ...slot, poll: false }));
        const { entries, bench } = play([], loud);
        const sent = loud.flatMap(({ requests }) => requests);
        equal(entries.length, sent.length);
        const expected = sent
          .filter(({ kind, method }) => kind !== 'graphql' && method === 'GET')
          .reduce((sum, { handlerMs }) => sum + handlerMs + 0.5, 0);
        equal((bench.books.latency['http GET'] ?? 0).toFixed(6), expected.toFixed(6));
      }),
      { seed, numRuns: 100 },
    );
  });
});
