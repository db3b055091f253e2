import endpointStepsSql from '../../../sql/readModels/endpointSteps.sql';
import endpointTotalsSql from '../../../sql/readModels/endpointTotals.sql';
import injectedFaultsSql from '../../../sql/readModels/injectedFaults.sql';
import { sortedBy } from '../../domain/sorting';
import type { SortValue } from '../../domain/sorting';
import type {
  DashboardQuery,
  EndpointColumn,
  EndpointRow,
  EndpointRows,
} from '../../protocol/dashboardData';
import type { TopEndpoint } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import type { Compared } from './comparison';
import { stepCount } from './points';
import type { Reach, Segment } from './segments';
import { coarsestFor, segmentsOf } from './segments';
import { overFailed, overTraffic, spanParameters } from './span';
import { endpointKey, keyText } from './topEndpoints';

/** What the rows are made with besides their traffic. */
interface RowSources {
  readonly reach: Reach;
  readonly compared: Compared | null;
}

type PlainRow = Omit<EndpointRow, 'perStep'>;

/** One page of the endpoints with traffic: all of them are sorted, and those on the page get their steps. */
export function endpointRows(
  connection: Connection,
  query: DashboardQuery,
  top: readonly TopEndpoint[],
  { reach, compared }: RowSources,
): EndpointRows {
  const all = withFaults(connection, query, withChange(connection, query, top, compared));
  const { search, column, descending, offset, limit } = query.endpointPage;
  const found = all.filter((row) => nameOf(row).includes(search));
  const page = sortedBy(found, sortValues[column], descending).slice(offset, offset + limit);
  const perStep = stepsOf(connection, query, reach, page);
  const none = new Array<number>(stepCount(query)).fill(0);
  return {
    total: all.length,
    found: found.length,
    rows: page.map((row) => ({ ...row, perStep: perStep.get(keyOf(row)) ?? none })),
    mostRequests: all.reduce((most, row) => Math.max(most, row.requests), 0),
    greatestImpact: all.reduce((most, row) => Math.max(most, impactOf(row) ?? 0), 0),
  };
}

const sortValues: Readonly<Record<EndpointColumn, (row: PlainRow) => SortValue>> = {
  method: (row) => row.method,
  path: (row) => row.endpoint,
  requests: (row) => row.requests,
  rate: (row) => row.requests,
  errors: (row) => row.errors / Math.max(1, row.requests),
  average: (row) => row.averageMs,
  p95: (row) => row.p95?.value ?? null,
  faults: (row) => row.faults,
  change: (row) => row.change,
  impact: impactOf,
};

function impactOf(row: PlainRow): number | null {
  return row.averageMs === null ? null : row.requests * row.averageMs;
}

function nameOf({ method, endpoint }: PlainRow): string {
  return `${method ?? ''} ${endpoint}`.toLowerCase();
}

function keyOf({
  protocol,
  method,
  endpoint,
}: Pick<TopEndpoint, 'protocol' | 'method' | 'endpoint'>): string {
  return keyText(protocol, method, endpoint);
}

function withChange(
  connection: Connection,
  query: DashboardQuery,
  top: readonly TopEndpoint[],
  compared: RowSources['compared'],
): (TopEndpoint & { readonly change: number | null })[] {
  if (!compared) return top.map((row) => ({ ...row, change: null }));
  const { comparison, parts, other } = compared;
  const requests = (source: Connection, segments: readonly Segment[]): Map<string, number> =>
    new Map(
      source
        .all(overTraffic(endpointTotalsSql), spanParameters(query, segments))
        .map((row) => [endpointKey(row), row.number('requests')] as const),
    );
  const [now, then] = [requests(connection, parts.now), requests(other, parts.then)];
  const seconds = comparison.then.coveredSeconds / comparison.now.coveredSeconds;
  return top.map((row) => {
    const before = then.get(keyOf(row)) ?? 0;
    const after = now.get(keyOf(row)) ?? 0;
    return { ...row, change: before === 0 ? null : (after * seconds) / before - 1 };
  });
}

/** Not every injected fault tells its method; those that do not belong to the endpoint's only row, or nobody knows. */
function withFaults(
  connection: Connection,
  query: DashboardQuery,
  rows: readonly (TopEndpoint & { readonly change: number | null })[],
): PlainRow[] {
  const counts = new Map<string, number>();
  const methods = new Map<string | null, number>();
  for (const { endpoint } of rows) methods.set(endpoint, (methods.get(endpoint) ?? 0) + 1);
  for (const row of connection.all(overFailed(injectedFaultsSql), spanParameters(query, []))) {
    counts.set(endpointKey(row), row.number('faults'));
  }
  return rows.flatMap((row) => {
    const { endpoint } = row;
    if (endpoint === null) return [];
    const own = row.method === null ? 0 : (counts.get(keyOf(row)) ?? 0);
    const anyMethod = counts.get(keyText(row.protocol, null, endpoint)) ?? 0;
    const isOnly = methods.get(endpoint) === 1;
    return [{ ...row, endpoint, faults: anyMethod > 0 && !isOnly ? null : own + anyMethod }];
  });
}

function stepsOf(
  connection: Connection,
  query: DashboardQuery,
  reach: Reach,
  rows: readonly PlainRow[],
): Map<string, number[]> {
  const { from, bucketSeconds: step } = query;
  const segments = segmentsOf(query, reach, coarsestFor(from, step));
  const names = JSON.stringify([...new Set(rows.map((row) => row.endpoint))]);
  const parameters = { ...spanParameters(query, segments), step, names };
  const perStep = new Map<string, number[]>();
  for (const row of connection.all(overTraffic(endpointStepsSql), parameters)) {
    const key = endpointKey(row);
    const counts = perStep.get(key) ?? new Array<number>(stepCount(query)).fill(0);
    perStep.set(key, counts);
    counts[row.number('step')] = row.number('requests');
  }
  return perStep;
}
