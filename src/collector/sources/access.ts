import type { Clock } from '../../domain/clock';
import type { UnreadableEntry } from '../../domain/unreadableEntry';
import type { HttpGet } from './httpGet';
import { mayNeedTls } from './networkFailure';
import { request } from './request';
import { TimeoutError } from './timeoutError';
import { speaksTls, tlsNeeded } from './tlsProbe';

/** How to reach a source: the network, the clock that times it out, and after how many ms it does. */
export interface Access {
  readonly http: HttpGet;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Told of entries of an answer that were left out since they could not be read. */
  readonly onUnreadable?: (entries: readonly UnreadableEntry[]) => void;
}

/**
 * Gets a URL and hands its answer to `read`; both together must be done in time.
 * @throws TimeoutError, a SourceError for what is known to be wrong, or whatever the network or `read` throws
 */
export async function get<T>(
  { http, clock, timeoutMs }: Access,
  url: string,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const { signal } = abort;
  const cancel = clock.schedule(clock.now() + timeoutMs, () => {
    abort.abort(new TimeoutError(timeoutMs / 1000));
  });
  try {
    const response = await request(http, url, '*/*', signal);
    // What a TLS server says to plain http, where it says anything.
    if (response.status === 400 && (await speaksTls(http, url, signal))) throw tlsNeeded(url);
    return await read(response);
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error;
    throw mayNeedTls(error) && (await speaksTls(http, url, signal)) ? tlsNeeded(url) : error;
  } finally {
    cancel();
    // An answer that is not read to its end would keep its connection.
    abort.abort();
  }
}
