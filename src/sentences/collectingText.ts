import type { CollectorStatus } from '../collector/collectorOptions';
import type { SourceFailure } from '../collector/sources/sourceFailure';
import type { CollectingStatus, SourceState } from '../protocol/collectingStatus';
import { failureText } from './failureText';
import type { Localize } from './localize';
import { retentionText } from './retentionText';

/**
 * How collecting stands, with its failures and its notice as people read them.
 * @param locale BCP 47, for the times in them
 */
export function collectingText(
  status: CollectorStatus,
  localize: Localize,
  locale: string,
): CollectingStatus {
  const { metrics, log, recorder, notice, ...rest } = status;
  return {
    ...rest,
    ...(notice && { notice: retentionText(notice, localize) }),
    metrics: stateText(metrics, localize, locale),
    log: stateText(log, localize, locale),
    recorder: stateText(recorder, localize, locale),
  };
}

function stateText(
  { state, failure }: SourceState<SourceFailure>,
  localize: Localize,
  locale: string,
): SourceState {
  return { state, failure: failure && failureText(failure, localize, locale) };
}
