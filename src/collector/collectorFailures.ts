import { errorMessage } from '../domain/errorMessage';
import { shownText } from '../domain/shownUrl';
import type { SourceFailure } from '../protocol/collectingStatus';
import { addressOf } from './sources/failure';

/** An internal error. */
export function internalFailure(error: unknown): SourceFailure {
  return {
    kind: 'internal',
    what: `Collecting hit an internal error: ${shownText(errorMessage(error))}`,
    todo: 'It continues from what is stored. Please report the error with the log.',
  };
}

/** The database could not be opened or written; `what` is the store's own sentence. */
export function storeFailure(what: string): SourceFailure {
  const todo = 'The next scrape that succeeds counts what was not stored.';
  return { kind: 'store', what, todo };
}

/** A body without families that the same process exposed before (docs/collection.md#process-identity). */
export function lacksFamilies(metricsUrl: string, missing: readonly string[]): SourceFailure {
  return {
    kind: 'missing_families',
    what: `The metrics of ${addressOf(metricsUrl)} lack ${missing.length} families that they had before (${missing.slice(0, 3).join(', ')}).`,
    todo: 'They were not counted. The next scrape tries again.',
  };
}
