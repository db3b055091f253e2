import type { Totals } from './books';
import { endpointName, isInjected, requestName, shopClients, tally } from './shop';

const clients = shopClients();

/** By the recordings' README: one GET 200 is the capture's own read, and no client's. */
const captureRead = 'http GET 200';

/** Requests of `shop` by `protocol method status`, as a correct collector stores them. */
export const expectedTotals = tally([...clients.map(requestName), captureRead]);

/** Those that were not injected, by `protocol method status endpoint`: the log never sees the capture's read of the recorder. */
export const expectedByEndpoint = tally([
  ...clients
    .filter((request) => !isInjected(request))
    .map((request) => `${requestName(request)} ${endpointName(request)}`),
  `${captureRead} -`,
]);

/** Injected faults by endpoint: which statuses those of one had, no source says; how many they were, exactly. */
export const expectedFaults = tally(clients.filter(isInjected).map(endpointName));

/** Stored requests by `protocol method status endpoint`, apart from injected faults by endpoint. */
export function splitFaults(byEndpoint: Totals): {
  readonly plain: Totals;
  readonly faults: Totals;
} {
  const plain: Totals = {};
  const faults: Totals = {};
  for (const [name, count] of Object.entries(byEndpoint)) {
    const [, , status, endpoint = ''] = name.split(' ');
    if (Number(status) < 500) plain[name] = count;
    else faults[endpoint] = (faults[endpoint] ?? 0) + count;
  }
  return { plain, faults };
}

/** WebSocket operations are no requests. */
export function requestsOf(totals: Totals): Totals {
  return Object.fromEntries(
    Object.entries(totals).filter(([name]) => !name.startsWith('websocket')),
  );
}
