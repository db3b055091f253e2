import type { TimeSpan } from '../../protocol/readModels';
import type { SqlParameters } from '../database/connection';
import type { Segment } from './segments';
import trafficSql from '../../../sql/readModels/traffic.sql';

/** A statement that reads `traffic`: the common table expression before it makes that name known. */
export function overTraffic(statement: string): string {
  return trafficSql + statement;
}

/** The parameters of a statement over segments of a span. */
export function spanParameters(span: TimeSpan, segments: readonly Segment[]): SqlParameters {
  return {
    from: span.from,
    to: span.to,
    excluded: JSON.stringify(span.excludedEndpoints),
    segments: JSON.stringify(segments),
  };
}
