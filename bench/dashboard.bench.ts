import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floorTo } from '../src/domain/time';
import type { Condition } from '../src/domain/condition';
import type { Protocol } from '../src/domain/protocol';
import type { Range } from '../src/domain/range';
import { comparedSpan } from '../src/domain/range';
import { internalEndpointPatterns } from '../src/mockforge/paths';
import type { DashboardQuery } from '../src/protocol/dashboardData';
import type { EndpointName } from '../src/protocol/readModels';
import { loadSqlEngine } from '../src/store/sqljs/sqlEngine';
import { readCharts, readDashboard, readTraffic } from '../src/store/readModels/dashboard';
import { readExplanation } from '../src/store/readModels/explanation';
import { ReadingSession } from '../src/store/session/readingSession';
import { nodeWithSqlite } from '../test/support/nativeSqlite';
import { queryOf } from '../test/unit/store/support/batches';
import type { BenchRow } from './benchRow';
import { TimedConnection } from './dashboard/timedConnection';
import { makeWideFile } from './dashboard/wideFile';
import type { LoadKey } from './load/keys';
import { loadKeys } from './load/keys';
import { makeLoadFile } from './load/loadFile';
import { loadEnd } from './load/periods';
import type { Rounds } from './store/rounds';
import { smokeRounds } from './store/rounds';
import { alone, median, timesPeer } from './store/rows';
import { missingNode, wasmPath } from './store/sides';

/**
 * Charts are read while the page is loaded and built; tables may come when these are drawn. The design asks for
 * explanations in less time at its own load alone. Milliseconds.
 */
const limits = { charts: 700, dashboard: 1000, explain: { busy: 300, wide: 1000 } } as const;

/** Fewer than elsewhere: a read of the busy database takes seconds. */
const dashboardRounds: Rounds = { warmUps: 3, counted: 9, atLeastMs: 0, openings: 0 };

/** A read under a filter may take so many times as long as that without one, in the same run. */
const mostUnderFilter = 2;

const failing = loadKeys.find(({ statusCode }) => statusCode >= 400) ?? loadKeys[0];
const isExcluded = false;

/** One of each kind, of what the load has much of. */
const filters: readonly Condition[] = failing
  ? [
      { kind: 'status', isExcluded, code: failing.statusCode },
      { kind: 'endpoint', isExcluded, ...endpointOf(failing) },
      { kind: 'client', isExcluded, userAgent: 'curl/8.5.0' },
      {
        kind: 'errorGroup',
        isExcluded,
        ...endpointOf(failing),
        anyMethod: false,
        errorType: 'not_found',
      },
      { kind: 'protocol', isExcluded, protocol: 'http' },
      { kind: 'hour', isExcluded, weekday: 0, hour: 14, timeZone: 'UTC' },
    ]
  : [];

/** The share of the full load that has the minutes of a day and of the day before. */
const twoDays = 0.29;

/**
 * The dashboard's read by its statements, on the full load and on a database of 10 000 endpoints and 100 000
 * failed requests, as the worker reads them.
 */
