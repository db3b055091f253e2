import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import type { ExportTableName, TableExport } from '../../../../src/store/export/exportRequest';
import { exportTableNames } from '../../../../src/store/export/exportRequest';
import { exportTables } from '../../../../src/store/export/exportTables';
import { NotCollected } from '../../../../src/store/export/notCollected';
import { readPage, rowsPerPage } from '../../../../src/store/export/tablePages';
import type { WholeDatabase } from '../support/wholeDatabase';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  histogramOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { newDatabases, temporaryFolders } from '../support/databases';
import { newConnections } from '../support/memory';
import { commitBatch } from '../../../../src/store/commit/commitBatch';

type JsonRow = Readonly<Record<string, string | number | null>>;
interface JsonExport {
  readonly table: string;
  readonly from: number;
  readonly to: number;
  readonly exported_at: string;
  readonly notes: readonly string[];
  readonly not_collected: readonly { readonly from: number; readonly to: number }[];
  readonly rows: readonly JsonRow[];
}

/** Two hours, of which minutes 20 to 29 were not collected, and half a minute before them neither. */
const traffic: CommitBatch = batchOf(1, {
  committedAt: (monday + 3 * 3600) * 1000,
  finalBefore: monday + 2 * 3600,
  minutes: [0, 19, 60].map((minute) =>
    minuteOf(monday + 60 * minute, {
      environment: 'dev',
      rows: [
        rowOf({ requestCount: 4, latencySum: 100, latencyP50: 25, bytesSent: 7 }),
        rowOf({ endpoint: '/health/live', requestCount: 2 }),
        rowOf({ endpoint: null, statusCode: 404, requestCount: 1, errorCount: 1 }),
      ],
      histograms: [minuteHistogramOf([5, 7, 20_000], { endpoint: '/api/users', source: 'log' })],
    }),
  ),
  clients: [clientOf({ requests: 3, userAgent: '=cmd|calc' })],
  errors: [
    errorOf({
      timestamp: monday + 5,
      errorMessage: '=HYPERLINK("http://x")',
      metadata: { timestampMs: (monday + 5) * 1000 + 123, path: '/api/users?a=1' },
    }),
  ],
  events: [
    coverageOf(monday, monday + 19 * 60 + 30),
    coverageOf(monday + 30 * 60, monday + 2 * 3600),
  ],
});

