import { deepEqual, equal, throws } from 'node:assert/strict';
import { join } from 'node:path';
import expectedSchema from '../../../../sql/schema/expectedSchema.json';
import { rowsOf } from '../../../../src/domain/resultTable';
import { hourSeconds } from '../../../../src/domain/time';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { Connection } from '../../../../src/store/database/connection';
import { Network } from '../../../../src/store/postgres/network';
import { makePartitions } from '../../../../src/store/postgres/partitions';
import type { PushOutcome } from '../../../../src/store/postgres/pushFile';
import { pushFile } from '../../../../src/store/postgres/pushFile';
import type { TargetConnection } from '../../../../src/store/postgres/targetConnection';
import { openToRead, openToWrite } from '../../../../src/store/postgres/targetConnection';
import { becomeTarget } from '../../../../src/store/postgres/teamSchema';
import { readErrorsSince } from '../../../../src/store/readModels/storedErrors';
import { readFromFile } from '../../../../src/store/reader/readDatabaseFile';
import { networkPath, settingsOf } from '../../../support/postgresConnections';
import type { PostgresAddress } from '../../../support/postgresServer';
import { describeWithPostgres, newPostgresDatabase } from '../../../support/postgresServer';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  gaugesOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { WholeDatabase } from '../support/wholeDatabase';

/** Something of every kind, two hours apart, so that hours are rolled up. */
function everything(id: number): ReturnType<typeof batchOf> {
  const at = monday + id * 2 * hourSeconds;
  return batchOf(id, {
    committedAt: (at + hourSeconds) * 1000,
    state: JSON.stringify({ batchId: id }),
    minutes: [
      minuteOf(at, {
        rows: [rowOf({ requestCount: 3 + id, errorCount: 1, latencySum: 30.25 })],
        histograms: [minuteHistogramOf([5, 10, 15])],
      }),
    ],
    endpoints: [incrementOf({ statusCounts: { '200': 3 }, firstSeen: at, lastSeen: at })],
    clients: [clientOf({ hour: at })],
    lastGauges: gaugesOf({ minute: at }),
    errors: [errorOf({ timestamp: at }), errorOf({ timestamp: at + 1, errorMessage: "it's ünï" })],
    events: [coverageOf(at, at + 60)],
  });
}

/** Rows that an id of another table leads to. */
const joined = `SELECT
  (SELECT COUNT(*) FROM latency_histograms h JOIN bucket_bounds b ON b.id = h.bounds_id) AS histograms,
  (SELECT COUNT(DISTINCT id) FROM error_events) AS errors,
  (SELECT COUNT(*) FROM failure_hours f JOIN error_events e ON e.id = f.newest_id) AS counted`;

describeWithPostgres('a file that is pushed into a target', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  const network = new Network(networkPath);
  let address: PostgresAddress;
  let file: string;
  let target: TargetConnection;
  let targets = 0;

  before(async () => {
    address = await newPostgresDatabase();
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
    await collect(1, 2, 3);
    targets += 1;
    const settings = { ...settingsOf(address), target: `t${targets}` };
    target = openToWrite(network, settings, monday).connection;
  });
  afterEach(() => {
    target.close();
  });
  after(() => network.end());

  async function collect(...ids: readonly number[]): Promise<void> {
    const database = await WholeDatabase.open({ file, wasmPath });
    if (ids[0] !== 1) await database.loadState();
    for (const id of ids) await database.commit(everything(id));
    await database.close();
  }

  async function fromFile<Result>(work: (connection: Connection) => Result): Promise<Result> {
    return (await readFromFile(file, wasmPath, work)).result;
  }

  const push = (onProgress: (done: number) => void = () => undefined): Promise<PushOutcome> =>
    fromFile((source) => pushFile(source, target, 'the store', onProgress));

  /** All rows, with ids as differences to the least of their table. */
  function contents(connection: Connection): unknown {
    return Object.entries(expectedSchema).map(([table, lines]) => {
      if (table === 'schema_migrations') return null;
      const columns = lines.flatMap((line) => /^(\w+) at /.exec(line)?.[1] ?? []);
      const [first = ''] = columns;
      const sql = `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${first}`;
      const rows = rowsOf(connection.table(sql, {}, 1000));
      const kept = rows.filter(({ key }) => !String(key).startsWith('pushed'));
      return kept.map((row) => ({ ...row, ...shifted(row, ['id', 'bounds_id', 'client_id']) }));
    });
  }

  function shifted(row: Readonly<Record<string, unknown>>, names: readonly string[]): object {
    const ids = names.filter((name) => typeof row[name] === 'number');
    return Object.fromEntries(
      ids.map((name) => {
        const id = Number(row[name]);
        return [name, id < 0 ? id + 2 ** 50 : id];
      }),
    );
  }

  it('is there with every row, adds up, and is collected on', async () => {
    equal(await push(), 'pushed');
    deepEqual(contents(target), await fromFile(contents));
    deepEqual(checkDatabase(target), []);
    equal(await push(), 'nothing new');
    await collect(4);
    const fourth = everything(4);
    makePartitions(target, fourth);
    commitBatch(target, fourth);
    deepEqual(checkDatabase(target), []);
    const sum = 'SELECT SUM(request_count) AS n FROM metrics_aggregates_minute';
    const count = (connection: Connection): number | undefined =>
      connection.first(sum)?.number('n');
    equal(count(target), await fromFile(count));
    await fromFile((source) => {
      throws(() => pushFile(source, target, 'the store', () => undefined), /push_onto_others/);
    });
  });

  it('is whole after a push that goes on where another ended, wherever that was', async () => {
    const wanted = await fromFile(contents);
    for (let step = 1; ; step += 1) {
      let left = step;
      const ended = await push(() => {
        left -= 1;
        if (left === 0) throw new Error('ended here');
      }).then(
        () => false,
        () => true,
      );
      if (!ended) break;
    }
    deepEqual(contents(target), wanted);
  });

  it('is pushed anew when it has changed, until somebody collects into the target', async () => {
    await push();
    await collect(4);
    equal(await push(), 'pushed');
    deepEqual(contents(target), await fromFile(contents));
  });

  it('keeps its ids apart from those of another file where both targets are read together', async () => {
    await push();
    const two = { ...settingsOf(address), workspace: 'two' };
    const all = openToRead(network, { ...two, target: null });
    const other = openToWrite(network, two, monday).connection;
    try {
      await fromFile((source) => {
        for (const name of ['first', 'second']) {
          becomeTarget(other, { workspace: 'two', target: name });
          pushFile(source, other, 'the store', () => undefined);
        }
      });
      const ofOne = rowsOf(target.table(joined, {}, 1))[0];
      deepEqual(
        rowsOf(all.table(joined, {}, 1))[0],
        Object.fromEntries(Object.entries(ofOne!).map(([name, n]) => [name, 2 * Number(n)])),
      );
      const span = { from: monday, to: monday + 86400, excludedEndpoints: [] };
      deepEqual(readErrorsSince(all, span, 0).failures, 12);
      equal(readErrorsSince(all, span, readErrorsSince(all, span, 0).newest).failures, 0);
    } finally {
      all.close();
      other.close();
    }
  });

  it('is not pushed into a target that holds something else', async () => {
    const other = everything(1);
    makePartitions(target, other);
    commitBatch(target, other);
    await fromFile((source) => {
      throws(() => pushFile(source, target, 'the store', () => undefined), /push_onto_others/);
    });
  });
});
