import connectionStepsSql from '../../../sql/readModels/connectionSteps.sql';
import lastConnectionsSql from '../../../sql/readModels/lastConnections.sql';
import { standOfCard } from '../../domain/filterStanding';
import { floorTo, minuteSeconds } from '../../domain/time';
import type { DashboardData } from '../../protocol/dashboardData';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import type { Coverage } from './coverage';
import type { Segment } from './segments';
import { rowsOverStored, spanParameters } from './span';

/** The most open connections at any one time of each step that has any, of `step` seconds from `from` on. */
export function connectionSteps(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  { from, step }: { readonly from: number; readonly step: number },
): ReadonlyMap<number, number> {
  const most = new Map<number, number>();
  if (!areKept(span)) return most;
  const parameters = { ...spanParameters(span), from, step };
  for (const row of rowsOverStored(connection, connectionStepsSql, segments, parameters)) {
    const index = row.number('step');
    const connections = row.numberOrNull('connections');
    if (connections !== null) most.set(index, Math.max(most.get(index) ?? 0, connections));
  }
  return most;
}

/** The server counts them by protocol, and for no part of its requests. */
function areKept({ filter }: TimeSpan): boolean {
  return standOfCard('connections', conditionsIn(filter)).standing === 'follows';
}

/** Open connections in the last covered minute, and the most in the span; null where nothing is covered. */
export function readConnections(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  coverage: Coverage,
): DashboardData['summary']['activeConnections'] {
  if (coverage.end === undefined || !areKept(span)) return null;
  const minute = floorTo(coverage.end - 1, minuteSeconds);
  const last = connection.first(lastConnectionsSql, { ...spanParameters(span), minute });
  const whole = { from: 0, step: Number.MAX_SAFE_INTEGER };
  const most = connectionSteps(connection, span, segments, whole).get(0);
  return { last: last?.number('connections') ?? 0, max: most ?? 0 };
}