describe('an export of a table', function () {
  this.timeout(30_000);
  const newDatabase = newDatabases();
  const folder = temporaryFolders();
  const connectionTo = newConnections();
  let database: WholeDatabase;
  beforeEach(async () => {
    database = await newDatabase();
    await database.commit(traffic);
  });

  async function exported(parts: Partial<TableExport> = {}): Promise<string> {
    const out = join(await folder(), 'export');
    await database.exportTo({ ...everything, ...parts, out });
    return readFile(out, 'utf8');
  }
  const everything: TableExport = {
    format: 'csv',
    table: 'requests-by-minute',
    from: null,
    to: null,
    internalEndpoints: ['/health*'],
    exportedAt: (monday + 3 * 3600) * 1000,
  };
  const json = async (parts: Partial<TableExport> = {}): Promise<JsonExport> =>
    JSON.parse(await exported({ ...parts, format: 'json' })) as JsonExport;

  it('has a row for each minute, status and endpoint, and no other', async () => {
    const lines = (await exported()).split('\r\n');
    equal(
      lines[0],
      '\ufefftime_utc,unix_seconds,not_collected_seconds,protocol,method,endpoint,status_code,workspace,environment,' +
        'internal,requests,errors,whole_request_average_ms_estimated,handler_min_ms,handler_max_ms,' +
        'bytes_sent_at_least,bytes_received_at_least,protocol_active_connections',
    );
    const first = `2025-01-06T00:00:00Z,${monday},0,http,GET,/api/users,200,,dev,0,4,0,25,,,7,0,0`;
    ok(lines.includes(first), first);
    deepEqual(
      lines
        .slice(1, -1)
        .map((line) => line.split(',').slice(0, 11).join(' '))
        .sort(),
      [
        `2025-01-06T00:00:00Z ${monday} 0 http GET /api/users 200  dev 0 4`,
        `2025-01-06T00:00:00Z ${monday} 0 http GET /health/live 200  dev 1 2`,
        `2025-01-06T00:00:00Z ${monday} 0 http GET  404  dev 0 1`,
        `2025-01-06T00:19:00Z ${monday + 1140} 30 http GET /api/users 200  dev 0 4`,
        `2025-01-06T00:19:00Z ${monday + 1140} 30 http GET /health/live 200  dev 1 2`,
        `2025-01-06T00:19:00Z ${monday + 1140} 30 http GET  404  dev 0 1`,
        `2025-01-06T01:00:00Z ${monday + 3600} 0 http GET /api/users 200  dev 0 4`,
        `2025-01-06T01:00:00Z ${monday + 3600} 0 http GET /health/live 200  dev 1 2`,
        `2025-01-06T01:00:00Z ${monday + 3600} 0 http GET  404  dev 0 1`,
      ].sort(),
    );
  });

  it('is one JSON document with the same rows, its span and what to know of it', async () => {
    const document = await json();
    const { rows, notes, ...head } = document;
    deepEqual(head, {
      table: 'requests-by-minute',
      from: monday,
      to: monday + 7200,
      exported_at: '2025-01-06T03:00:00.000Z',
      not_collected: [{ from: monday + 1170, to: monday + 1800 }],
    });
    ok(notes.some((note) => note.includes('not_collected_seconds')));
    equal(rows.length, 9);
    deepEqual(
      rows.map(({ unix_seconds }) => unix_seconds),
      (await exported())
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(line.split(',')[1])),
    );
    equal(
      rows.reduce((sum, { requests }) => sum + Number(requests), 0),
      21,
    );
  });

  it('keeps to the span that is asked for, and begins with the whole hour that it begins in', async () => {
    const span = { from: monday + 100, to: monday + 20 * 60 };
    deepEqual(
      (await json({ ...span, table: 'requests-by-minute' })).rows.map((row) => row['unix_seconds']),
      [monday + 1140, monday + 1140, monday + 1140],
    );
    const { from, rows } = await json({ ...span, table: 'requests-by-hour' });
    deepEqual(
      [from, ...rows.map(({ unix_seconds }) => unix_seconds)],
      new Array<number>(4).fill(monday),
    );
    equal(
      rows.reduce((sum, { requests }) => sum + Number(requests), 0),
      14,
    );
  });

  it('says of hours and days that are not added up yet that nothing is known', async () => {
    const { rows, not_collected } = await json({ table: 'requests-by-day' });
    deepEqual(rows, []);
    deepEqual(not_collected, [{ from: monday, to: monday + 7200 }]);
  });

  it('defuses what a spreadsheet would take for a formula, in CSV only', async () => {
    match(await exported({ table: 'errors' }), /,"'=HYPERLINK\(""http:\/\/x""\)",/);
    match(await exported({ table: 'clients' }), /,'=cmd\|calc,/);
    equal((await json({ table: 'errors' })).rows[0]?.['error_message'], '=HYPERLINK("http://x")');
  });

  it('has the stretches that were not collected in a table of their own', async () => {
    equal(
      await exported({ table: 'not-collected' }),
      '\ufefftime_utc,unix_seconds,end_utc,end_unix_seconds,seconds\r\n' +
        `2025-01-06T00:19:30Z,${monday + 1170},2025-01-06T00:30:00Z,${monday + 1800},630\r\n`,
    );
  });

  it('tells when and where an error was', async () => {
    const [error] = (await json({ table: 'errors' })).rows;
    deepEqual(
      [error?.['unix_milliseconds'], error?.['path'], error?.['requests'], error?.['internal']],
      [(monday + 5) * 1000 + 123, '/api/users?a=1', 1, 0],
    );
    equal((await json({ table: 'errors' })).rows.length, 1);
  });

  it('has whole requests, handlers and injected delay in columns of their own', async () => {
    const fast = minuteHistogramOf([3], { endpoint: null, method: 'GET', source: 'metrics' });
    const delay = minuteHistogramOf([100, 300], {
      ...{ endpoint: '/api/users', method: null, source: 'injected' },
    });
    await database.commit(
      batchOf(2, {
        minutes: [minuteOf(monday + 61 * 60, { environment: 'dev', histograms: [fast, delay] })],
      }),
    );
    const named = (rows: readonly JsonRow[]): unknown =>
      rows.map((row) =>
        [
          ...['method', 'endpoint', 'whole_request_count', 'whole_request_average_ms'],
          ...['handler_count', 'handler_p95_ms_estimated', 'handler_over_ms'],
          ...['delayed_requests', 'injected_delay_average_ms'],
        ].map((name) => row[name]),
      );
    const minutes = (await json({ table: 'latencies-by-minute', from: monday + 3600 })).rows;
    deepEqual(named(minutes), [
      ['GET', '/api/users', null, null, 3, null, 10_000, null, null],
      [null, '/api/users', null, null, null, null, null, 2, 200],
      ['GET', null, 1, 3, null, null, null, null, null],
    ]);
  });

  it('merges the distributions of an hour', async () => {
    const [latency] = (await json({ table: 'latencies-by-hour' })).rows;
    const { sum } = histogramOf([5, 7, 20_000, 5, 7, 20_000]);
    deepEqual(
      [latency?.['endpoint'], latency?.['handler_count'], latency?.['handler_average_ms']],
      ['/api/users', 6, sum / 6],
    );
  });

  it('is a head, or an empty list, where there is nothing', async () => {
    const empty = await newDatabase();
    for (const table of exportTableNames) {
      const out = join(await folder(), 'export');
      await empty.exportTo({ ...everything, table, out });
      match(await readFile(out, 'utf8'), /^\ufefftime_utc,unix_seconds,[\w,]+\r\n$/);
      await empty.exportTo({ ...everything, table, format: 'json', out });
      deepEqual((JSON.parse(await readFile(out, 'utf8')) as JsonExport).rows, []);
    }
  });

  it('reads so many rows at a time and no more, unless a single second has more', () => {
    const connection = connectionTo();
    const perSecond = [1, rowsPerPage + 700, ...new Array<number>(40).fill(333)];
    perSecond.forEach((count, second) => {
      const errors = Array.from({ length: count }, (_, index) =>
        errorOf({ timestamp: monday + second, errorMessage: String(index) }),
      );
      commitBatch(connection, batchOf(second + 1, { errors }), 1);
    });
    const request: TableExport = { ...everything, table: 'errors' };
    const span = { from: monday, to: monday + perSecond.length };
    const none = new NotCollected(connection, exportTables.errors, { from: 0, to: 0 });
    const pages: number[] = [];
    const seen = new Map<number, number>();
    for (let at = span.from; at < span.to;) {
      const { rows, next } = readPage(connection, request, { from: at, to: span.to }, none);
      pages.push(rows.length);
      for (const row of rows) seen.set(Number(row[1]), (seen.get(Number(row[1])) ?? 0) + 1);
      at = next;
    }
    deepEqual(pages.slice(0, 3), [1, rowsPerPage + 700, 333 * Math.floor(rowsPerPage / 333)]);
    ok(pages.slice(2).every((count) => count <= rowsPerPage));
    deepEqual([...seen.values()], perSecond);
  });

  it('has every table in order of time, with columns of its own', async () => {
    const columns = new Map<ExportTableName, string>();
    for (const table of exportTableNames) {
      const [head = ''] = (await exported({ table })).split('\r\n');
      columns.set(table, head);
      const { rows } = await json({ table });
      const times = rows.map((row) => Number(row['unix_seconds']));
      deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
    }
    // Latencies have the same ones of minutes, hours and days, and so have requests of minutes alone their own.
    equal(new Set(columns.values()).size, exportTableNames.length - 2);
  });
});
