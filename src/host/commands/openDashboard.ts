import { isProtocol } from '../../domain/protocol';
import { ranges } from '../../domain/range';
import type { EndpointName } from '../../protocol/readModels';
import type { DashboardPlace } from '../../protocol/webviewMessages';
import type { Dashboard } from '../dashboard/dashboard';

/**
 * Opens the dashboard, or brings it to the front. An argument says where: `{ range: '1h' }` and
 * `{ endpoint: { protocol: 'http', method: 'GET', endpoint: '/api/users' } }`, or both. A row of a view, which has
 * a `kind`, too: its numbers are those of a day.
 */
export function openDashboard(dashboard: Dashboard, argument?: unknown): void {
  dashboard.open(placeOf(argument));
}

/** The place that an argument of the command names; it may come from anywhere, so what is not one is left out. */
function placeOf(argument: unknown): DashboardPlace | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const { kind, range, endpoint, group } = argument as Record<string, unknown>;
  const wanted = kind === undefined ? range : '24h';
  const known = ranges.find((candidate) => candidate === wanted);
  // The row of an error group names its endpoint as the group's.
  const name = endpointOf(endpoint ?? group);
  if (known === undefined && name === null) return null;
  return {
    ...(known && { period: { kind: 'last', range: known } }),
    ...(name && { endpoint: name }),
  };
}

function endpointOf(value: unknown): EndpointName | null {
  if (typeof value !== 'object' || value === null) return null;
  const { protocol, method, endpoint } = value as Record<string, unknown>;
  if (typeof protocol !== 'string' || !isProtocol(protocol)) return null;
  if (typeof endpoint !== 'string' || !(typeof method === 'string' || method === null)) return null;
  return { protocol, method, endpoint };
}
