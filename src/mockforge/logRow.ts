import { FaultError } from '../domain/faultError';
import { isRecord } from '../domain/isRecord';
import { JsonError, parseOutsideJson } from '../domain/json';
import type { JsonProblems } from '../domain/json';
import type { NoFacts, OneOf } from '../domain/oneOf';
import type { Protocol } from '../domain/protocol';
import { dayMs } from '../domain/time';
import type { UnreadableEntry } from '../domain/unreadableEntry';
import {
  longestAddress,
  longestId,
  longestMessage,
  longestMethod,
  longestPath,
  longestUserAgent,
  readEach,
  withOwnIds,
} from './entries';
import type { Fields, ReadList } from './entries';

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

/** Why an answer is not what the admin API gives at its path, and what is known of it. */
export interface AdminFormatProblems extends JsonProblems {
  readonly no_list: { readonly items: 'requests' | 'exchanges' | 'messages' | 'routes' };
  readonly event_without_list: NoFacts;
}

export type AdminFormatFault = OneOf<AdminFormatProblems>;

/** The answer was not what the admin API gives at this path. */
export class AdminFormatError extends FaultError<AdminFormatFault> {
  override readonly name = 'AdminFormatError';
}

/** An answer of the request log. */
export interface RequestLog {
  /** Oldest first. */
  readonly rows: readonly LogRow[];
  readonly unreadable: readonly UnreadableEntry[];
  /** When the server gave it, unix ms on its clock; null where it does not say. */
  readonly answeredAt: number | null;
}

/** @throws AdminFormatError when the body is not a request log */
export function parseRequestLog(body: string): RequestLog {
  const answer = parseJson(body);
  const rows = isRecord(answer) ? answer['data'] : undefined;
  if (!isRecord(answer) || !Array.isArray(rows)) {
    throw new AdminFormatError({ kind: 'no_list', items: 'requests' });
  }
  const answeredAt = Date.parse(String(answer['timestamp']));
  const { items, unreadable } = logRowsOf(rows);
  return {
    rows: items,
    unreadable,
    answeredAt: Number.isNaN(answeredAt) ? null : answeredAt,
  };
}

/** Rows in the order that they came; the server gives them newest first. */
export function logRowsOf(rows: readonly unknown[]): ReadList<LogRow> {
  return withOwnIds(readEach(rows.toReversed(), 'log_row', logRow), 'log_row', ({ id }) => id);
}

/** Of an answer: a request of the log is less than 50. */
const mostValues = 1_000_000;

/** @throws AdminFormatError when the body is no JSON, or none that is safe to read */
export function parseJson(body: string): unknown {
  try {
    return parseOutsideJson(body, mostValues);
  } catch (error) {
    throw error instanceof JsonError ? new AdminFormatError(error.fault) : error;
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

function logRow(row: Fields): LogRow {
  const method = row.text('method', longestMethod);
  const protocol = protocolOf(method);
  const status = row.wholeNumber('status_code', protocol === 'http' ? 100 : 0, 999);
  const isTimed = row.any('response_time_ms') !== undefined;
  return {
    id: row.text('id', longestId),
    finishedAt: row.time('timestamp'),
    protocol,
    method,
    path: row.textOrEmpty('path', longestPath),
    status,
    handlerMs: isTimed ? row.number('response_time_ms', 0, dayMs) : 0,
    clientIp: row.textOrNull('client_ip', longestAddress),
    userAgent: row.textOrNull('user_agent', longestUserAgent),
    bytesReceived: contentLength(row.any('headers')),
    message: messageOf(row.textOrNull('error_message', longestMessage), status),
  };
}

/** A status and its phrase, and nothing behind them. */
const repeatsStatus = /^HTTP (\d+)(?: [A-Za-z' -]*)?$/;

/** Most failures have a text like `HTTP 404 Not Found`, which repeats the status. */
function messageOf(message: string | null, status: number): string | null {
  return message !== null && repeatsStatus.exec(message)?.[1] === `${status}` ? null : message;
}

/** The log has no protocol of its own; the method tells. */
function protocolOf(method: string): Protocol {
  if (['CONNECT', 'DISCONNECT', 'MESSAGE'].includes(method)) return 'websocket';
  return method.includes('/') ? 'grpc' : 'http';
}

/** A length that no number can hold exactly is none. */
function contentLength(headers: unknown): number | null {
  const text = isRecord(headers) ? headers['content-length'] : undefined;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
