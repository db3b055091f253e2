import readMinuteHistograms from '../../../sql/commit/readMinuteHistograms.sql';
import readMinuteRows from '../../../sql/commit/readMinuteRows.sql';
import type {
  LatencySource,
  MinuteContent,
  MinuteHistogram,
  MinuteRow,
} from '../../domain/commitBatch';
import type { Protocol } from '../../domain/protocol';
import { sparse } from '../../domain/sparseHistogram';
import { noTraffic, trafficFields } from '../../domain/trafficColumns';
import type { TrafficField, TrafficNumbers } from '../../domain/trafficColumns';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { withColumns } from '../database/withColumns';
import type { BucketBounds } from '../latency/bucketBounds';
import { addCounts } from '../latency/sparseCounts';
import type { MinuteParts } from './minuteSums';
import { unknownPercentiles } from './minuteSums';

const readRows = withColumns(readMinuteRows);

/** What the tables hold for a minute and its dimensions. */
export function storedMinute(
  connection: Connection,
  bounds: BucketBounds,
  {
    minute,
    workspaceId,
    environment,
  }: Pick<MinuteContent, 'minute' | 'workspaceId' | 'environment'>,
): MinuteParts {
  const place = { minute, workspaceId, environment };
  return {
    rows: connection.all(readRows, place).map(rowOf),
    histograms: connection
      .all(readMinuteHistograms, place)
      .map((row) => histogramOf(row, bounds.boundsOf(row.number('bounds_id')))),
  };
}

function rowOf(row: Row): MinuteRow {
  return {
    protocol: row.text('protocol') as Protocol,
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
    statusCode: row.numberOrNull('status_code'),
    ...numbersOf(row),
    ...unknownPercentiles,
    activeConnections: row.numberOrNull('active_connections') ?? 0,
  };
}

function numbersOf(row: Row): TrafficNumbers {
  const numbers: Record<TrafficField, number | null> = { ...noTraffic };
  for (const { field, column, merge } of trafficFields) {
    numbers[field] = merge === 'sum' ? row.number(column) : row.numberOrNull(column);
  }
  return numbers as TrafficNumbers;
}

function histogramOf(row: Row, bounds: readonly number[]): MinuteHistogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  addCounts(row.text('counts'), counts);
  return {
    protocol: row.text('protocol') as Protocol,
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
    source: row.text('source') as LatencySource,
    histogram: sparse({ bounds, counts, sum: row.number('sum') }),
  };
}
