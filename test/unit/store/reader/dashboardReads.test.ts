import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import readBounds from '../../../../sql/commit/readBounds.sql';
import watermarks from '../../../../sql/readModels/watermarks.sql';
import commitMark from '../../../../sql/schema/commitMark.sql';
import readMigrations from '../../../../sql/schema/readMigrations.sql';
import type { DashboardCharts, DashboardTables } from '../../../../src/protocol/dashboardData';
import { QueryClient } from '../../../../src/store/reader/queryClient';
import type { TrafficReads } from '../../../../src/store/trafficReader';
import { trafficReads } from '../../../../src/store/trafficReader';
import type { CallsOf } from '../../../../src/store/worker/remoteApi';
import { batchOf, errorOf, minuteOf, monday, queryOf, rowOf } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { WholeDatabase } from '../support/wholeDatabase';
import { builtWorkers } from '../support/workers';
import { watched, WatchedReads } from './watchedReads';
import { saying } from '../../../support/saying';
import { english } from '../../../../src/sentences/localize';
import { storeText } from '../../../../src/sentences/storeText';

const query = queryOf({ compareFrom: monday - 3600 });
const span = { from: monday, to: monday + 3600, excludedEndpoints: [] };
const group = {
  protocol: 'http',
  method: null,
  anyMethod: true,
  endpoint: '/',
  errorType: 'x',
} as const;

/** A call of each read. */
const calls: { readonly [Name in keyof TrafficReads]: CallsOf<TrafficReads>[Name]['request'] } = {
  summary: [span],
  minutes: [span],
  topEndpoints: [span, 3],
  endpointNumbers: [span],
  selectionTraffic: [{ ...span, selections: [], tellsFaults: true }],
  answers: [span],
  calledEndpoints: [],
  errorGroups: [span, 3],
  errorsOfGroup: [span, group],
  errorGroup: [{ span: query, group }],
  errorsSince: [span, 0],
  marks: [span],
  sessions: [],
  erasable: [monday],
  restarts: [span],
  charts: [query],
  tables: [query, ''],
  dashboard: [query],
  explain: [{ span: query, from: monday, to: monday + 60 }],
  compareSpans: [{ before: span, after: span }],
  storedSpan: [],
  overview: [monday + 120, []],
  query: ['overview', monday],
};

/** A statement as the build leaves it, or as it is written. */
function bare(sql: string): string {
  return sql.replaceAll(/^ *(--.*\n)?/gm, '');
}

