import type { FailureKind, SourceFailure } from '../../protocol/collectingStatus';
import { TimeoutError } from './httpGet';

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

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'host name not resolved',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_SOCKET: 'connection closed',
};

/** Anything that went wrong while asking `url`, as the user reads it. */
export function failureOf(error: unknown, url: string, start: string): SourceFailure {
  if (error instanceof SourceError) return error.failure;
  const address = addressOf(url);
  if (error instanceof TimeoutError) {
    return {
      kind: 'timeout',
      what: `${address} is reached, but gave ${error.message}.`,
      todo: 'Check whether the server hangs or is very busy.',
    };
  }
  const code = networkCode(error);
  const reason = networkReasons[code] ?? (code || causeOf(error));
  return { kind: 'unreachable', what: `No answer from ${address}: ${reason}.`, todo: start };
}

/** What the network gives as a reason where it has no code for it, such as a port that fetch never asks. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : 'connection failed';
}

/** Node's code of a network error; fetch wraps it in a cause, and several tries in an AggregateError. */
export function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  return networkCode(error.cause);
}

/** Throws the SourceError for an answer that is a web page or JSON where `wanted` should be. */
export function refuseOther(response: Response, url: string, wanted: string, todo: string): void {
  const address = addressOf(url);
  const contentType = response.headers.get('content-type') ?? '';
  if (response.status !== 200) {
    const what = `${url} answered with HTTP status ${response.status}, not with ${wanted}.`;
    throw sourceError('http_status', what, todo);
  }
  if (contentType.includes('html')) {
    throw sourceError('html', `${address} answered with a web page, not with ${wanted}.`, todo);
  }
}
