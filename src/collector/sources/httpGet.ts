import type { Clock } from '../../domain/clock';
import { ownUserAgent } from '../ownUserAgent';

/** The network as the engine sees it; `globalThis.fetch` is one. */
export type HttpGet = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Response>;

/** How to reach a source: the network, the clock that times it out, and after how many ms it does. */
export interface Access {
  readonly http: HttpGet;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** The answer did not come, or not whole, within the time given. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Gets a URL and hands its answer to `read`; both together must be done in time.
 * @throws TimeoutError, or whatever the network or `read` throws
 */
export async function get<T>(
  { http, clock, timeoutMs }: Access,
  url: string,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const cancel = clock.schedule(clock.now() + timeoutMs, () => {
    abort.abort(new TimeoutError(`no complete answer within ${timeoutMs / 1000} s`));
  });
  try {
    const headers = { 'user-agent': ownUserAgent, accept: '*/*' };
    return await read(await http(url, { headers, signal: abort.signal }));
  } catch (error) {
    throw abort.signal.aborted ? (abort.signal.reason as Error) : error;
  } finally {
    cancel();
  }
}
