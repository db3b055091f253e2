import type { AmbiguousServers } from '../collector/backfill/ambiguousServers';
import type { NoHistory } from '../collector/backfill/noHistory';
import type { SourceFailure } from '../collector/sources/sourceFailure';
import { labelMatchersText } from '../prometheus/labelMatcher';
import type { PrometheusFault } from '../prometheus/queryRange';
import type { RecordingFault, RecordingFaults } from '../replay/recording';
import { prometheusText } from './answerText';
import { failureLine } from './failureText';
import type { Localize, Wording } from './localize';
import { worded } from './localize';
import { storeText } from './storeText';

/** By the names of the errors that people may see, what is wrong. */
interface Faults {
  readonly SourceError: SourceFailure;
  readonly PrometheusError: PrometheusFault;
  readonly NoHistoryError: NoHistory;
  readonly AmbiguousServersError: AmbiguousServers;
  readonly RecordingError: RecordingFault;
}

type FaultTexts = {
  readonly [Name in keyof Faults]: (fault: Faults[Name], localize: Localize) => string;
};

/** Anything thrown, as people read it. */
export function errorText(error: unknown, localize: Localize): string {
  // By its name: each bundle, and each side of a boundary, has classes of its own.
  return isFaultError(error)
    ? faultText(error.name, error.fault, localize)
    : storeText(error, localize);
}

function faultText<Name extends keyof Faults>(
  name: Name,
  fault: Faults[Name],
  localize: Localize,
): string {
  return faultTexts[name](fault, localize);
}

const faultTexts: FaultTexts = {
  SourceError: failureLine,
  PrometheusError: prometheusText,
  NoHistoryError: ({ host, matchers }, localize) =>
    matchers.length === 0
      ? localize(
          '{0} has no MockForge metrics for that time. Check that it scrapes MockForge.',
          host,
        )
      : localize(
          '{0} has no MockForge metrics for that time with {1}. Check that it scrapes MockForge.',
          host,
          labelMatchersText(matchers),
        ),
  AmbiguousServersError: ({ host, choices }, localize) =>
    localize(
      '{0} shows {1} servers that may be the same, so their requests could be counted more than once.',
      host,
      String(choices.length),
    ),
  RecordingError: (fault, localize) => worded(recordingFaults, fault, localize),
};

const recordingFaults: Wording<RecordingFaults> = {
  unreadable: ({ file, reason }, localize) =>
    localize('The recording {0} cannot be read: {1}', file, reason),
  no_recording: ({ file }, localize) =>
    localize('{0} is not a recording: it has no meta line of format 1.', file),
};

type FaultErrors = {
  [Name in keyof Faults]: { readonly name: Name; readonly fault: Faults[Name] };
}[keyof Faults];

function isFaultError(error: unknown): error is FaultErrors {
  return error instanceof Error && 'fault' in error && Object.hasOwn(faultTexts, error.name);
}
