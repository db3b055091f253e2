import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import * as fc from 'fast-check';
import type { SqlValue } from '../../../../src/store/database/row';
import type { PostgresConnection } from '../../../../src/store/postgres/postgresConnection';
import { ServerError } from '../../../../src/store/postgres/serverError';
import { postgresConnections } from '../../../support/postgresConnections';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';
import type { PostgresAddress } from '../../../support/postgresServer';

/** The values of the first column. */
function column(connection: PostgresConnection, sql: string): SqlValue[] {
  const values: SqlValue[] = [];
  const table = connection.table(sql, {}, 100_000);
  for (let row = 0; row < table.rowCount; row += 1) {
    const value = table.columns[0]?.values[row] ?? null;
    values.push(typeof value === 'number' && Number.isNaN(value) ? null : value);
  }
  return values;
}

const codeIs =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof ServerError && error.code === code;

describeWithPostgres('a connection to PostgreSQL', () => {
  const connect = postgresConnections();
  let address: PostgresAddress;
  before(async () => {
    address = await newPostgresDatabase();
  });

  describe('gives back what it was given', () => {
    const connectOnce = (): PostgresConnection => {
      const connection = connect(address);
      connection.execute(
        'DROP TABLE IF EXISTS kept; CREATE TABLE kept (i bigint, d float8, t text, j jsonb)',
      );
      return connection;
    };
    // No text of PostgreSQL has the character 0, and half a surrogate is no character of UTF-8.
    const text = fc
      .string({ unit: 'binary' })
      .map((drawn) => drawn.replaceAll('\0', ' '))
      .filter((drawn) => Buffer.from(drawn).toString() === drawn);
    const row = fc.record({
      i: fc.option(fc.maxSafeInteger()),
      d: fc.option(fc.double({ noNaN: true })),
      t: fc.option(text),
      j: fc.option(fc.dictionary(text, fc.oneof(fc.integer(), text)).map((v) => JSON.stringify(v))),
    });
    const insert =
      'INSERT INTO kept (i, d, t, j) VALUES (:i, :d, :t, :j) -- not :a parameter, nor is ::text';
    const read = 'SELECT i, d, t, j::text AS j FROM kept';

    it('whatever it is, one by one and many at once', () => {
      const connection = connectOnce();
      fc.assert(
        fc.property(fc.array(row, { maxLength: 20 }), fc.boolean(), (rows, isAtOnce) => {
          connection.execute('TRUNCATE kept');
          if (isAtOnce) connection.runEach(insert, rows);
          else for (const values of rows) connection.run(insert, values);
          const found = connection.all(read).map((stored) => ({
            i: stored.numberOrNull('i'),
            d: stored.numberOrNull('d'),
            t: stored.textOrNull('t'),
            j: JSON.parse(stored.textOrNull('j') ?? 'null') as unknown,
          }));
          deepEqual(
            found,
            rows.map((given) => ({ ...given, j: JSON.parse(given.j ?? 'null') as unknown })),
          );
        }),
        { numRuns: 60 },
      );
    });

    it('numbers of each type, truth as 0 and 1, and a whole number beyond 2^53 never as another', () => {
      const connection = connectOnce();
      const found = connection.first(
        `SELECT true AS yes, false AS no, 7::int2 AS small, SUM(n)::numeric AS total, AVG(n) AS average,
          'NaN'::float8 AS none, '-Infinity'::float8 AS least, 9007199254740993::int8 AS large,
          9007199254740993::numeric AS larger
        FROM (VALUES (1::bigint), (2)) AS given(n)`,
      );
      ok(found);
      deepEqual(
        ['yes', 'no', 'small', 'total', 'average', 'least'].map((name) => found.number(name)),
        [1, 0, 7, 3, 1.5, -Infinity],
      );
      equal(found.numberOrNull('none'), null);
      for (const name of ['large', 'larger']) {
        throws(() => found.number(name), { name: 'StoreError' });
        equal(found.text(name), '9007199254740993');
      }
    });

    it('a text with the character 0 with another in its place', () => {
      const connection = connectOnce();
      connection.run('INSERT INTO kept (t) VALUES (:t)', { t: 'a\0b' });
      connection.runEach('INSERT INTO kept (t) VALUES (:t)', [{ t: '\0' }, { t: 'c' }]);
      deepEqual(column(connection, 'SELECT t FROM kept'), ['a\uFFFDb', '\uFFFD', 'c']);
    });
  });

  it('takes names for parameters, and nothing else', () => {
    const connection = connect(address);
    const found = connection.first(
      `SELECT ':b' AS "c:d", /* :e */ :a::int + :a AS twice, E'it\\'s :f' AS t, $x$:g$x$ AS g -- :h`,
      { a: 4 },
    );
    deepEqual(
      [found?.text('c:d'), found?.number('twice'), found?.text('t'), found?.text('g')],
      [':b', 8, "it's :f", ':g'],
    );
    throws(() => connection.first('SELECT :a::int'), /:a/);
  });

  it('gives as many rows as are asked for and says whether there are more', () => {
    const connection = connect(address);
    const numbers = 'SELECT n FROM generate_series(1, 10000) AS n';
    for (const limit of [0, 1, 1999, 2000, 5000, 10_000, 10_001]) {
      const { rowCount, cut, columns } = connection.table(numbers, {}, limit);
      deepEqual([rowCount, cut], [Math.min(limit, 10_000), limit < 10_000]);
      deepEqual([...(columns[0]?.values ?? [])].at(-1), rowCount === 0 ? undefined : rowCount);
    }
    equal(connection.table('SELECT 1 AS one, 2 AS two WHERE false', {}, 5).columns.length, 2);
  });

  it('does not have the server make rows that are not fetched', () => {
    const connection = connect(address);
    connection.execute('DROP SEQUENCE IF EXISTS made; CREATE SEQUENCE made');
    const endless = "SELECT nextval('made') FROM (SELECT generate_series(1, 100000000)) AS n";
    connection.transaction(() => connection.table(endless, {}, 10));
    equal(connection.first('SELECT last_value FROM made')?.number('last_value'), 11);
  });

  it('visits every row, and takes other statements meanwhile', () => {
    const connection = connect(address);
    let sum = 0;
    connection.each('SELECT n FROM generate_series(1, 5000) AS n', {}, (row) => {
      const n = row.number('n');
      sum +=
        n % 1000 === 0 ? (connection.first('SELECT :n::int AS n', { n })?.number('n') ?? 0) : n;
    });
    equal(sum, (5000 * 5001) / 2);
    throws(() => {
      connection.each('SELECT n FROM generate_series(1, 5000) AS n', {}, () => {
        throw new Error('enough');
      });
    }, /enough/);
    equal(connection.first('SELECT 1 AS n')?.number('n'), 1);
  });

  it('tells how many rows a statement has changed', () => {
    const connection = connect(address);
    connection.execute('CREATE TEMP TABLE few AS SELECT n FROM generate_series(1, 7) AS n');
    equal(connection.changed('DELETE FROM few WHERE n > :n', { n: 4 }), 3);
    equal(connection.changed('DELETE FROM few WHERE n > :n', { n: 4 }), 0);
    equal(connection.changed('INSERT INTO few (n) VALUES (:n)', { n: 4 }), 1);
  });

  it('writes statements as its dialect says, those of many rows once', () => {
    const dialect = {
      statement: (sql: string) => sql.replaceAll('ON CONFLICT (', 'ON CONFLICT (a, '),
      script: (sql: string) => sql.replaceAll('TABLES', 'TABLE'),
      value: (_: string, value: SqlValue) => value,
    };
    const connection = connect(address, { dialect });
    connection.execute('CREATE TEMP TABLES pairs (a int DEFAULT 0, b int, UNIQUE (a, b))');
    const insert = 'INSERT INTO pairs (b) VALUES (:b) ON CONFLICT (b) DO NOTHING';
    connection.runEach(insert, [{ b: 1 }, { b: 2 }]);
    connection.run(insert, { b: 2 });
    equal(connection.first('SELECT COUNT(*) AS n FROM pairs')?.number('n'), 2);
  });

  describe('asks for many sets of parameters at once', () => {
    const sets = [{ n: 2 }, { n: 0 }, { n: 3 }, { n: 2 }];
    const asNumbers = (connection: PostgresConnection, sql: string): number[][] =>
      connection.allEach(sql, sets).map((rows) => rows.map((row) => row.number('x')).sort());

    it('by one statement that only reads', () => {
      const connection = connect(address);
      const sql = 'SELECT x FROM generate_series(1, :n::int) AS x WHERE x <= :n';
      deepEqual(asNumbers(connection, sql), [[1, 2], [], [1, 2, 3], [1, 2]]);
      deepEqual(connection.allEach(sql, []), []);
    });

    it('by statements that write, each after the other', () => {
      const connection = connect(address);
      connection.execute('CREATE TEMP TABLE seen (x bigint PRIMARY KEY, times int)');
      const sql = `INSERT INTO seen AS s (x, times) VALUES (:n, 1)
        ON CONFLICT (x) DO UPDATE SET times = s.times + 1 RETURNING times AS x`;
      deepEqual(asNumbers(connection, sql), [[1], [1], [1], [2]]);
      deepEqual(connection.allEach('DELETE FROM seen WHERE x = :n', sets).length, 4);
    });
  });

  it('keeps no more statements on the server than it has in use', () => {
    const connection = connect(address);
    const kept = (): number =>
      connection.first('SELECT COUNT(*) AS n FROM pg_prepared_statements')?.number('n') ?? 0;
    for (let n = 0; n < 1000; n += 1) connection.first(`SELECT ${n} AS n`);
    connection.first('SELECT 1');
    ok(kept() <= 401, `${kept()} statements`);
    equal(connection.first('SELECT 0 AS n')?.number('n'), 0);
  });

  it('says what the server has against a statement, and where', () => {
    const connection = connect(address);
    throws(
      () => connection.all('SELECT nothing'),
      (error: unknown) =>
        error instanceof ServerError && error.code === '42703' && error.position === 8,
    );
    throws(() => {
      connection.execute('SELECT 1; SELEC 2');
    }, codeIs('42601'));
    // What failed once is parsed anew.
    throws(() => connection.all('SELECT nothing'), codeIs('42703'));
    equal(connection.first('SELECT 2 AS n')?.number('n'), 2);
  });

  it('ends a statement that takes longer than it may', () => {
    const connection = connect(address, { statementSeconds: 1 });
    throws(() => connection.first('SELECT pg_sleep(60)'), codeIs('57014'));
    equal(connection.first('SELECT 3 AS n')?.number('n'), 3);
  });

  it('looks before each statement whether it is still wanted', () => {
    let statements = 0;
    const connection = connect(address, {
      beforeStatement: () => {
        statements += 1;
        if (statements === 3) throw new Error('canceled');
      },
    });
    throws(() => {
      connection.transaction(() => {
        connection.run('CREATE TABLE unwanted (n int)');
        connection.all('SELECT 1');
        connection.all('SELECT 2');
      });
    }, /canceled/);
    equal(connection.first("SELECT to_regclass('unwanted') AS t")?.textOrNull('t'), null);
  });
});
