import endpointLatenciesSql from '../../../sql/readModels/endpointLatencies.sql';
import spanCountsSql from '../../../sql/readModels/spanCounts.sql';
import { selectableName } from '../../domain/endpointSelection';
import type { Protocol } from '../../domain/protocol';
import type { EndpointName, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import type { Row } from '../database/row';
import type { BucketBounds } from '../latency/bucketBounds';
import { addCounts } from '../latency/sparseCounts';
import { endpointKey } from './endpointKey';
import type { TableSegment } from './segments';
import { rowsOverTraffic, spanParameters } from './span';

/** What the tables hold of a segment, so that it can be added and taken away again. */
export interface SegmentRows {
  readonly counts: readonly (KeyedName & {
    readonly status: number | null;
    readonly requests: number;
    readonly errors: number;
  })[];
  readonly times: readonly (KeyedName & {
    readonly boundsId: number;
    /** As they are stored. */
    readonly buckets: string;
  })[];
}

/** `endpoint` null: what no source could attribute to one. */
interface KeyedName extends Omit<EndpointName, 'endpoint'> {
  readonly key: string;
  readonly endpoint: string | null;
}

/** What an endpoint had in all segments that were added. */
export interface EndpointTotal extends Omit<KeyedName, 'key'> {
  /** Its selectableName. */
  readonly name: string;
  requests: number;
  errors: number;
  readonly byStatus: Map<number | null, number>;
  /** Handler times: bucket counts by the id of their bounds. */
  readonly times: Map<number, number[]>;
}

/** The rows of all endpoints in a segment. */
export function readSegmentRows(
  connection: Connection,
  span: TimeSpan,
  segment: TableSegment,
): SegmentRows {
  const parameters = spanParameters(span);
  const counts = rowsOverTraffic(connection, spanCountsSql, [segment], parameters).map((row) => ({
    ...keyedName(row),
    status: row.numberOrNull('status_code'),
    requests: row.number('requests'),
    errors: row.number('errors'),
  }));
  const times: SegmentRows['times'][number][] = [];
  const segments = listParameter([segment]);
  connection.each(endpointLatenciesSql, { ...parameters, segments }, (row) => {
    if (row.text('source') !== 'log') return;
    const [boundsId, buckets] = [row.number('bounds_id'), row.text('counts')];
    times.push({ ...keyedName(row), boundsId, buckets });
  });
  return { counts, times };
}

/** The traffic of endpoints over segments that come and go. All of it is whole numbers, so nothing is left of what went. */
export class EndpointTotals {
  readonly #totals = new Map<string, EndpointTotal>();

  add(rows: SegmentRows, bounds: BucketBounds): void {
    this.#apply(rows, bounds, 1);
  }

  takeAway(rows: SegmentRows, bounds: BucketBounds): void {
    this.#apply(rows, bounds, -1);
  }

  /** Those with requests. */
  get withRequests(): readonly EndpointTotal[] {
    return [...this.#totals.values()].filter(({ requests }) => requests > 0);
  }

  #apply({ counts, times }: SegmentRows, bounds: BucketBounds, sign: 1 | -1): void {
    for (const row of counts) {
      const total = this.#of(row);
      total.requests += sign * row.requests;
      total.errors += sign * row.errors;
      const { byStatus } = total;
      byStatus.set(row.status, (byStatus.get(row.status) ?? 0) + sign * row.requests);
    }
    for (const row of times) {
      const own = this.#of(row).times;
      const length = bounds.boundsOf(row.boundsId).length + 1;
      const into = own.get(row.boundsId) ?? new Array<number>(length).fill(0);
      own.set(row.boundsId, into);
      addCounts(row.buckets, into, sign);
    }
  }

  #of({ key, protocol, method, endpoint }: KeyedName): EndpointTotal {
    const known = this.#totals.get(key);
    if (known) return known;
    const total = {
      ...{ protocol, method, endpoint, name: selectableName(endpoint) },
      ...{ requests: 0, errors: 0, byStatus: new Map(), times: new Map() },
    };
    this.#totals.set(key, total);
    return total;
  }
}

function keyedName(row: Row): KeyedName {
  return {
    key: endpointKey(row),
    protocol: row.text('protocol') as Protocol,
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
  };
}