describe('reads of a dashboard', function () {
  // Threads start slowly on a machine that is busy.
  this.timeout(30_000);
  const workers = builtWorkers('', false, watched);
  const folder = temporaryFolders();
  let database: WholeDatabase;
  let client: QueryClient;
  let reads: WatchedReads;
  beforeEach(async () => {
    const file = join(await folder(), 'traffic.sqlite');
    database = await WholeDatabase.open({ file, wasmPath });
    await commit(1);
    client = new QueryClient({ ...workers(), wasmPath, file });
    reads = new WatchedReads(file);
  });
  afterEach(async () => {
    reads.letGo();
    await client.close();
    await database.close();
  });

  /** Five requests, one of them failed. */
  async function commit(id: number, into = database): Promise<void> {
    const row = rowOf({ requestCount: 5, errorCount: 1 });
    const minute = minuteOf(monday + id * 60, { rows: [row] });
    await into.commit(batchOf(id, { minutes: [minute], errors: [errorOf()] }));
  }

  /** What cards and tables say of the same: requests, and failed requests. */
  function told(charts: DashboardCharts, { endpoints, errorTotals }: DashboardTables) {
    const rows = endpoints.rows.reduce((sum, { requests }) => sum + requests, 0);
    return { requests: [charts.summary.requests, rows], failed: errorTotals.count };
  }

  it('reads and sends for the tables nothing that their charts were made from', async () => {
    const { reading, charts } = await client.reads.charts(query);
    const forCharts = reads.statements;
    const { newer, tables } = await client.reads.tables(query, reading);
    const forTables = reads.statements.slice(forCharts.length);
    const both = forTables.filter((sql) => forCharts.includes(sql));
    const small = [readMigrations, commitMark, readBounds, watermarks].map(bare);
    deepEqual(
      both.filter((sql) => !small.includes(bare(sql))),
      [],
    );
    ok(forTables.length > both.length);
    equal(newer, null);
    deepEqual({ ...charts, ...tables }, await client.reads.dashboard(query));
  });

  it('turns the tables to another page without their charts', async () => {
    const { reading } = await client.reads.charts(query);
    const endpointPage = { ...query.endpointPage, search: 'nothing', limit: 5 };
    const turned = { ...query, endpointPage };
    const { newer, tables } = await client.reads.tables(turned, reading);
    equal(newer, null);
    deepEqual(tables.query, turned);
    deepEqual(tables.endpoints.rows, []);
  });

  it('reads charts again with tables that are of another commit, so that both say the same', async () => {
    const first = await client.reads.charts(query);
    await commit(2);
    const { newer, tables } = await client.reads.tables(query, first.reading);
    ok(newer);
    notEqual(newer.reading, first.reading);
    deepEqual(told(newer.charts, tables), { requests: [10, 10], failed: 2 });
    equal((await client.reads.tables(query, newer.reading)).newer, null);
  });

  it('reads charts again when the pages were moved, or the database that they are compared with has more', async () => {
    const file = join(await folder(), 'other.sqlite');
    const other = await WholeDatabase.open({ file, wasmPath });
    try {
      await commit(1, other);
      const compared = { ...query, compareFrom: monday, compareFile: { file, name: 'other' } };
      const { reading } = await client.reads.charts(compared);
      await commit(2, other);
      const { newer } = await client.reads.tables(compared, reading);
      ok(newer);
      equal((await client.reads.tables(compared, newer.reading)).newer, null);
      const { file: own } = database.opened;
      await database.close();
      database = await WholeDatabase.open({ file: own, wasmPath });
      await commit(2);
      const moved = await client.reads.tables(compared, newer.reading);
      ok(moved.newer);
      deepEqual(told(moved.newer.charts, moved.tables), { requests: [10, 10], failed: 2 });
    } finally {
      await other.close();
    }
  });

  it('reads charts again where they are of another question, or of a thread that has ended', async () => {
    const { reading } = await client.reads.charts(query);
    const other = queryOf({ to: monday + 1800 });
    const { newer } = await client.reads.tables(other, reading);
    equal(newer?.charts.query.to, monday + 1800);
    await client.close();
    const again = await client.reads.tables(other, newer.reading);
    deepEqual(again.newer?.charts, newer.charts);
  });

  it('ends a read that nobody waits for before its next statement, and keeps what the thread has', async () => {
    const { reading } = await client.reads.charts(query);
    const before = reads.statements.length;
    const abort = new AbortController();
    reads.hold();
    const stale = client.until(abort.signal).dashboard(query);
    await reads.held();
    abort.abort();
    reads.letGo();
    await rejects(
      stale,
      saying(
        'StoreError',
        /^Reading the dashboard in .*traffic\.sqlite was canceled\. Try again\.$/,
      ),
    );
    deepEqual(reads.statements.slice(before), []);
    equal((await client.reads.tables(query, reading)).newer, null);
    equal(reads.threads, 1);
  });

  it('does not begin a read that nobody waits for any more when it is its turn', async () => {
    await client.reads.restarts(span);
    const before = reads.statements.length;
    const abort = new AbortController();
    reads.hold();
    const first = client.reads.restarts(span);
    await reads.held();
    const stale = client.until(abort.signal).charts(query);
    const last = client.reads.restarts(span);
    abort.abort();
    reads.letGo();
    await rejects(stale, saying('StoreError', /was canceled/));
    await Promise.all([first, last]);
    const ofRestarts = reads.statements.slice(0, before);
    deepEqual(
      reads.statements.slice(before).filter((sql) => !ofRestarts.includes(sql)),
      [],
    );
  });

  it('ends a read that takes too long with its thread, and the next gets another', async () => {
    reads.hold();
    const late = client.read('charts', [query], { timeoutMs: 1 });
    const next = client.reads.charts(query);
    await rejects(late, (error: Error) => {
      reads.letGo();
      const text = storeText(error, english);
      match(text, /^Reading the charts in .*traffic\.sqlite took longer than 0\.001 s and was/);
      match(text, /stopped\. Try again when the computer is less busy, or choose a shorter/);
      return error.name === 'StoreError';
    });
    equal((await next).charts.summary.requests, 5);
  });

  const names = Object.keys(trafficReads) as (keyof TrafficReads)[];
  const each = new Map<string, () => Promise<unknown>>([
    ...names.map((name) => [name, () => client.read(name, calls[name])] as const),
    ['describe', () => client.describe()],
  ]);
  for (const [name, begin] of each) {
    it(`gives ${name} a minute`, async () => {
      const { setTimeout: waiting } = globalThis;
      const minute = (callback: () => void, ms?: number): NodeJS.Timeout =>
        waiting(callback, ms === 60_000 ? 0 : ms);
      reads.hold();
      globalThis.setTimeout = minute as typeof setTimeout;
      try {
        await rejects(begin(), saying('StoreError', /took longer than 60 s/));
      } finally {
        globalThis.setTimeout = waiting;
      }
    });
  }
});
