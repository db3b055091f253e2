import endpointStepsSql from '../../../sql/readModels/endpointSteps.sql';
import { matchesWords } from '../../domain/search';
import { sortedBy } from '../../domain/sorting';
import { timeSpent } from '../../domain/timePerRequest';
import type { SortValue } from '../../domain/sorting';
import type {
  Comparison,
  DashboardQuery,
  EndpointColumn,
  EndpointRow,
  EndpointRows,
} from '../../protocol/dashboardData';
import type { TopEndpoint } from '../../protocol/readModels';
import type { EndpointDifference } from '../../protocol/spanComparison';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import type { SharedSides } from './comparison';
import { endpointFaults } from './endpointFaults';
import { keyText } from './endpointKey';
import type { Failures } from './failures';
import type { Segment } from './segments';
import { isOfFailures } from './segments';
import { rowsOverTraffic, spanParameters } from './span';
import { stepCount } from './stepCounts';

/** What the rows are made with besides their traffic. */
interface RowSources {
  /** Those of the query's steps. */
  readonly segments: readonly Segment[];
  readonly failures: Failures;
  readonly compared: { readonly comparison: Comparison; readonly sides: SharedSides } | null;
  readonly differences: readonly EndpointDifference[];
}

type PlainRow = Omit<EndpointRow, 'perStep'>;

/** Rows that get their steps at most: more are not looked at one by one. */
const mostWithSteps = 200;

/** One page of the endpoints with traffic: all of them are sorted, and those on the page get their steps. */
export function endpointRows(
  connection: Connection,
  query: DashboardQuery,
  top: readonly TopEndpoint[],
  { segments, failures, compared, differences }: RowSources,
): EndpointRows {
  const all = withDifference(withFaults(failures, withChange(top, compared)), differences);
  const { search, column, descending, offset, limit } = query.endpointPage;
  const found = all.filter((row) => matchesWords(search, [row.method, row.endpoint]));
  const page = sortedBy(found, sortValues[column], descending).slice(offset, offset + limit);
  const isLong = page.length > mostWithSteps || segments.some(isOfFailures);
  const perStep = isLong ? [] : stepsOf(connection, query, segments, page);
  return {
    total: all.length,
    found: found.length,
    rows: page.map((row, position) => ({ ...row, perStep: perStep[position] ?? [] })),
    mostRequests: all.reduce((most, row) => Math.max(most, row.requests), 0),
    greatestImpact: all.reduce((most, row) => Math.max(most, timeSpent(row) ?? 0), 0),
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
  injected: (row) => row.injected?.averageMs ?? null,
  change: (row) => row.change,
  impact: timeSpent,
};

function keyOf({
  protocol,
  method,
  endpoint,
}: Pick<TopEndpoint, 'protocol' | 'method' | 'endpoint'>): string {
  return keyText(protocol, method, endpoint);
}

function withChange(
  top: readonly TopEndpoint[],
  compared: RowSources['compared'],
): (TopEndpoint & { readonly change: number | null })[] {
  if (!compared) return top.map((row) => ({ ...row, change: null }));
  const { comparison, sides } = compared;
  const seconds = comparison.then.coveredSeconds / comparison.now.coveredSeconds;
  return top.map((row) => {
    const before = sides.then.counts.requestsOf(keyOf(row));
    const after = sides.now.counts.requestsOf(keyOf(row));
    const isKnown = before > 0 && comparison.now.coveredSeconds > 0;
    return { ...row, change: isKnown ? (after * seconds) / before - 1 : null };
  });
}

/** A row before it has what it is compared with. */
type CountedRow = Omit<PlainRow, 'difference'>;

function withFaults(
  failures: Failures,
  rows: readonly (TopEndpoint & { readonly change: number | null })[],
): CountedRow[] {
  const faultsOf = endpointFaults(failures.injectedFaults, rows);
  return rows.flatMap((row) => {
    const { endpoint } = row;
    return endpoint === null ? [] : [{ ...row, endpoint, faults: faultsOf(row) }];
  });
}

function withDifference(
  rows: readonly CountedRow[],
  differences: readonly EndpointDifference[],
): PlainRow[] {
  const byKey = new Map(differences.map((difference) => [keyOf(difference), difference]));
  return rows.map((row) => ({ ...row, difference: byKey.get(keyOf(row)) ?? null }));
}

function stepsOf(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  rows: readonly PlainRow[],
): number[][] {
  const steps = rows.map(() => new Array<number>(stepCount(query)).fill(0));
  const parameters = {
    ...spanParameters(query),
    step: query.bucketSeconds,
    endpoints: listParameter(rows.map((row) => [row.protocol, row.method, row.endpoint])),
  };
  for (const row of rowsOverTraffic(connection, endpointStepsSql, segments, parameters)) {
    const counts = steps[row.number('position')];
    const step = row.number('step');
    if (counts) counts[step] = (counts[step] ?? 0) + row.number('requests');
  }
  return steps;
}
