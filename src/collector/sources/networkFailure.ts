import { shownText } from '../../domain/shownUrl';
import type { SourceFailure } from '../../protocol/collectingStatus';

const unreachable: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset'],
  ['ENOTFOUND', 'unknown host'],
  ['EAI_AGAIN', 'host name not resolved'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ENETUNREACH', 'network unreachable'],
  ['ETIMEDOUT', 'connection timed out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connection timed out'],
  ['UND_ERR_SOCKET', 'connection closed'],
]);

/** Those that come before a connection has come about. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** By OpenSSL's and Node's codes, what is wrong with a certificate. */
const certificateFaults: ReadonlyMap<string, string> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its issuer is not known'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its issuer is not known'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its issuer is not known'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its issuer is not known'],
  ['CERT_HAS_EXPIRED', 'it has expired'],
  ['CERT_NOT_YET_VALID', 'it is not valid yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'it is that of another host'],
]);

/** What OpenSSL says where the other side answers with something that is no TLS. */
const notTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** What undici says to an interim response that it has not asked for. */
const outOfTurn = 'bad response';

const otherProgram = 'Check the address. Another program answers there.';

/**
 * Why the network gave no answer, as the user reads it.
 * @param address host and port, as messages name a server
 * @param start what to do where nobody listens
 */
export function networkFailure(error: unknown, address: string, start: string): SourceFailure {
  const fault = innermost(error);
  const { code, message } = fault;
  if (code.startsWith('HPE_')) return notHttp(address, signOf(fault));
  if (message === outOfTurn) return notHttp(address, 'an interim response out of turn');
  if (message === 'bad port') return reservedPort(address);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const what = `${address} sent headers of more than 16 kB, so its answer was not read.`;
    return { kind: 'too_large', what, todo: otherProgram };
  }
  return tlsFailure(address, code) ?? noAnswer(address, fault, start);
}

/** Why the network gave no answer or broke off, as the end of a sentence. */
export function networkReason(error: unknown): string {
  return reasonOf(innermost(error));
}

function reasonOf({ code, message }: Pick<Fault, 'code' | 'message'>): string {
  return unreachable.get(code) ?? (code || shownText(message));
}

function noAnswer(address: string, fault: Fault, start: string): SourceFailure {
  const { code } = fault;
  const isUnknown = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  const todo = isUnknown ? 'Check the name of the host.' : start;
  return { kind: 'unreachable', what: `No answer from ${address}: ${reasonOf(fault)}.`, todo };
}

function tlsFailure(address: string, code: string): SourceFailure | undefined {
  const kind = 'tls';
  const flaw = certificateFaults.get(code);
  if (flaw !== undefined) {
    const what = `The certificate of ${address} is not trusted: ${flaw}.`;
    const todo =
      'Have the operating system trust it, or name its file in the environment as NODE_EXTRA_CA_CERTS.';
    return { kind, what, todo };
  }
  if (notTls.has(code)) {
    const what = `${address} does not answer to https://: it speaks no TLS.`;
    return { kind, what, todo: 'Use http:// instead of https:// in its address.' };
  }
  if (!code.startsWith('ERR_SSL_') && !code.startsWith('ERR_TLS_')) return undefined;
  const what = `No TLS connection with ${address}: ${code}.`;
  return { kind, what, todo: 'Check the certificates and TLS versions of that server.' };
}

function notHttp(address: string, sign: string): SourceFailure {
  const what = `${address} answered, but not with valid HTTP: ${sign}.`;
  return { kind: 'not_http', what, todo: otherProgram };
}

function signOf({ code, began }: Fault): string {
  const words = began.replace(/[^ -~]/g, '').slice(0, 40);
  return words === '' ? code : `it began with "${words}"`;
}

function reservedPort(address: string): SourceFailure {
  const what = `${address} cannot be asked: its port is reserved for another protocol.`;
  return { kind: 'not_http', what, todo: 'Start MockForge on another port.' };
}

/** The certificate was what the connection broke off for, so the other side speaks TLS. */
export function isCertificateFault(error: unknown): boolean {
  return certificateFaults.has(innermost(error).code);
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
  const nothing = { code: '', message: 'connection failed', began: '' };
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
