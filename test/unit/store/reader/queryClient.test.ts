import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { rowsOf } from '../../../../src/domain/resultTable';
import { QueryClient } from '../../../../src/store/reader/queryClient';
import { earlierDatabase } from '../../../support/earlierDatabases';
import { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, errorOf, monday } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';
import { saying } from '../../../support/saying';

const endless =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n';

describe('QueryClient', function () {
  // Threads start slowly on a machine that is busy.
  this.timeout(30_000);
  const workers = builtWorkers();
  const folder = temporaryFolders();
  let file: string;
  let database: WholeDatabase;
  let client: QueryClient;
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    database = await WholeDatabase.open({ file, wasmPath });
    await database.commit(batchOf(1, { errors: [errorOf()] }));
    client = new QueryClient({ ...workers(), wasmPath, file });
  });
  afterEach(async () => {
    await client.close();
    await database.close();
  });

  it('sees the last commit', async () => {
    const count = 'SELECT COUNT(*) AS n FROM error_events';
    deepEqual(rowsOf(await client.readSql(count, 1)), [{ n: 1 }]);
    await database.commit(batchOf(2, { errors: [errorOf(), errorOf({ timestamp: monday + 1 })] }));
    deepEqual(rowsOf(await client.readSql(count, 1)), [{ n: 3 }]);
    equal(await client.quickCheck(), null);
  });

  it('refuses to show what a writer of another version left, in a sentence', async () => {
    const older = `${file}.older`;
    await writeFile(older, earlierDatabase('0005_failure_hours'));
    const reader = new QueryClient({ ...workers(), wasmPath, file: older });
    try {
      await rejects(
        reader.reads.summary({ from: 0, to: 60, excludedEndpoints: [] }),
        saying(
          'StoreError',
          /earlier version \(it lacks the migration 0006_failing_clients\).* update it\.$/,
        ),
      );
    } finally {
      await reader.close();
    }
  });

  it('gives at most as many rows as asked for', async () => {
    const table = await client.readSql('SELECT name FROM sqlite_master', 2);
    deepEqual([table.rowCount, table.cut], [2, true]);
  });

  it('ends a statement that takes too long, and runs the next', async () => {
    const late = client.readSql(endless, 1, { timeoutMs: 100 });
    const next = client.readSql('SELECT 1 AS a', 1);
    await rejects(late, saying('StoreError', /longer than 0\.1 s and was stopped/));
    deepEqual(rowsOf(await next), [{ a: 1 }]);
  });

  it('ends a statement that is cancelled, and does not begin one that was before its turn', async () => {
    const cancel = new AbortController();
    const running = client.readSql(endless, 1, { signal: cancel.signal });
    const waiting = client.readSql('SELECT 1', 1, { signal: cancel.signal });
    setImmediate(() => {
      cancel.abort();
    });
    await rejects(running, saying('StoreError', /was canceled/));
    await rejects(waiting, saying('StoreError', /was canceled/));
    equal((await client.readSql('SELECT 1', 1)).rowCount, 1);
  });

  const greedy = {
    'keeps too much': `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)
      SELECT COUNT(DISTINCT i || hex(zeroblob(5000))) FROM n`,
    'makes too large a value': 'SELECT hex(zeroblob(400000000))',
  };
  for (const [what, sql] of Object.entries(greedy)) {
    it(`refuses a statement that ${what}, and runs the next`, async () => {
      await rejects(client.readSql(sql, 1), saying('StoreError', /needs more memory/));
      deepEqual(rowsOf(await client.readSql('SELECT 1 AS a', 1)), [{ a: 1 }]);
    });
  }

  it('refuses a result that is too long to be held', async () => {
    const long = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT hex(zeroblob(1000000)) FROM n`;
    await rejects(
      client.readSql(long, 10_000),
      saying(
        'StoreError',
        /first 17 rows are longer than 32 million characters\. Select fewer rows/,
      ),
    );
  });

  it('does not hold up the database meanwhile', async () => {
    const cancel = new AbortController();
    const running = client.readSql(endless, 1, { signal: cancel.signal });
    await database.commit(batchOf(2));
    equal(await database.loadState(), 'state 2');
    cancel.abort();
    await rejects(running, { name: 'StoreError' });
  });

  it('refuses what is no reading, with the reason', async () => {
    await rejects(
      client.readSql('DELETE FROM error_events', 1),
      saying('StoreError', /Only a statement that reads/),
    );
    await rejects(
      client.readSql('SELECT some FROM nowhere', 1),
      saying('StoreError', /no such table/),
    );
  });

  it('says what is damaged', async () => {
    await database.close();
    const engine = await initSqlJs();
    const sound = new engine.Database(await readFile(file));
    const root = sound.exec("SELECT rootpage FROM sqlite_master WHERE name = 'error_events'");
    sound.close();
    const other = join(await folder(), 'damaged.sqlite');
    const bytes = await readFile(file);
    bytes.fill(
      0xa5,
      (Number(root[0]?.values[0]?.[0]) - 1) * 4096 + 100,
      Number(root[0]?.values[0]?.[0]) * 4096,
    );
    await writeFile(other, bytes);
    const damaged = new QueryClient({ ...workers(), wasmPath, file: other });
    try {
      match((await damaged.quickCheck()) ?? '', /malformed/);
    } finally {
      await damaged.close();
    }
  });

  it('rejects what is under way when it is closed', async () => {
    const running = client.readSql(endless, 1);
    const failed = rejects(running, saying('StoreError', /is closed/));
    await new Promise(setImmediate);
    await client.close();
    await failed;
  });
});
