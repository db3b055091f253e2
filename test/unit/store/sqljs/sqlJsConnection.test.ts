import { deepEqual, throws } from 'node:assert/strict';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { asStoreError } from '../../../../src/store/storeError';
import { wasmPath } from '../support/databases';
import { saying } from '../../../support/saying';

describe('SqlJsConnection', () => {
  let connection: SqlJsConnection;
  beforeEach(async () => {
    connection = new SqlJsConnection(await loadSqlEngine(wasmPath));
    connection.execute('CREATE TABLE t (whole INTEGER, word TEXT)');
  });
  afterEach(() => {
    connection.close();
  });

  it('keeps whole numbers whole in INTEGER columns, though sql.js binds large ones as REAL', () => {
    const values = [0, 2 ** 31 - 1, 2 ** 31, 1_736_121_600_000, Number.MAX_SAFE_INTEGER];
    for (const whole of values) connection.run('INSERT INTO t (whole) VALUES (:whole)', { whole });
    deepEqual(
      connection
        .all('SELECT whole, typeof(whole) AS type FROM t ORDER BY whole')
        .map((row) => [row.number('whole'), row.text('type')]),
      values.map((value) => [value, 'integer']),
    );
  });

  it('binds parameters by name, in whatever order they stand, twice, or between texts and comments', () => {
    const sql = `-- :b is no parameter here
      SELECT ':c' || :b || /* :c */ :a || ':d''' || :b AS word`;
    deepEqual(connection.first(sql, { a: 'a', b: 'b', unused: 1 })?.text('word'), ":cba:d'b");
  });

  it('says what sql.js throws, be it a text, in a sentence', () => {
    const nothing = { word: undefined } as unknown as Record<string, string>;
    throws(
      () => {
        connection.run('INSERT INTO t (word) VALUES (:word)', nothing);
      },
      (thrown: unknown) => {
        const error = asStoreError(thrown, (reason) => ({ kind: 'opening_failed', reason }));
        return saying('StoreError', /^Opening the database failed: .*type \(undefined\)/s)(error);
      },
    );
  });

  it('takes back all of a transaction that throws', () => {
    throws(() => {
      connection.transaction(() => {
        connection.run('INSERT INTO t (whole) VALUES (:whole)', { whole: 1 });
        throw new Error('and back');
      });
    }, /and back/);
    deepEqual(connection.all('SELECT whole FROM t'), []);
  });
});
