import { PrometheusError } from '../../prometheus/queryRange';
import type { Ask } from '../../prometheus/queryRange';
import { failureOf, SourceError } from '../sources/failure';
import { get } from '../sources/httpGet';
import type { Access } from '../sources/httpGet';

/**
 * How to ask a Prometheus server until `signal` says to stop. Rejects with a SourceError that says why no
 * answer came, with a PrometheusError of the reading, or with the signal's reason.
 */
export function askPrometheus({ http, clock, timeoutMs }: Access, signal: AbortSignal): Ask {
  const access: Access = {
    clock,
    timeoutMs,
    http: (url, { headers, signal: timeUp }) =>
      http(url, { headers, signal: AbortSignal.any([timeUp, signal]) }),
  };
  return async (url, read) => {
    signal.throwIfAborted();
    try {
      return await get(access, url, read);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PrometheusError) throw error;
      throw new SourceError(failureOf(error, url, 'Check that Prometheus runs at this address.'));
    }
  };
}
