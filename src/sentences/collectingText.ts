import type { CollectorStatus } from '../collector/collectorOptions';
import type { SourceFailure } from '../collector/sources/sourceFailure';
import type { CollectingStatus, SourceState } from '../protocol/collectingStatus';
import { failureText } from './failureText';
import type { Localize } from './localize';

/** How collecting stands, with its failures as people read them. */
export function collectingText(status: CollectorStatus, localize: Localize): CollectingStatus {
  const { metrics, log, recorder } = status;
  return {
    ...status,
    metrics: stateText(metrics, localize),
    log: stateText(log, localize),
    recorder: stateText(recorder, localize),
  };
}

function stateText(
  { state, failure }: SourceState<SourceFailure>,
  localize: Localize,
): SourceState {
  return { state, failure: failure && failureText(failure, localize) };
}
