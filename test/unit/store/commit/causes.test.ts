import { deepEqual } from 'node:assert/strict';
import type { ErrorCause } from '../../../../src/domain/commitBatch';
import { batchOf, errorOf, monday } from '../support/batches';
import { newDatabases, rows } from '../support/databases';

const causeOf = (parts: Partial<ErrorCause>): ErrorCause => ({
  logId: 'a',
  timestamp: monday,
  errorMessage: 'total is missing',
  requestId: null,
  traceId: null,
  spanId: null,
  ...parts,
});

describe('a cause that became known after its failed request was stored', () => {
  const newDatabase = newDatabases();

  it('goes to the request with its log id alone, whatever that id is, and takes away nothing', async () => {
    const database = await newDatabase();
    const errors = [
      errorOf({ metadata: { logId: 'a' }, requestId: 'own' }),
      errorOf({ metadata: { logId: `b"'%` }, timestamp: monday + 60 }),
      errorOf({ metadata: { logId: 'c' }, errorMessage: 'as the log told' }),
      errorOf({ metadata: { count: 7 } }),
    ];
    await database.commit(batchOf(1, { errors }));
    const causes = [
      causeOf({ traceId: 'trace' }),
      causeOf({ logId: `b"'%`, timestamp: monday + 60, requestId: 'request' }),
      causeOf({ logId: 'c', errorMessage: null, spanId: 'span' }),
    ];
    await database.commit(batchOf(2, { causes }));
    const stored = await rows(
      database,
      'SELECT error_message, request_id, trace_id, span_id FROM error_events ORDER BY id',
    );
    deepEqual(
      stored.map((row) => Object.values(row)),
      [
        ['total is missing', 'own', 'trace', null],
        ['total is missing', 'request', null, null],
        ['as the log told', null, null, 'span'],
        [null, null, null, null],
      ],
    );
  });

  it('is passed over where its request is there no more', async () => {
    const database = await newDatabase();
    await database.commit(batchOf(1, { errors: [errorOf({ metadata: { logId: 'a' } })] }));
    await database.commit(batchOf(2, { causes: [causeOf({ logId: 'gone' })] }));
    const stored = await rows(database, 'SELECT error_message FROM error_events');
    deepEqual(stored, [{ error_message: null }]);
  });
});
