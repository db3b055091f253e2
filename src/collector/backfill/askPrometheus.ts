import type { Ask } from '../../prometheus/queryRange';
import { textOf } from '../sources/answerBody';
import { failureOf, SourceError } from '../sources/failure';
import { get } from '../sources/access';
import type { Access } from '../sources/access';

/**
 * How to ask a Prometheus server until `signal` says to stop. Rejects with a SourceError that says why no
 * answer came, or with the signal's reason.
 */
export function askPrometheus({ http, clock, timeoutMs }: Access, signal: AbortSignal): Ask {
  const access: Access = {
    clock,
    timeoutMs,
    http: (url, init) => http(url, { ...init, signal: AbortSignal.any([init.signal, signal]) }),
  };
  return async (url) => {
    signal.throwIfAborted();
    try {
      return await get(access, url, async (response) => ({
        status: response.status,
        text: await textOf(response, url, 'history'),
      }));
    } catch (error) {
      signal.throwIfAborted();
      throw new SourceError(failureOf(error, url, 'history'));
    }
  };
}
