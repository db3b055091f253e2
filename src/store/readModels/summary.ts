import totalsSql from '../../../sql/readModels/totals.sql';
import type { TimeSpan, TrafficSummary } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { quantileOrNull, readLatencies } from './requestLatencies';
import { trafficSegments } from './segments';
import { rowsOverTraffic, spanParameters } from './span';

/** Totals over a span. */
export function readSummary(connection: Connection, span: TimeSpan): TrafficSummary {
  const segments = trafficSegments(span, readWatermarks(connection), span);
  const totals = rowsOverTraffic(connection, totalsSql, segments, spanParameters(span));
  const sum = (column: string): number => totals.reduce((n, row) => n + row.number(column), 0);
  const whole = { from: span.from, step: span.to - span.from };
  return {
    requests: sum('requests'),
    errors: sum('errors'),
    coveredSeconds: new Coverage(connection, span).seconds(span.from, span.to),
    p95: quantileOrNull(readLatencies(connection, span, segments, whole).ofAll(0), 0.95),
  };
}
