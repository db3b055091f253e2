import { isRecord } from '../domain/isRecord';
import { storableText } from '../domain/storableText';
import {
  longestId,
  longestMethod,
  longestPath,
  longestUserAgent,
  readEach,
  textOrNull,
  withOwnIds,
} from './entries';
import type { Fields, ReadList } from './entries';
import { AdminFormatError, jsonOrUndefined, parseJson } from './logRow';
import { redact } from './redaction';

/** What the recorder says of one request, without what its headers and bodies hold. */
export interface Exchange {
  readonly requestId: string;
  readonly method: string;
  /** Raw, without its query. */
  readonly path: string;
  readonly status: number;
  readonly userAgent: string | null;
  /** When the response was given, unix ms on the server's clock. */
  readonly respondedAt: number;
  /** Of the W3C trace context that the client sent. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** Size of the response's body, bytes. */
  readonly bytesSent: number | null;
  /** Why the server refused the request, without the values that the request held; at most 2 kB. */
  readonly validation: string | null;
}

const longestValidationBytes = 2048;

/**
 * The exchanges of a recorder's answer, newest first, as readExchanges() takes them.
 * @throws AdminFormatError when the body is not a list of exchanges
 */
export function listedExchanges(body: string): readonly unknown[] {
  const answer = parseJson(body);
  const exchanges = isRecord(answer) ? answer['exchanges'] : undefined;
  if (!Array.isArray(exchanges))
    throw new AdminFormatError({ kind: 'no_list', items: 'exchanges' });
  return exchanges;
}

/** The exchanges of a list; those that have no response yet are passed over. */
export function readExchanges(listed: readonly unknown[]): ReadList<Exchange> {
  return withOwnIds(
    readEach(listed, 'exchange', exchange),
    'exchange',
    ({ requestId }) => requestId,
  );
}

function exchange(row: Fields): Exchange | undefined {
  const request = row.object('request');
  if ((row.any('response') ?? null) === null) return undefined;
  const response = row.object('response');
  const headers = headersOf(request.any('headers'));
  const userAgent = textOrNull(headers['user-agent']);
  const status = response.wholeNumber('status_code', 0, 999);
  const [path = ''] = request.textOrEmpty('path', longestPath).split('?', 1);
  return {
    requestId: request.text('id', longestId),
    method: request.text('method', longestMethod),
    path,
    status,
    userAgent: userAgent && storableText(userAgent, longestUserAgent),
    respondedAt: response.time('timestamp'),
    traceId: request.textOrNull('trace_id', longestId),
    spanId: request.textOrNull('span_id', longestId),
    bytesSent: sizeOf(response.any('size_bytes')),
    validation: status < 400 ? null : validationOf(response, request, headers),
  };
}

/** Null where the recorder does not say, or says what no size can be. */
function sizeOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;
}

/** Headers come as the text of a JSON object, with lower-case names. */
function headersOf(headers: unknown): Readonly<Record<string, string>> {
  const parsed = typeof headers === 'string' ? jsonOrUndefined(headers) : undefined;
  return isRecord(parsed)
    ? Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
    : {};
}

/**
 * What the server objected to: the `errors` that a validation lists, else the `detail`, else the `error` or `message`
 * of a JSON body. Validators quote what they refuse, which may be a secret.
 */
function validationOf(
  response: Fields,
  request: Fields,
  headers: Readonly<Record<string, string>>,
): string | null {
  const body = textOrNull(response.any('body'));
  const answer = body === null ? undefined : jsonOrUndefined(body);
  if (!isRecord(answer)) return null;
  const said =
    textOrNull(answer['detail']) ?? textOrNull(answer['error']) ?? textOrNull(answer['message']);
  if (said === null) return null;
  const message = listedErrors(said) ?? said;
  const sent = [textOrNull(request.any('body')), textOrNull(request.any('query_params'))];
  // Headers that cannot be read are taken as plain words.
  if (Object.keys(headers).length === 0) sent.push(textOrNull(request.any('headers')));
  return cutToBytes(redact(message, sent, headers), longestValidationBytes);
}

/** `Validation error: {"errors": [...]}` as its errors, one after the other. */
function listedErrors(detail: string): string | undefined {
  const answer = jsonOrUndefined(detail.slice(Math.max(0, detail.indexOf('{'))));
  const errors = isRecord(answer) ? answer['errors'] : undefined;
  return Array.isArray(errors) && errors.length > 0 ? errors.map(String).join('; ') : undefined;
}

function cutToBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  const ellipsis = '…';
  // A character that was cut in two decodes to nothing.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const kept = decoder.decode(bytes.subarray(0, limit - 3), { stream: true });
  return kept + ellipsis;
}
