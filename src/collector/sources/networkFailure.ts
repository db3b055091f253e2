import { shownText } from '../../domain/shownUrl';
import { certificateCodes } from './sourceFailure';
import type { CertificateCode, NetworkReason, SourceFailure, Wanted } from './sourceFailure';

/** Those that come before a connection has come about. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What OpenSSL says when the other side answers with something other than TLS. */
const notTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** What undici says to an interim response that it has not asked for. */
const outOfTurn = 'bad response';

/**
 * Why the network gave no answer.
 * @param address host and port, as messages name a server
 */
export function networkFailure(error: unknown, address: string, wanted: Wanted): SourceFailure {
  const fault = innermost(error);
  const { code, message } = fault;
  if (code.startsWith('HPE_')) {
    return { kind: 'not_http', address, code, began: shownBeginning(fault) };
  }
  if (message === outOfTurn) return { kind: 'interim_response', address };
  if (message === 'bad port') return { kind: 'reserved_port', address };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { kind: 'large_headers', address };
  return (
    tlsFailure(address, code) ?? { kind: 'no_answer', address, wanted, reason: reasonOf(fault) }
  );
}

/** Why the network gave no answer or broke off. */
export function networkReason(error: unknown): NetworkReason {
  return reasonOf(innermost(error));
}

function reasonOf({ code, message }: Fault): NetworkReason {
  return { code, message: shownText(message) };
}

function tlsFailure(address: string, code: string): SourceFailure | undefined {
  const flaw = certificateCode(code);
  if (flaw !== undefined) return { kind: 'certificate', address, code: flaw };
  if (notTls.has(code)) return { kind: 'no_tls', address };
  if (!code.startsWith('ERR_SSL_') && !code.startsWith('ERR_TLS_')) return undefined;
  return { kind: 'tls_failed', address, code };
}

function certificateCode(code: string): CertificateCode | undefined {
  return certificateCodes.find((known) => known === code);
}

function shownBeginning({ began }: Fault): string {
  return began.replace(/[^ -~]/g, '').slice(0, 40);
}

/** The certificate was what the connection broke off for, so the other side speaks TLS. */
export function isCertificateFault(error: unknown): boolean {
  return certificateCode(innermost(error).code) !== undefined;
}

/** The connection came about and was closed without an answer, or with the alert of a TLS server. */
export function mayNeedTls(error: unknown): boolean {
  const { code, message, began } = innermost(error);
  const isClosed = code === 'UND_ERR_SOCKET' && message !== outOfTurn;
  return isClosed || code === 'ECONNRESET' || began.startsWith('\u0015\u0003');
}

/** No connection came about, so that the server got nothing of the request. */
export function wasNeverSent(error: unknown): boolean {
  return notConnected.has(innermost(error).code);
}

/** Node's code of a network error; fetch wraps it in a cause, and several tries in an AggregateError. */
export function networkCode(error: unknown): string {
  return innermost(error).code;
}

/** What is known of a network error, each empty where it is not. */
interface Fault {
  readonly code: string;
  readonly message: string;
  /** The first line of an answer that does not begin as HTTP does. */
  readonly began: string;
}

function innermost(error: unknown): Fault {
  const nothing = { code: '', message: '', began: '' };
  if (!(error instanceof Error)) return nothing;
  if ('code' in error && typeof error.code === 'string') {
    return { code: error.code, message: error.message, began: beginning(error) };
  }
  if (error instanceof AggregateError) return innermost(error.errors[0]);
  if (error.cause !== undefined) return innermost(error.cause);
  return { ...nothing, message: error.message };
}

/** Of what undici's parser was given. */
function beginning(error: Error): string {
  const isFirst = error.message.includes('Expected HTTP/');
  return isFirst && 'data' in error ? (/^.*/.exec(String(error.data))?.[0] ?? '') : '';
}
