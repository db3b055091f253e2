import { otherEndpoints } from '../../domain/endpointName';
import type { Histogram } from '../../domain/histogram';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { isReadByUs } from '../../mockforge/paths';
import type { InjectedDelayState } from './accountState';
import { movementSince, noBaseline } from './counterDeltas';
import type { EndpointNames } from './endpointNames';
import type { RequestAccumulator, MeasuredSpan } from './requestAccumulator';
import type { OwnRequests } from './ownRequests';

/** Only what is injected from here on is entered. */
export function beginInjectedDelay(state: InjectedDelayState, reading: MetricsReading): void {
  restartInjectedDelay(state);
  movedBy(state, reading);
}

/** Another process counts from 0. */
export function restartInjectedDelay(state: InjectedDelayState): void {
  const { latency, fallenLatency } = noBaseline;
  Object.assign(state, { latency, fallenLatency, routes: null });
}

/** Enters the delays injected since they were last entered; they are known by endpoint alone. */
export function enterInjectedDelay(
  state: InjectedDelayState,
  reading: MetricsReading,
  names: EndpointNames,
  span: MeasuredSpan,
  requests: RequestAccumulator,
  own: OwnRequests,
): void {
  // The scrape came before the routes were known: the next one has these delays under their right
  // names.
  if (reading.routes !== names.routes.fingerprint) return;
  if (state.routes === reading.routes || state.latency.size === 0) {
    for (const [endpoint, delay] of movedBy(state, reading)) {
      if (!isReadByUs(endpoint)) {
        requests.addInjectedDelay(span, endpoint, delay);
        continue;
      }
      const others = own.withoutOurDelays(endpoint, delay);
      if (others) requests.addInjectedDelay(span, otherEndpoints, others);
    }
  } else {
    // Other routes name other endpoints, which cannot be compared with those of the last scrape.
    beginInjectedDelay(state, reading);
  }
}

/** The delays since the last scrape, by endpoint, which are the baseline of the next from now on. */
function movedBy(
  state: InjectedDelayState,
  { injectedDelay, routes }: MetricsReading,
): ReadonlyMap<string, Histogram> {
  const delays = { counters: new Map<never, number>(), latency: injectedDelay };
  const { movement, after } = movementSince({ ...noBaseline, ...state }, delays);
  const { latency, fallenLatency } = after;
  Object.assign(state, { latency, fallenLatency, routes });
  return movement.latency;
}
