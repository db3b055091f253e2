import type { RecordedServer } from './recordedServer';
import type { VirtualClock } from './virtualClock';

/** Addresses under which a recorded server is asked: no socket listens there. */
export const recordedUrls = {
  metricsUrl: 'http://127.0.0.1:9090/metrics',
  adminUrl: 'http://127.0.0.1:9080',
} as const;

/** A network in which only the recorded server listens, at any address; waiting moves the virtual clock. */
export function recordedHttp(
  server: RecordedServer,
  clock: VirtualClock,
): (url: string) => Promise<Response> {
  return (url) => {
    const { pathname, search } = new URL(url);
    const answer = server.answer(pathname + search, clock.now());
    if (!answer) {
      const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return Promise.reject(new TypeError('fetch failed', { cause }));
    }
    clock.elapse(answer.readyAt - clock.now());
    const { status, contentType, body } = answer;
    return Promise.resolve(
      new Response(body, { status, headers: { 'content-type': contentType } }),
    );
  };
}
