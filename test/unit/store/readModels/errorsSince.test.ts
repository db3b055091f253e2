import { deepEqual } from 'node:assert/strict';
import { batchOf, errorOf, monday } from '../support/batches';
import { newDatabases } from '../support/databases';

const span = { from: monday, to: monday + 3600, excludedEndpoints: ['/health*'] };

describe('errorsSince', () => {
  const newDatabase = newDatabases();

  it('counts what is stored behind an id, and is in the span', async () => {
    const database = await newDatabase();
    const errors = [
      errorOf(),
      errorOf({ timestamp: monday - 1 }),
      errorOf({ timestamp: monday + 5, endpoint: '/health' }),
      errorOf({ timestamp: monday + 9, metadata: { fault: 'a', count: 7, statuses: '500' } }),
      errorOf({ timestamp: monday + 1 }),
    ];
    await database.commit(batchOf(1, { errors }));
    const since = async (after: number): Promise<unknown> => database.errorsSince(span, after);
    deepEqual(await since(0), { newest: 5, failures: 9, isLeast: false });
    deepEqual(await since(1), { newest: 5, failures: 8, isLeast: false });
    deepEqual(await since(4), { newest: 5, failures: 1, isLeast: false });
    deepEqual(await since(5), { newest: 5, failures: 0, isLeast: false });
    // Of another database.
    deepEqual(await since(6), { newest: 5, failures: 9, isLeast: false });
  });

  it('counts what came late, and after the clock was set back', async () => {
    const database = await newDatabase();
    const times = [3000, 2500, 3100, 10];
    const errors = times.map((at) => errorOf({ timestamp: monday + at }));
    await database.commit(batchOf(1, { errors: errors.slice(0, 3) }));
    deepEqual(await database.errorsSince(span, 1), { newest: 3, failures: 2, isLeast: false });
    await database.commit(batchOf(2, { errors: errors.slice(3) }));
    deepEqual(await database.errorsSince(span, 1), { newest: 4, failures: 3, isLeast: false });
  });

  it('counts a thousand of very many, and says so', async () => {
    const database = await newDatabase();
    const errors = Array.from({ length: 1200 }, (_, at) => errorOf({ timestamp: monday + at }));
    await database.commit(batchOf(1, { errors }));
    deepEqual(await database.errorsSince(span, 0), { newest: 1200, failures: 1000, isLeast: true });
    deepEqual(await database.errorsSince(span, 300), {
      newest: 1200,
      failures: 900,
      isLeast: false,
    });
  });

  it('has none where nothing is stored', async () => {
    const database = await newDatabase();
    deepEqual(await database.errorsSince(span, 0), { newest: 0, failures: 0, isLeast: false });
  });
});
