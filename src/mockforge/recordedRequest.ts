import { isRecord } from '../domain/isRecord';
import { formLine, jsonLine, longestBody, withoutSecrets } from '../domain/shownBody';
import { textOrNull } from './entries';
import { jsonOrUndefined } from './logRow';

/** Which request of a recorder is wanted: the one with an id, else the newest that fits. */
export interface WantedRequest {
  readonly requestId: string | null;
  readonly method: string;
  readonly isPath: (path: string) => boolean;
}

/** A request as a client sent it, as far as it may be shown. */
export interface RecordedRequest {
  /** Raw, with its query, in which secrets are replaced. */
  readonly path: string;
  /** Only those that describe the content and the answer that is wanted. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** JSON or a form in one line of printable ASCII, in which secrets are replaced; null for none, or another kind. */
  readonly body: string | null;
  /** There is a body in which secrets cannot be told from other values, or a very long one. */
  readonly lacksBody: boolean;
}

const shownHeaders: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type']);
const longestHeader = 200;

/** The wanted one of the exchanges that a recorder listed, newest first; null where none is. */
export function recordedRequest(
  listed: readonly unknown[],
  { requestId, method, isPath }: WantedRequest,
): RecordedRequest | null {
  for (const exchange of listed) {
    const request = isRecord(exchange) ? exchange['request'] : undefined;
    if (!isRecord(request) || typeof request['path'] !== 'string') continue;
    const [path = '', query = ''] = request['path'].split(/\?(.*)/s, 2);
    const fits =
      requestId === null
        ? request['method'] === method && isPath(path)
        : request['id'] === requestId;
    if (fits) return shownOf(request, path, query);
  }
  return null;
}

function shownOf(
  request: Readonly<Record<string, unknown>>,
  path: string,
  ownQuery: string,
): RecordedRequest {
  const query = queryOf(request['query_params']) || formLine(new URLSearchParams(ownQuery));
  const headers = headersOf(request['headers']);
  const sent = textOrNull(request['body']);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '');
  const body = sent === null ? null : bodyOf(sent, isForm);
  return {
    path: query === '' ? path : `${path}?${query}`,
    headers: [...headers],
    body,
    lacksBody: sent !== null && body === null,
  };
}

function headersOf(headers: unknown): ReadonlyMap<string, string> {
  const parsed = typeof headers === 'string' ? jsonOrUndefined(headers) : undefined;
  const all = isRecord(parsed) ? Object.entries(parsed) : [];
  return new Map(
    all.flatMap(([name, value]) =>
      shownHeaders.has(name) && isPlain(value) ? [[name, value] as const] : [],
    ),
  );
}

/** Printable ASCII. */
function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestHeader && /^[\x20-\x7e]+$/.test(value);
}

/** A text as URLs have it, or a JSON object. */
function queryOf(params: unknown): string {
  const text = textOrNull(params) ?? '';
  const parsed = jsonOrUndefined(text);
  if (!isRecord(parsed)) return formLine(new URLSearchParams(text));
  return formLine(Object.entries(parsed).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bodyOf(text: string, isForm: boolean): string | null {
  if (text.length > longestBody) return null;
  if (isForm) return formLine(new URLSearchParams(text));
  const parsed = jsonOrUndefined(text);
  return isRecord(parsed) || Array.isArray(parsed) ? jsonLine(withoutSecrets('', parsed)) : null;
}
