import type { MetricsReading, Readings } from '../../mockforge/metricsReading';
import type { InjectedDelayState } from './accountState';
import type { Baseline } from './counterDeltas';
import { baselineAfter, movementSince, noBaseline } from './counterDeltas';
import type { EndpointNames } from './endpointNames';
import type { Entries, MeasuredSpan } from './entries';

/** Only what is injected from here on is entered. */
export function beginInjectedDelay(state: InjectedDelayState, reading: MetricsReading): void {
  restartInjectedDelay(state);
  becomeBaseline(state, reading);
}

/** Another process counts from 0. */
export function restartInjectedDelay(state: InjectedDelayState): void {
  Object.assign(state, { latency: noBaseline.latency, routes: null });
}

/** Enters the delays that were injected since they were last entered; they are told by endpoint alone. */
export function enterInjectedDelay(
  state: InjectedDelayState,
  reading: MetricsReading,
  names: EndpointNames,
  span: MeasuredSpan,
  entries: Entries,
): void {
  // The scrape was made before the routes were known: the next one tells these delays by their right names.
  if (reading.routes !== names.routes.fingerprint) return;
  if (state.routes === reading.routes || state.latency.size === 0) {
    for (const [endpoint, delay] of movementSince(baselineOf(state), delays(reading)).latency) {
      entries.addInjectedDelay(span, endpoint, delay);
    }
  } else {
    // Other routes name other endpoints, which cannot be compared with those of the last scrape.
    restartInjectedDelay(state);
  }
  becomeBaseline(state, reading);
}

function becomeBaseline(state: InjectedDelayState, reading: MetricsReading): void {
  const { latency } = baselineAfter(baselineOf(state), delays(reading));
  Object.assign(state, { latency, routes: reading.routes });
}

function baselineOf({ latency }: InjectedDelayState): Baseline {
  return { ...noBaseline, latency };
}

function delays({ injectedDelay }: MetricsReading): Readings {
  return { counters: new Map(), latency: injectedDelay };
}
