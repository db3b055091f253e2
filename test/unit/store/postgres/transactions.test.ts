import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import * as fc from 'fast-check';
import type { PostgresConnection } from '../../../../src/store/postgres/postgresConnection';
import { ServerError } from '../../../../src/store/postgres/serverError';
import { postgresConnections } from '../../../support/postgresConnections';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';
import type { PostgresAddress } from '../../../support/postgresServer';

/** One statement of a transaction. */
type Step =
  | { readonly do: 'add' | 'remove'; readonly n: number }
  | { readonly do: 'addAll'; readonly from: number; readonly count: number }
  | { readonly do: 'script'; readonly n: number }
  | { readonly do: 'look' };

const numbers = fc.integer({ min: 0, max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('add', 'remove'), n: numbers }) },
  fc.record({
    do: fc.constant('addAll' as const),
    from: numbers,
    count: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ do: fc.constant('script' as const), n: numbers }),
  fc.record({ do: fc.constant('look' as const) }),
);

const add =
  'INSERT INTO counted (n, times) VALUES (:n, 1) ON CONFLICT (n) DO UPDATE SET times = counted.times + 1';

/** Does a step; what a look sees goes to `seen`. */
function take(connection: PostgresConnection, given: Step, seen: string[]): void {
  if (given.do === 'add') connection.run(add, { n: given.n });
  else if (given.do === 'remove')
    connection.run('DELETE FROM counted WHERE n = :n', { n: given.n });
  else if (given.do === 'addAll') {
    connection.runEach(
      add,
      Array.from({ length: given.count }, (_, i) => ({ n: given.from + i })),
    );
  } else if (given.do === 'script') {
    connection.execute(`UPDATE counted SET times = times + 1 WHERE n = ${given.n}; SELECT 1`);
  } else seen.push(contents(connection));
}

function contents(connection: PostgresConnection): string {
  return connection
    .all('SELECT n, times FROM counted ORDER BY n')
    .map((row) => `${row.number('n')}: ${row.number('times')}`)
    .join(', ');
}

describeWithPostgres('a transaction in PostgreSQL', () => {
  const connect = postgresConnections();
  let address: PostgresAddress;
  let connection: PostgresConnection;
  before(async () => {
    address = await newPostgresDatabase();
    connection = connect(address);
    connection.execute(
      'CREATE TABLE counted (n bigint PRIMARY KEY, times bigint CHECK (times < 1000))',
    );
  });
  beforeEach(() => {
    connection = connect(address);
    connection.execute('TRUNCATE counted');
  });

  it('comes to the same whether statements are sent ahead or each is waited for', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const run = (isWaitedFor: boolean): string[] => {
          connection.execute('TRUNCATE counted');
          const seen: string[] = [];
          connection.transaction(() => {
            for (const given of steps) {
              take(connection, given, seen);
              if (isWaitedFor) connection.first('SELECT 1');
            }
          });
          return [...seen, contents(connection)];
        };
        deepEqual(run(false), run(true));
      }),
      { numRuns: 60 },
    );
  });

  it('takes many more statements than are sent at a time', () => {
    connection.transaction(() => {
      for (let n = 0; n < 5000; n += 1) connection.run(add, { n });
    });
    equal(connection.first('SELECT COUNT(*) AS n FROM counted')?.number('n'), 5000);
  });

  const failures: Record<string, (connection: PostgresConnection) => void> = {
    'a statement that was sent ahead': (failing) => {
      failing.run('INSERT INTO counted (n, times) VALUES (:n, 5000)', { n: -1 });
    },
    'a statement that was sent ahead and is no statement': (failing) => {
      failing.run('INSERT INTO nowhere VALUES (1)');
    },
    'one of many rows': (failing) => {
      failing.runEach('INSERT INTO counted (n, times) VALUES (:n, :times)', [
        { n: -1, times: 1 },
        { n: -2, times: 5000 },
      ]);
    },
    'a script': (failing) => {
      failing.execute('UPDATE counted SET times = 1; SELECT 1 / 0');
    },
    'a statement with a result': (failing) => {
      failing.all('SELECT 1 / 0');
    },
    'a row that is not the first': (failing) => {
      failing.each(
        'SELECT 1 / (5000 - n) AS x FROM generate_series(1, 9000) AS n',
        {},
        () => undefined,
      );
    },
    'its own work': () => {
      throw new Error('thrown in between');
    },
  };
  for (const [what, fail] of Object.entries(failures)) {
    it(`is all or nothing when ${what} fails, anywhere`, () => {
      fc.assert(
        fc.property(
          fc.array(step, { maxLength: 12 }),
          fc.array(step, { maxLength: 12 }),
          (before, after) => {
            connection.run(add, { n: 7 });
            const stored = contents(connection);
            throws(() => {
              connection.transaction(() => {
                for (const given of before) take(connection, given, []);
                fail(connection);
                for (const given of after) take(connection, given, []);
              });
            }, /22012|23514|42P01|thrown in between/);
            equal(contents(connection), stored);
          },
        ),
        { numRuns: 20 },
      );
    });
  }

  it('cannot be committed where its work went on after a failure', () => {
    throws(() => {
      connection.transaction(() => {
        connection.run(add, { n: 1 });
        try {
          connection.all('SELECT 1 / 0');
        } catch {
          connection.run(add, { n: 2 });
        }
      });
    }, /22012/);
    equal(contents(connection), '');
  });

  it('is one at a time', () => {
    throws(() => {
      connection.transaction(() => {
        connection.transaction(() => undefined);
      });
    }, /open already/);
  });

  it('that only reads sees one moment, and writes nothing', () => {
    const other = connect(address);
    connection.snapshot(() => {
      equal(contents(connection), '');
      other.run(add, { n: 1 });
      equal(contents(connection), '');
    });
    equal(contents(connection), '1: 1');
    throws(() => {
      connection.snapshot(() => {
        connection.run(add, { n: 2 });
      });
    }, /server_read_only/);
  });

  it('leaves nothing when its session is ended before any of its statements', () => {
    const other = connect(address);
    const statements = 6;
    for (let killed = 0; killed <= statements; killed += 1) {
      const victim = connect(address);
      const pid = victim.first('SELECT pg_backend_pid() AS pid')?.number('pid') ?? 0;
      const kill = (): void => {
        other.first('SELECT pg_terminate_backend(:pid, 10000) AS done', { pid });
      };
      throws(
        () => {
          victim.transaction(() => {
            for (let n = 0; n < statements; n += 1) {
              if (n === killed) kill();
              if (n % 2 === 0) victim.run(add, { n });
              else victim.all('SELECT n FROM counted WHERE n = :n', { n });
            }
            if (killed === statements) kill();
          });
        },
        (error: unknown) => error instanceof ServerError && error.fault.kind === 'connection_lost',
      );
      equal(contents(other), '');
      throws(() => victim.all('SELECT 1'), { name: 'StoreError' });
      ok(contents(other) === '');
    }
  });
});
