import endpointTimesSql from '../../../sql/readModels/endpointTimes.sql';
import { hasLatencies } from '../../domain/filterStanding';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import { endpointKey } from './endpointKey';
import type { Segment } from './segments';
import { spanParameters } from './span';

/** Handler times of an endpoint, summed up. */
export interface HandlerTime {
  /** Milliseconds. */
  readonly sum: number;
  /** Requests that were timed. */
  readonly count: number;
}

/** How long requests to each endpoint took, in all. */
export interface EndpointTimes {
  /** By the key of the endpoint. */
  readonly handler: ReadonlyMap<string, HandlerTime>;
  /** Sums of injected delays by path, ms. */
  readonly injected: ReadonlyMap<string, number>;
}

/**
 * Where averages are all that is wanted: no distribution is read. Both are empty under a filter by which no times are kept
 * (docs/accuracy.md).
 */
export function readEndpointTimes(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
): EndpointTimes {
  const handler = new Map<string, HandlerTime>();
  const injected = new Map<string, number>();
  if (!hasLatencies(conditionsIn(span.filter))) return { handler, injected };
  const parameters = { ...spanParameters(span), segments: listParameter(segments) };
  connection.each(endpointTimesSql, parameters, (row) => {
    const sum = row.number('sum');
    if (row.text('source') === 'injected') {
      const path = row.text('endpoint');
      injected.set(path, (injected.get(path) ?? 0) + sum);
    } else handler.set(endpointKey(row), { sum, count: row.number('count') });
  });
  return { handler, injected };
}
