import { sortedBy, type SortValue } from '../../domain/sorting';
import { timeSpent } from '../../domain/timePerRequest';
import type { TopEndpoint } from '../../protocol/readModels';

/** What endpoints can be sorted by. */
export const endpointOrders = ['requests', 'errors', 'errorRate', 'p95', 'impact'] as const;
export type EndpointOrderName = (typeof endpointOrders)[number];

const values: Readonly<Record<EndpointOrderName, (endpoint: TopEndpoint) => SortValue>> = {
  requests: ({ requests }) => requests,
  errors: ({ errors }) => errors,
  errorRate: ({ errors, requests }) => errors / Math.max(1, requests),
  p95: ({ p95 }) => p95?.value ?? null,
  impact: timeSpent,
};

/** Endpoints with the greatest value first. */
export function inOrder(
  endpoints: readonly TopEndpoint[],
  order: EndpointOrderName,
): readonly TopEndpoint[] {
  return sortedBy(endpoints, values[order], true);
}
