import failedSql from '../../../sql/readModels/failed.sql';
import trafficSql from '../../../sql/readModels/traffic.sql';
import type { TimeSpan } from '../../protocol/readModels';
import type { SqlParameters } from '../database/connection';
import type { Segment } from './segments';

/** A statement that reads `traffic`: the common table expression before it makes that name known. */
export function overTraffic(statement: string): string {
  return trafficSql + statement;
}

/** A statement that reads `failed`, in the same way. */
export function overFailed(statement: string): string {
  return failedSql + statement;
}

/** The parameters of a statement over segments of a span. */
export function spanParameters(span: TimeSpan, segments: readonly Segment[]): SqlParameters {
  const { filter } = span;
  return {
    from: span.from,
    to: span.to,
    excluded: JSON.stringify(span.excludedEndpoints),
    segments: JSON.stringify(segments),
    protocol: filter?.protocol ?? null,
    workspace: filter?.workspaceId ?? null,
    environment: filter?.environment ?? null,
    target: filter?.endpoint?.endpoint ?? null,
    target_protocol: filter?.endpoint?.protocol ?? null,
    target_method: filter?.endpoint?.method ?? null,
  };
}
