import { JsonError, parseOutsideJson } from '../domain/json';
import type { Protocol } from '../domain/protocol';

/** One finished request as the request log knows it. Its headers are not kept. */
export interface LogRow {
  readonly id: string;
  /** Unix ms on the server's clock, when the response was finished. */
  readonly finishedAt: number;
  readonly protocol: Protocol;
  readonly method: string;
  /** Route template in the server's spelling, or the raw path where no route matched. */
  readonly path: string;
  readonly status: number;
  /** Whole milliseconds of handler time, injected delay not included. */
  readonly handlerMs: number;
  readonly clientIp: string | null;
  readonly userAgent: string | null;
  /** Bytes of the request's body as its Content-Length said; null where it did not. */
  readonly bytesReceived: number | null;
  /** Why it failed, where the server says more than the status. */
  readonly message: string | null;
}

/** The answer was not what the admin API gives at this path. */
export class AdminFormatError extends Error {
  override readonly name = 'AdminFormatError';
}

/** An answer of the request log. */
export interface RequestLog {
  /** Oldest first. */
  readonly rows: LogRow[];
  /** When the server gave it, unix ms on its clock; null where it does not say. */
  readonly answeredAt: number | null;
}

/** @throws AdminFormatError when the body is not a request log */
export function parseRequestLog(body: string): RequestLog {
  const answer = parseJson(body);
  const rows = isRecord(answer) ? answer['data'] : undefined;
  if (!isRecord(answer) || !Array.isArray(rows)) {
    throw new AdminFormatError('there is no list of requests in it');
  }
  const answeredAt = Date.parse(String(answer['timestamp']));
  return {
    rows: logRowsOf(rows),
    answeredAt: Number.isNaN(answeredAt) ? null : answeredAt,
  };
}

/**
 * Rows as the server gives them, newest first, in the order that they came.
 * @throws AdminFormatError when one of them is no row
 */
export function logRowsOf(rows: readonly unknown[]): LogRow[] {
  return rows.map(logRow).reverse();
}

/** Of an answer: a request of the log is less than 50. */
const mostValues = 1_000_000;

/** @throws AdminFormatError when the body is no JSON, or none that is safe to read */
export function parseJson(body: string): unknown {
  try {
    return parseOutsideJson(body, mostValues);
  } catch (error) {
    throw error instanceof JsonError ? new AdminFormatError(error.message) : error;
  }
}

/** As parseJson; undefined for what it refuses. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function logRow(row: unknown): LogRow {
  if (!isRecord(row)) throw new AdminFormatError('a row is not an object');
  const { id, timestamp, method, path, status_code: status } = row;
  const finishedAt = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  if (
    typeof id !== 'string' ||
    typeof method !== 'string' ||
    typeof path !== 'string' ||
    typeof status !== 'number' ||
    Number.isNaN(finishedAt)
  ) {
    throw new AdminFormatError('a row lacks its id, timestamp, method, path or status_code');
  }
  return {
    id,
    finishedAt,
    protocol: protocolOf(method),
    method,
    path,
    status,
    handlerMs: numberOr(row['response_time_ms'], 0),
    clientIp: textOrNull(row['client_ip']),
    userAgent: textOrNull(row['user_agent']),
    bytesReceived: contentLength(row['headers']),
    message: messageOf(row['error_message'], status),
  };
}

/** A status and its phrase, and nothing behind them. */
const repeatsStatus = /^HTTP (\d+)(?: [A-Za-z' -]*)?$/;

/** Most failures have `HTTP 404 Not Found` there, which the status says already. */
function messageOf(value: unknown, status: number): string | null {
  const message = textOrNull(value);
  return message !== null && repeatsStatus.exec(message)?.[1] === `${status}` ? null : message;
}

/** The log has no protocol of its own; the method tells (reference, section 3.1). */
function protocolOf(method: string): Protocol {
  if (['CONNECT', 'DISCONNECT', 'MESSAGE'].includes(method)) return 'websocket';
  return method.includes('/') ? 'grpc' : 'http';
}

function contentLength(headers: unknown): number | null {
  const text = isRecord(headers) ? headers['content-length'] : undefined;
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : null;
}

export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
