import { shownUrl } from '../../domain/shownUrl';
import type { FailureKind, SourceFailure } from '../../protocol/collectingStatus';
import { isWebPage, mediaType } from './mediaType';
import { networkFailure } from './networkFailure';
import { TimeoutError } from './timeoutError';

/** A source answered, but not with what it should; carries what the user is told. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(readonly failure: SourceFailure) {
    super(`${failure.what} ${failure.todo}`);
  }
}

export function sourceError(kind: FailureKind, what: string, todo: string): SourceError {
  return new SourceError({ kind, what, todo });
}

/** "127.0.0.1:9090" of a URL: how messages name a server. */
export function addressOf(url: string): string {
  return new URL(url).host;
}

/** Anything that went wrong while asking `url`, as the user reads it; `start` is what to do where nobody listens. */
export function failureOf(error: unknown, url: string, start: string): SourceFailure {
  if (error instanceof SourceError) return error.failure;
  const address = addressOf(url);
  if (!(error instanceof TimeoutError)) return networkFailure(error, address, start);
  return {
    kind: 'timeout',
    what: `${address} was reached, but gave ${error.message}.`,
    todo: 'Check whether the server hangs or is very busy.',
  };
}

/** Throws the SourceError for an answer that is an error or a web page where `wanted` should be. */
export function refuseOther(response: Response, url: string, wanted: string, todo: string): void {
  const { status } = response;
  if (status !== 200) {
    const what = `${shownUrl(url)} answered with HTTP status ${status}, not with ${wanted}.`;
    const advice = statusAdvice(status, url) ?? todo;
    throw new SourceError({ kind: 'http_status', what, todo: advice, status });
  }
  if (isWebPage(mediaType(response))) {
    const what = `${addressOf(url)} answered with a web page, not with ${wanted}.`;
    throw sourceError('html', what, todo);
  }
}

/** Where a status says what is wrong. */
function statusAdvice(status: number, url: string): string | undefined {
  if (status === 401 || status === 403 || status === 407) {
    return 'MockForge asks for no password here, but a proxy in front of it does. Connect to MockForge itself.';
  }
  if (status === 502 || status === 503 || status === 504) {
    return 'MockForge, or a proxy in front of it, is starting or overloaded. The next scrape tries again.';
  }
  const isSlashed = new URL(url).pathname.endsWith('/');
  return status === 404 && isSlashed ? 'Leave out the slash at the end of its path.' : undefined;
}
