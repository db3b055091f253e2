import { deepEqual, equal } from 'node:assert/strict';
import type { Totals } from '../../../support/books';
import { ChaosBench, chaosRoutes, faultsByEndpoint } from '../../../support/chaosBench';
import type { Moved } from '../../../support/chaosBench';
import { after, minute } from '../../../support/times';

/** Numbers of a real server: faults and errors of four scrapes, equally many in each. */
const recorded: readonly Moved[] = [
  {
    errors: { 'GET 500': 4, 'GET 503': 2, 'POST 500': 1, 'PUT 503': 1 },
    faults: {
      '/api/auth/login': 1,
      '/api/orders/o-1': 1,
      '/api/products/p-1': 1,
      '/api/search': 1,
      '/api/users': 2,
      '/api/users/17': 2,
    },
  },
  {
    errors: { 'GET 500': 2, 'GET 503': 1, 'POST 500': 1 },
    faults: { '/api/orders': 1, '/api/orders/o-2/items': 1, '/api/users': 1, '/api/users/18': 1 },
  },
  {
    errors: { 'GET 500': 1, 'GET 503': 3, 'PUT 500': 1 },
    faults: { '/api/orders/o-3': 1, '/api/users': 2, '/api/users/19': 2 },
  },
  {
    errors: { 'GET 500': 2, 'GET 503': 4 },
    faults: {
      '/api/invoices': 1,
      '/api/products': 1,
      '/api/search': 2,
      '/api/users': 1,
      '/ping': 1,
    },
  },
];

/** The same in another order. */
function reversed(totals: Totals): Totals {
  return Object.fromEntries(Object.entries(totals).reverse());
}

function putsOf({ failed }: ChaosBench): string[] {
  return Object.keys(failed).filter((name) => name.startsWith('PUT'));
}

const bothPuts = ['PUT 500 /api/users/:id', 'PUT 503 /api/users/:id'];