export async function benchDashboard(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  if (isSmoke && nodeWithSqlite() === undefined) {
    console.log(`Skipped the dashboard. ${missingNode}`);
    return [];
  }
  const rounds = isSmoke ? smokeRounds : dashboardRounds;
  const folder = await mkdtemp(join(tmpdir(), 'bench-dashboard-'));
  const busyFile = join(folder, 'busy.sqlite');
  const wideFile = join(folder, 'wide.sqlite');
  try {
    await makeLoadFile(busyFile, { scale: twoDays * scale, seed: 1 });
    await makeWideFile(wideFile, loadEnd);
    const rows: BenchRow[] = [];
    for (const range of ['1h', '24h', '7d', '30d'] as const) {
      rows.push(...(await measure('busy', range, busyFile, queryOver(range, 'none'), rounds)));
    }
    for (const range of ['24h', '7d'] as const) {
      rows.push(...(await measureFilters('busy', range, busyFile, rounds)));
    }
    const compared = queryOver('24h', 'previous');
    rows.push(...(await measure('busy', '24h, compared', busyFile, compared, rounds)));
    rows.push(...(await measure('wide', '1y', wideFile, queryOver('1y', 'none'), rounds)));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function queryOver(range: Range, kind: 'none' | 'previous'): DashboardQuery {
  return queryOf({
    ...comparedSpan({ kind: 'last', range }, { kind }, { now: loadEnd * 1000, stored: null }),
    excludedEndpoints: internalEndpointPatterns,
    endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 50 },
  });
}

function endpointOf({ protocol, method, endpoint }: LoadKey): EndpointName {
  return { protocol: protocol as Protocol, method, endpoint };
}

/** The whole read under a filter of each kind, beside that without one in the same round. */
async function measureFilters(
  load: string,
  range: Range,
  file: string,
  { warmUps, counted }: Rounds,
): Promise<BenchRow[]> {
  const whole = queryOver(range, 'none');
  const session = new ReadingSession(await loadSqlEngine(wasmPath), file);
  const read = (query: DashboardQuery): Promise<number> =>
    session.read((connection) => {
      const start = performance.now();
      readDashboard(connection, query);
      return performance.now() - start;
    });
  const rows: BenchRow[] = [];
  for (const condition of filters) {
    const filter = {
      conditions: [condition],
      workspaceId: null,
      environment: null,
      endpoint: null,
    };
    const [filtered, unfiltered]: [number[], number[]] = [[], []];
    for (let round = 0; round < warmUps + counted; round += 1) {
      const times = [await read({ ...whole, filter }), await read(whole)] as const;
      if (round < warmUps) continue;
      filtered.push(times[0]);
      unfiltered.push(times[1]);
    }
    rows.push(
      timesPeer(
        `${load}, ${range}, by ${condition.kind}: dashboard, ms`,
        'without a filter',
        { ours: median(filtered), peer: median(unfiltered) },
        mostUnderFilter,
      ),
    );
  }
  session.close();
  return rows;
}

/** A sixth of a query's span that lies in its middle, in whole steps. */
function middleOf({ from, to, bucketSeconds }: DashboardQuery): { from: number; to: number } {
  const [begin, end] = [2.5, 3.5].map((part) =>
    floorTo(from + ((to - from) * part) / 6, bucketSeconds),
  );
  return { from: begin ?? from, to: end ?? to };
}

async function measure(
  load: keyof (typeof limits)['explain'],
  over: string,
  file: string,
  query: DashboardQuery,
  { warmUps, counted }: Rounds,
): Promise<BenchRow[]> {
  const label = `${load}, ${over}`;
  const session = new ReadingSession(await loadSqlEngine(wasmPath), file);
  const charts: number[] = [];
  const totals: number[] = [];
  const explained: number[] = [];
  const times = new Map<string, number[]>();
  for (let round = 0; round < warmUps + counted; round += 1) {
    const timed = await session.read((connection) => {
      const start = performance.now();
      readCharts(connection, readTraffic(connection, query));
      const between = performance.now();
      const own = new TimedConnection(connection);
      readDashboard(own.asConnection, query);
      const end = performance.now();
      readExplanation(connection, { span: query, ...middleOf(query) });
      const last = performance.now();
      return {
        statements: own.times,
        charts: between - start,
        total: end - between,
        explained: last - end,
      };
    });
    if (round < warmUps) continue;
    charts.push(timed.charts);
    totals.push(timed.total);
    explained.push(timed.explained);
    for (const [name, ms] of timed.statements) times.set(name, [...(times.get(name) ?? []), ms]);
  }
  session.close();
  return [
    alone(`${label}: charts, ms`, median(charts), limits.charts),
    alone(`${label}: dashboard, ms`, median(totals), limits.dashboard),
    alone(`${label}: explanation, ms`, median(explained), limits.explain[load]),
    ...[...times]
      .map(([name, all]) => ({ name, ms: median(all) }))
      .sort((a, b) => b.ms - a.ms)
      .map(({ name, ms }) => alone(`${label}: ${name}, ms`, ms)),
  ];
}
