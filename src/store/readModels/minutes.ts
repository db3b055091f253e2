import { minuteSeconds } from '../../domain/time';
import type { MinuteTraffic, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { quantileOrNull, readLatencies } from './requestLatencies';
import { requestSteps } from './requestSteps';
import { stepSegments } from './stepCounts';

/** Each minute of a span of whole minutes. */
export function readMinutes(connection: Connection, span: TimeSpan): readonly MinuteTraffic[] {
  const { from } = span;
  const query = { ...span, bucketSeconds: minuteSeconds };
  const reach = readWatermarks(connection);
  const coverage = new Coverage(connection, span);
  const segments = stepSegments(query, reach);
  const latencies = readLatencies(connection, span, segments, { from, step: minuteSeconds });
  return requestSteps(connection, query, reach).map((sums, index) => {
    const at = from + index * minuteSeconds;
    return {
      at,
      coveredSeconds: coverage.seconds(at, at + minuteSeconds),
      ...sums,
      p95: quantileOrNull(latencies.ofAll(index), 0.95),
    };
  });
}
