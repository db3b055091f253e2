import type { OneOf } from '../../domain/oneOf';
import type { AdminFormatFault } from '../../mockforge/logRow';
import type { ExpositionFault } from '../../prometheus/expositionError';
import type { FailureKind } from '../../protocol/collectingStatus';

/** What is asked for. The advice that helps differs with it. */
export type Wanted =
  | 'metrics'
  | 'request_log'
  | 'routes'
  | 'dashboard'
  | 'recorder'
  | 'mailbox'
  | 'prometheus_version'
  | 'history';

/** What Node or undici called an error and said of it, as it may be shown; each empty where there is none. */
export interface NetworkReason {
  readonly code: string;
  readonly message: string;
}

/** Host and port, as people name a server. */
interface At {
  readonly address: string;
}

/** What answers without end is asked for, too. */
export type WantedPage = Wanted | 'live_log';

interface Asked extends At {
  readonly wanted: Wanted;
}

/** What can go wrong with a source, and what is known of it. Texts of the server may be shown as they are. */
export interface SourceFailures {
  /** Where the log answers beside it, metrics are a choice. */
  readonly no_answer: Asked & { readonly reason: NetworkReason; readonly logAnswers?: true };
  readonly live_log_broke_off: At & { readonly reason: NetworkReason };
  readonly timeout: At & { readonly seconds: number };
  readonly live_log_silent: At & { readonly seconds: number };
  /** `isSlashed`: the URL's path ends with a slash. */
  readonly http_status: {
    readonly url: string;
    readonly wanted: WantedPage;
    readonly status: number;
    readonly isSlashed: boolean;
  };
  readonly redirect_elsewhere: At & { readonly target: string };
  readonly redirect_with_password: At;
  readonly redirect_circle: At & { readonly redirects: number };
  readonly tls_needed: At;
  readonly no_tls: At;
  /** The code is one of `certificateCodes`. */
  readonly certificate: At & { readonly code: CertificateCode };
  readonly tls_failed: At & { readonly code: string };
  readonly interim_response: At;
  /** How it began, where that can be shown, else the code of what is wrong with it. */
  readonly not_http: At & { readonly began: string; readonly code: string };
  readonly reserved_port: At;
  readonly web_page: At & { readonly wanted: WantedPage };
  readonly json_for_metrics: At;
  readonly admin_format: At & { readonly fault: AdminFormatFault };
  readonly live_log_format: At & { readonly fault: AdminFormatFault };
  readonly mock_port_format: Asked & { readonly fault: AdminFormatFault };
  /** The type that it answered with instead; empty where it said none. */
  readonly no_live_log: At & { readonly type: string };
  readonly not_text: At & { readonly type: string };
  readonly no_mockforge: At;
  readonly cut_body: Asked & { readonly bytes: number };
  readonly live_log_ended: At;
  readonly exposition: At & { readonly fault: ExpositionFault };
  readonly unknown_coding: Asked & { readonly coding: string };
  readonly wrong_coding: Asked;
  readonly large_headers: At;
  readonly large_body: Asked & { readonly megabytes: number };
  readonly endless_event: At & { readonly megabytes: number };
  readonly many_names: At & { readonly most: number };
  readonly prometheus_server: At & { readonly version: string };
  readonly missing_families: At & { readonly count: number; readonly some: readonly string[] };
  /** What the store threw. */
  readonly store: { readonly error: unknown };
  readonly internal: { readonly error: unknown };
}

/** A source that a server may be without. */
export type OptionalSource = 'request_log' | 'recorder' | 'mailbox';

/** A source that answered until `answeredAt` (unix ms) and was found to fail at `failedAt`. */
export interface AnsweredBefore {
  readonly source: OptionalSource;
  readonly answeredAt: number;
  readonly failedAt: number;
}

/** Why a source gave nothing usable. `mayRestart`: its server may be just about to answer again. */
export type SourceFailure = OneOf<SourceFailures> & {
  readonly before?: AnsweredBefore;
  readonly mayRestart?: true;
};

/** Whether a server fails like this while it restarts: nobody listens, or a proxy in front of it says so. */
export function isLikeRestart(failure: SourceFailure): boolean {
  if (failure.kind === 'http_status') return [502, 503, 504].includes(failure.status);
  return failure.kind === 'no_answer';
}

/** By OpenSSL's and Node's codes, what is wrong with a certificate. */
export const certificateCodes = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
] as const;

export type CertificateCode = (typeof certificateCodes)[number];

const kinds: Readonly<Record<SourceFailure['kind'], FailureKind>> = {
  no_answer: 'unreachable',
  live_log_broke_off: 'unreachable',
  timeout: 'timeout',
  live_log_silent: 'timeout',
  http_status: 'http_status',
  redirect_elsewhere: 'redirect',
  redirect_with_password: 'redirect',
  redirect_circle: 'redirect',
  tls_needed: 'tls',
  no_tls: 'tls',
  certificate: 'tls',
  tls_failed: 'tls',
  interim_response: 'not_http',
  not_http: 'not_http',
  reserved_port: 'not_http',
  web_page: 'html',
  json_for_metrics: 'json',
  admin_format: 'json',
  live_log_format: 'json',
  mock_port_format: 'json',
  no_live_log: 'json',
  not_text: 'not_metrics',
  no_mockforge: 'not_metrics',
  cut_body: 'cut_body',
  live_log_ended: 'cut_body',
  exposition: 'malformed',
  unknown_coding: 'malformed',
  wrong_coding: 'malformed',
  large_headers: 'too_large',
  large_body: 'too_large',
  endless_event: 'too_large',
  many_names: 'too_large',
  prometheus_server: 'prometheus_server',
  missing_families: 'missing_families',
  store: 'store',
  internal: 'internal',
};

/** What a failure has in common with others that the same helps against. */
export function failureKind({ kind }: Pick<SourceFailure, 'kind'>): FailureKind {
  return kinds[kind];
}