describe('TrafficAccount: injected faults', () => {
  it('take the errors of their own scrape, and at once where each has one', () => {
    const bench = new ChaosBench();
    for (const [i, moved] of recorded.entries()) {
      bench.move(moved);
      bench.next();
      deepEqual(bench.failedByEndpoint, faultsByEndpoint(recorded.slice(0, i + 1)));
      equal(bench.waiting, 0);
    }
    deepEqual(putsOf(bench), bothPuts);
    for (const method of ['GET', 'POST', 'PUT']) {
      for (const [name] of Object.entries(bench.failed)) {
        const [of = '', , endpoint = ''] = name.split(' ');
        if (of === method) equal(chaosRoutes.methodsOf(endpoint).has(method), true, name);
      }
    }
    for (const second of [0, 1, 2]) bench.next({ log: second === 1 ? null : [] });
    equal(bench.lateFaults, 0);
  });

  it('take an error of their own scrape before one that fits their endpoint better', () => {
    const bench = new ChaosBench();
    bench.move({ errors: { 'DELETE 500': 1 }, faults: { '/api/search': 1 } });
    bench.next();
    bench.move({ errors: { 'GET 500': 1 }, faults: {} });
    for (let scrape = 0; scrape < 4; scrape++) bench.next();
    deepEqual(bench.failed, { 'DELETE 500 /api/search': 1, 'GET 500 -': 1 });
  });

  it('do so in whatever order they are told', () => {
    const bench = new ChaosBench();
    for (const { errors, faults } of recorded) {
      bench.move({ faults: reversed(faults) });
      bench.move({ errors: reversed(errors) });
      bench.next();
    }
    deepEqual(bench.failedByEndpoint, faultsByEndpoint(recorded));
    deepEqual([bench.waiting, putsOf(bench)], [0, bothPuts]);
  });

  it('do so where a killed collector goes on', () => {
    const bench = new ChaosBench();
    for (const moved of recorded) {
      bench.move(moved);
      bench.next();
      bench.kill();
    }
    deepEqual(bench.failedByEndpoint, faultsByEndpoint(recorded));
    deepEqual([bench.waiting, putsOf(bench)], [0, bothPuts]);
  });

  it('do so where the log is read late', () => {
    const bench = new ChaosBench();
    for (const [i, moved] of recorded.entries()) {
      bench.move(moved);
      bench.server.serve({ at: after(18 + i * 15), path: '/ping', status: 503 });
      bench.next({ log: null });
    }
    deepEqual(bench.failedByEndpoint, { '-': 27 });
    bench.next();
    const expected = faultsByEndpoint(recorded);
    deepEqual(bench.failedByEndpoint, { ...expected, '/ping': (expected['/ping'] ?? 0) + 4 });
    deepEqual([bench.waiting, bench.lateFaults, putsOf(bench)], [0, 0, bothPuts]);
  });

  it('do so where no log is read for long, and then none for good', () => {
    const bench = new ChaosBench();
    for (const moved of recorded) {
      bench.move(moved);
      bench.next({ log: null });
    }
    for (let i = 0; i < 42; i++) bench.next({ log: null });
    deepEqual(bench.failedByEndpoint, faultsByEndpoint(recorded));
    deepEqual([bench.waiting, bench.lateFaults], [0, 0]);
  });

  for (const [what, by] of [
    ['earlier', -1],
    ['later', 1],
  ] as const) {
    it(`find their requests where one is told a scrape ${what}`, () => {
      for (const [i, { faults }] of recorded.entries()) {
        for (const path of Object.keys(faults)) {
          if (i + by < 0) continue;
          const bench = new ChaosBench();
          for (const moved of shifted(i, path, by)) {
            bench.move(moved);
            bench.next();
          }
          for (let scrape = 0; scrape < 3; scrape++) bench.next();
          const name = `${path} of scrape ${i + 1}`;
          deepEqual(bench.failedByEndpoint, faultsByEndpoint(recorded), name);
          deepEqual([bench.waiting, bench.lateFaults], [0, 0], name);
        }
      }
    });
  }

  it('answer with the status of their type', () => {
    const bench = new ChaosBench();
    bench.server.serve({ at: after(17), path: '/ping', status: 429 });
    bench.move({
      errors: { 'GET 504': 1, 'GET 429': 1, 'POST 408': 1, 'GET 503': 2, 'GET 500': 1 },
      faults: {
        '/api/users/1 timeout': 1,
        '/api/search rate_limit': 1,
        '/api/orders packet_loss': 1,
        '/ping connection_error': 1,
        '/api/products http_error': 2,
      },
    });
    bench.next();
    deepEqual(bench.failed, {
      'GET 429 /api/search': 1,
      'GET 429 /ping': 1,
      'GET 500 /api/products': 1,
      'GET 503 /api/products': 1,
      'GET 503 /ping': 1,
      'GET 504 /api/users/:id': 1,
      'POST 408 /api/orders': 1,
    });
    equal(bench.waiting, 0);
  });

  it('of GraphQL are POSTs, which its own counters never counted', () => {
    const bench = new ChaosBench();
    bench.server.serveGraphql();
    bench.move({
      errors: { 'POST 500': 1, 'GET 503': 1 },
      faults: { '/graphql': 1, '/api/users': 1 },
    });
    bench.next();
    deepEqual(bench.failed, { 'GET 503 /api/users': 1, 'POST 500 /graphql': 1 });
    equal(bench.books.byEndpoint['graphql query 200 /graphql'], 1);
  });

  it('leave what nobody names not attributed, and have the rest a scrape later', () => {
    const bench = new ChaosBench();
    bench.move({ errors: { 'GET 500': 1, 'POST 404': 1 }, faults: { '/api/search': 1 } });
    bench.next();
    deepEqual(bench.failedByEndpoint, { '-': 2 });
    bench.next();
    deepEqual(bench.failed, { 'GET 500 /api/search': 1, 'POST 404 -': 1 });
  });

  it('that a process leaves without their request at its end are counted', () => {
    const bench = new ChaosBench();
    for (const moved of recorded) {
      bench.move(moved);
      bench.next();
    }
    bench.move({ errors: { 'GET 500': 1 }, faults: { '/api/search': 1, '/ping': 2 } });
    bench.next();
    equal(bench.waiting, 3);
    bench.restart();
    bench.move({ errors: { 'POST 500': 1 }, faults: { '/api/users': 1 } });
    bench.next();
    deepEqual([bench.waiting, bench.lateFaults], [0, 2]);
    equal(bench.failed['POST 500 /api/users'], 1);
    const named = Object.values(bench.failedByEndpoint).reduce((sum, count) => sum + count, 0);
    deepEqual([named, bench.failedByEndpoint['-']], [25, undefined]);
  });

  it('are counted, and the last ones named, where the server is known to have ended', () => {
    const bench = new ChaosBench();
    bench.move({ errors: { 'GET 500': 2 }, faults: { '/api/search': 1, '/ping timeout': 2 } });
    bench.next();
    bench.end(after(40));
    bench.books.assertSound();
    deepEqual([bench.waiting, bench.lateFaults], [0, 2]);
    deepEqual(bench.failedByEndpoint, { '-': 1, '/api/search': 1 });
  });

  it('are counted where no request comes for them', () => {
    const bench = new ChaosBench();
    bench.move({ faults: { '/ping': 3 } });
    for (let scrape = 0; scrape < 3; scrape++) bench.next();
    deepEqual([bench.waiting, bench.lateFaults], [0, 3]);
  });

  it('of a day and more without a scrape are nobody’s', () => {
    const bench = new ChaosBench();
    bench.move({ errors: { 'GET 500': 4 }, faults: { '/ping': 4 } });
    bench.scrape(after(90_000));
    bench.move({ errors: { 'GET 503': 1 }, faults: { '/api/search': 1 } });
    bench.scrape(after(90_015));
    deepEqual(bench.failed, { 'GET 503 /api/search': 1 });
    deepEqual([bench.waiting, bench.lateFaults], [0, 0]);
  });

  it('are not counted again if their series is briefly missing or lower', () => {
    const bench = new ChaosBench();
    const labels = { fault_type: 'http_error', endpoint: '/ping' };
    const set = (to: number): void => {
      bench.server.move('mockforge_chaos_faults_total', labels, 0, to);
    };
    bench.move({ errors: { 'GET 500': 5 } });
    for (const value of [5, 2, 5, NaN, 6]) {
      set(value);
      if (value === 6) bench.move({ errors: { 'GET 503': 1 } });
      bench.next();
    }
    deepEqual(bench.failed, { 'GET 500 /ping': 5, 'GET 503 /ping': 1 });
    deepEqual([bench.waiting, bench.lateFaults], [0, 0]);
  });

  it('have endpoints of any name', () => {
    const bench = new ChaosBench();
    const names = ['__proto__', 'constructor', '/a\tb'];
    for (const endpoint of names)
      bench.move({ errors: { 'GET 500': 1 }, faults: { [endpoint]: 1 } });
    const path = '__proto__';
    bench.server.serve({ at: after(17), path }, { at: after(18), path, method: 'POST' });
    bench.next();
    bench.move({ errors: { 'POST 500': 1, 'GET 503': 1 } });
    bench.server.injectFault(path);
    bench.next();
    bench.next();
    deepEqual(
      new Map(Object.entries(bench.failed)),
      new Map([
        ['GET 500 /a\tb', 1],
        ['GET 500 __proto__', 1],
        ['GET 500 constructor', 1],
        ['GET 503 __proto__', 1],
        ['POST 500 -', 1],
      ]),
    );
    equal(bench.waiting, 0);
  });

  it('are told in one event an endpoint, type and minute, also where they are matched late', () => {
    const bench = new ChaosBench();
    const moved = { errors: { 'GET 500': 1, 'POST 404': 1 }, faults: { '/ping': 1 } };
    for (let scrape = 0; scrape < 8; scrape++) {
      bench.move(moved);
      bench.next();
    }
    for (let scrape = 0; scrape < 4; scrape++) bench.next();
    const told = bench.books.errors.filter(({ errorType }) => errorType === 'injected_fault');
    deepEqual(
      told.map(({ timestamp, metadata }) => [timestamp, metadata['count']]),
      [
        [minute(0), 3],
        [minute(1), 4],
        [minute(2), 1],
      ],
    );
  });
});

/** The recorded scrapes, but for one fault of the i-th that is told so many later; one more scrape follows them. */
function shifted(i: number, path: string, by: number): Moved[] {
  const moved = [...recorded, { errors: {}, faults: {} }].map(({ errors, faults }) => ({
    errors,
    faults: { ...faults },
  }));
  const add = (n: number, count: number): void => {
    const faults = moved[n]?.faults ?? {};
    faults[path] = (faults[path] ?? 0) + count;
  };
  add(i, -1);
  add(i + by, 1);
  return moved;
}
