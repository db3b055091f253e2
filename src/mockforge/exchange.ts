import {
  AdminFormatError,
  isRecord,
  jsonOrUndefined,
  numberOr,
  parseJson,
  textOrNull,
} from './logRow';
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
 * The exchanges of a recorder's answer, newest first; those that have no response yet are left out.
 * @throws AdminFormatError when the body is not a list of exchanges
 */
export function parseExchanges(body: string): Exchange[] {
  const answer = parseJson(body);
  const exchanges = isRecord(answer) ? answer['exchanges'] : undefined;
  if (!Array.isArray(exchanges)) throw new AdminFormatError('there is no list of exchanges in it');
  return exchanges.flatMap((row: unknown) => exchange(row) ?? []);
}

function exchange(row: unknown): Exchange | undefined {
  const request = isRecord(row) ? row['request'] : undefined;
  const response = isRecord(row) ? row['response'] : undefined;
  if (!isRecord(request)) throw new AdminFormatError('an exchange has no request');
  if (!isRecord(response)) return undefined;
  const { id, method, path } = request;
  const respondedAt = Date.parse(String(response['timestamp']));
  const status = numberOr(response['status_code'], NaN);
  if (
    typeof id !== 'string' ||
    typeof method !== 'string' ||
    typeof path !== 'string' ||
    Number.isNaN(status) ||
    Number.isNaN(respondedAt)
  ) {
    throw new AdminFormatError('an exchange lacks its id, method, path, status or time');
  }
  const headers = headersOf(request['headers']);
  const bytesSent = numberOr(response['size_bytes'], NaN);
  return {
    requestId: id,
    method,
    path: path.split('?', 1)[0] ?? path,
    status,
    userAgent: headers['user-agent'] ?? null,
    respondedAt,
    traceId: textOrNull(request['trace_id']),
    spanId: textOrNull(request['span_id']),
    bytesSent: Number.isNaN(bytesSent) ? null : bytesSent,
    validation: status < 400 ? null : validationOf(response, request, headers),
  };
}

/** Headers come as the text of a JSON object, with lower-case names. */
function headersOf(headers: unknown): Readonly<Record<string, string>> {
  const parsed = typeof headers === 'string' ? jsonOrUndefined(headers) : undefined;
  return isRecord(parsed)
    ? Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
    : {};
}

/**
 * What the server said against the request: the `errors` that a validation lists, else the `detail`, else
 * the `error` or `message` of a JSON body. Validators quote what they refuse, which may be a secret.
 */
function validationOf(
  response: Readonly<Record<string, unknown>>,
  request: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): string | null {
  const body = textOrNull(response['body']);
  const answer = body === null ? undefined : jsonOrUndefined(body);
  if (!isRecord(answer)) return null;
  const said =
    textOrNull(answer['detail']) ?? textOrNull(answer['error']) ?? textOrNull(answer['message']);
  if (said === null) return null;
  const message = listedErrors(said) ?? said;
  const sent = [textOrNull(request['body']), textOrNull(request['query_params'])];
  // Headers that cannot be read are taken for words.
  if (Object.keys(headers).length === 0) sent.push(textOrNull(request['headers']));
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
  // A character that was cut through decodes to nothing.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const kept = decoder.decode(bytes.subarray(0, limit - 3), { stream: true });
  return kept + ellipsis;
}
