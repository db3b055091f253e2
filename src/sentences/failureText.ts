import { shownText } from '../domain/shownUrl';
import { statusPhrase } from '../domain/statusText';
import { timeFormat } from '../domain/timeFormat';
import type { FailureText } from '../protocol/collectingStatus';
import { failureKind } from '../collector/sources/sourceFailure';
import { storeFaultOf } from '../store/storeError';
import type {
  AnsweredBefore,
  SourceFailure,
  SourceFailures,
} from '../collector/sources/sourceFailure';
import { adminFormatText, expositionText } from './answerText';
import {
  againText,
  anotherProgram,
  asksForPassword,
  checkProxy,
  checkText,
  insteadOfLiveLog,
  neverRedirects,
  startText,
  statusAdvice,
  tooLargeText,
  unusedText,
} from './failureAdvice';
import type { Localize, Wording } from './localize';
import { worded } from './localize';
import { certificateText, isUnknownHost, networkText } from './networkText';
import { nameOf, subjectOf } from './sourceNames';
import { storeFaultText, storeText } from './storeText';

/** A sentence for what happened, and one or two for what to do. */
type Sentences = readonly [what: string, todo: string];

/**
 * Why a source gave nothing usable, as people read it.
 * @param locale BCP 47, for the time until which it answered
 */
export function failureText(
  failure: SourceFailure,
  localize: Localize,
  locale = 'en',
): FailureText {
  const kind = failureKind(failure);
  const [what, todo] = worded(sentences, failure, localize);
  if (failure.mayRestart) {
    return { kind, what, todo: localize('It may be restarting. The next scrape tries again.') };
  }
  if (!failure.before) return { kind, what, todo };
  const keeps = failure.kind === 'http_status' && asksForPassword(failure.status);
  return {
    kind,
    what: noLongerText(failure, what, failure.before, { localize, locale }),
    todo: keeps ? todo : againText(failure.before.source, localize),
  };
}

/** As failureText, in one line. */
export function failureLine(failure: SourceFailure, localize: Localize): string {
  const { what, todo } = failureText(failure, localize);
  return `${what} ${todo}`;
}

