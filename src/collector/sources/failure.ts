import { FaultError } from '../../domain/faultError';
import { shownUrl } from '../../domain/shownUrl';
import { isWebPage, mediaType } from './mediaType';
import { networkFailure } from './networkFailure';
import type { SourceFailure, Wanted, WantedPage } from './sourceFailure';
import { TimeoutError } from './timeoutError';

/** A source answered, but not with what it should. */
export class SourceError extends FaultError<SourceFailure> {
  override readonly name = 'SourceError';
}

/** "127.0.0.1:9090" of a URL: how messages name a server. */
export function addressOf(url: string): string {
  return new URL(url).host;
}

/** Anything that went wrong while asking `url`. */
export function failureOf(error: unknown, url: string, wanted: Wanted): SourceFailure {
  if (error instanceof SourceError) return error.fault;
  const address = addressOf(url);
  if (!(error instanceof TimeoutError)) return networkFailure(error, address, wanted);
  return { kind: 'timeout', address, seconds: error.seconds };
}

/** Throws the SourceError for an answer that is an error or a web page where `wanted` should be. */
export function refuseOther(response: Response, url: string, wanted: WantedPage): void {
  const { status } = response;
  if (status !== 200) {
    const isSlashed = new URL(url).pathname.endsWith('/');
    throw new SourceError({ kind: 'http_status', url: shownUrl(url), wanted, status, isSlashed });
  }
  if (isWebPage(mediaType(response))) {
    throw new SourceError({ kind: 'web_page', address: addressOf(url), wanted });
  }
}