const sentences: Wording<SourceFailures, Sentences> = {
  no_answer: ({ address, wanted, reason, logAnswers }, localize) => [
    localize('No answer from {0}: {1}.', address, networkText(reason, localize)),
    logAnswers
      ? localize('Totals and latency of whole requests need the metrics: start it with --metrics.')
      : isUnknownHost(reason)
        ? localize('Check the name of the host.')
        : startText(wanted, localize),
  ],
  live_log_broke_off: ({ address, reason }, localize) => [
    localize(
      'The live stream of the request log of {0} broke off: {1}.',
      address,
      networkText(reason, localize),
    ),
    insteadOfLiveLog(localize),
  ],
  timeout: ({ address, seconds }, localize) => [
    localize(
      '{0} was reached, but gave no complete answer within {1} s.',
      address,
      String(seconds),
    ),
    localize('Check whether the server hangs or is very busy.'),
  ],
  live_log_silent: ({ address, seconds }, localize) => [
    localize(
      'The live stream of the request log of {0} was silent for {1} s.',
      address,
      String(seconds),
    ),
    insteadOfLiveLog(localize),
  ],
  http_status: ({ url, status, wanted, isSlashed }, localize) => [
    localize(
      '{0} answered with HTTP status {1}, not with {2}.',
      url,
      String(status),
      nameOf(wanted, localize),
    ),
    statusAdvice(status, isSlashed, localize) ?? checkText(wanted, localize),
  ],
  redirect_elsewhere: ({ address, target }, localize) => [
    localize('{0} redirects to {1}, which is another server and was not asked.', address, target),
    localize('If MockForge is there, connect to that address.'),
  ],
  redirect_with_password: ({ address }, localize) => [
    localize(
      '{0} redirects to an address with a user name or password, which was not followed.',
      address,
    ),
    neverRedirects(localize),
  ],
  redirect_circle: ({ address, redirects }, localize) => [
    localize(
      '{0} redirects in a circle: {1} redirects led to no answer.',
      address,
      String(redirects),
    ),
    neverRedirects(localize),
  ],
  tls_needed: ({ address }, localize) => [
    localize('{0} answers to https:// only: it speaks TLS.', address),
    localize('Use https:// instead of http:// in its address.'),
  ],
  no_tls: ({ address }, localize) => [
    localize('{0} does not answer to https://: it speaks no TLS.', address),
    localize('Use http:// instead of https:// in its address.'),
  ],
  certificate: ({ address, code }, localize) => [
    localize(
      'The certificate of {0} is not trusted: {1}.',
      address,
      certificateText(code, localize),
    ),
    localize(
      'Have the operating system trust it, or name its file in the environment as NODE_EXTRA_CA_CERTS.',
    ),
  ],
  tls_failed: ({ address, code }, localize) => [
    localize('No TLS connection with {0}: {1}.', address, code),
    localize('Check the certificates and TLS versions of that server.'),
  ],
  interim_response: ({ address }, localize) => [
    notHttp(address, localize('an interim response out of turn'), localize),
    anotherProgram(localize),
  ],
  not_http: ({ address, began, code }, localize) => [
    notHttp(address, began === '' ? code : localize('it began with "{0}"', began), localize),
    anotherProgram(localize),
  ],
  reserved_port: ({ address }, localize) => [
    localize('{0} cannot be asked: its port is reserved for another protocol.', address),
    localize('Start MockForge on another port.'),
  ],
  web_page: ({ address, wanted }, localize) => [
    localize('{0} answered with a web page, not with {1}.', address, nameOf(wanted, localize)),
    checkText(wanted, localize),
  ],
  json_for_metrics: ({ address }, localize) => [
    localize('{0} answered with JSON, not with metrics.', address),
    checkText('metrics', localize),
  ],
  admin_format: ({ address, fault }, localize) => [
    localize(
      'The admin API at {0} gave an answer we cannot read: {1}.',
      address,
      adminFormatText(fault, localize),
    ),
    checkText('request_log', localize),
  ],
  live_log_format: ({ address, fault }, localize) => [
    unreadableLiveLog(address, adminFormatText(fault, localize), localize),
    insteadOfLiveLog(localize),
  ],
  mock_port_format: ({ address, wanted, fault }, localize) => [
    localize(
      '{0} gave an answer that is not {1}: {2}.',
      address,
      nameOf(wanted, localize),
      adminFormatText(fault, localize),
    ),
    checkText(wanted, localize),
  ],
  no_live_log: ({ address, type }, localize) => [
    localize(
      '{0} has no live stream of its request log: it answered with {1}.',
      address,
      type || localize('no content type'),
    ),
    insteadOfLiveLog(localize),
  ],
  not_text: ({ address, type }, localize) => [
    localize('{0} answered with {1}, not with metrics as text.', address, type),
    checkText('metrics', localize),
  ],
  no_mockforge: ({ address }, localize) => [
    localize('{0} answered with text in which there is no MockForge metric.', address),
    checkText('metrics', localize),
  ],
  cut_body: ({ address, wanted, bytes }, localize) => [
    localize(
      '{0} of {1} broke off after {2} bytes.',
      subjectOf(wanted, localize),
      address,
      String(bytes),
    ),
    unusedText(wanted, localize),
  ],
  live_log_ended: ({ address }, localize) => [
    localize('{0} ended the live stream of its request log.', address),
    insteadOfLiveLog(localize),
  ],
  exposition: ({ address, fault }, localize) => [
    localize('The metrics of {0} cannot be read: {1}', address, expositionText(fault, localize)),
    checkText('metrics', localize),
  ],
  unknown_coding: ({ address, wanted, coding }, localize) => [
    localize(
      '{0} sent {1} compressed with {2}, which was not requested.',
      address,
      nameOf(wanted, localize),
      coding,
    ),
    checkProxy(localize),
  ],
  wrong_coding: ({ address, wanted }, localize) => [
    localize(
      '{0} sent {1} compressed in another way than it says.',
      address,
      nameOf(wanted, localize),
    ),
    checkProxy(localize),
  ],
  large_headers: ({ address }, localize) => [
    localize('{0} sent headers of more than 16 kB, so its answer was not read.', address),
    anotherProgram(localize),
  ],
  large_body: ({ address, wanted, megabytes }, localize) => [
    localize(
      '{0} sent more than {1} MB as {2}, so it was not read.',
      address,
      String(megabytes),
      nameOf(wanted, localize),
    ),
    tooLargeText(wanted, localize),
  ],
  endless_event: ({ address, megabytes }, localize) => [
    unreadableLiveLog(
      address,
      localize('an event has no end within {0} MB', String(megabytes)),
      localize,
    ),
    insteadOfLiveLog(localize),
  ],
  many_names: ({ address, most }, localize) => [
    localize(
      '{0} has metrics of more than {1} methods, endpoints or labels, so they were not read.',
      address,
      String(most),
    ),
    localize('Restart MockForge, or check what answers at this address.'),
  ],
  prometheus_server: ({ address, version }, localize) => [
    localize('{0} is a Prometheus server (version {1}), not MockForge.', address, version),
    localize(
      "Connect to MockForge's own port: start it with --metrics-port 9091, for example. You can backfill the history that Prometheus has.",
    ),
  ],
  missing_families: ({ address, count, some }, localize) => [
    localize(
      'The metrics of {0} lack {1} families that they had before ({2}).',
      address,
      String(count),
      some.join(', '),
    ),
    localize('They were not counted. The next scrape tries again.'),
  ],
  store: ({ error }, localize) => {
    const fault = storeFaultOf(error);
    return fault?.kind === 'commits_wait'
      ? [
          storeFaultText(fault.why, localize),
          localize(
            'Collecting goes on: commits wait in a file, {0} so far, and are stored when it answers.',
            String(fault.commits),
          ),
        ]
      : [
          storeText(error, localize),
          localize('The next scrape that succeeds counts what was not stored.'),
        ];
  },
  internal: ({ error }, localize) => [
    localize('Collecting hit an internal error: {0}', shownText(storeText(error, localize))),
    localize('It continues from what is stored. Please report the error with the log.'),
  ],
};

/** What was there a moment ago fails now. */
function noLongerText(
  failure: SourceFailure,
  what: string,
  { source, answeredAt, failedAt }: AnsweredBefore,
  { localize, locale }: { readonly localize: Localize; readonly locale: string },
): string {
  const until = timeFormat(locale).short(answeredAt / 1000, failedAt / 1000);
  const how =
    failure.kind === 'http_status'
      ? localize(
          '{0} answers {1}',
          subjectOf(source, localize),
          `${failure.status} ${statusPhrase(failure.status)}`.trim(),
        )
      : what.replace(/\.$/, '');
  return localize('{0}; it answered until {1}.', how, until);
}

function notHttp(address: string, sign: string, localize: Localize): string {
  return localize('{0} answered, but not with valid HTTP: {1}.', address, sign);
}

function unreadableLiveLog(address: string, why: string, localize: Localize): string {
  return localize('The live request log of {0} cannot be read: {1}.', address, why);
}
