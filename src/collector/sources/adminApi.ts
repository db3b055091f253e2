import {
  parseMockPort,
  parseRoutes,
  parseStartTime,
  parseVersion,
} from '../../mockforge/adminAnswers';
import { AdminFormatError, parseRequestLog } from '../../mockforge/logRow';
import type { LogRow } from '../../mockforge/logRow';
import { adminPaths, logRingSize } from '../../mockforge/paths';
import { RouteTable } from '../../domain/routeTable';
import { pageBelow } from '../../domain/serverUrl';
import { dayMs } from '../../domain/time';
import { textOf } from './answerBody';
import { addressOf, failureOf, refuseOther, SourceError } from './failure';
import { get } from './access';
import type { Access } from './access';
import type { SourceFailure, Wanted } from './sourceFailure';
import { readItems } from './readItems';

export type AdminResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: SourceFailure };

export interface LogReading {
  /** Oldest first. */
  readonly rows: readonly LogRow[];
  /** Rows that the ring holds, read or not. */
  readonly size: number;
  /** The server's clock minus ours, ms. */
  readonly clockOffset: number;
}

/** Reads what the admin API of one target gives to anyone. No method rejects. */
export class AdminApi {
  readonly #access: Access;
  readonly #url: string;

  constructor(access: Access, url: string) {
    this.#access = access;
    this.#url = url;
  }

  /** The newest rows of the request log, by default the whole ring, with their times on our clock. */
  requestLog(limit = logRingSize): Promise<AdminResult<LogReading>> {
    return this.#get(`${adminPaths.logs}?limit=${limit}`, 'request_log', (body) => {
      const { rows, unreadable, answeredAt } = parseRequestLog(body);
      const newest = rows.reduce((last, row) => Math.max(last, row.finishedAt), -Infinity);
      const clockOffset = this.#clockOffset(answeredAt, newest);
      const taken = readItems(this.#access, { items: rows, unreadable });
      return {
        rows: taken.map((row) => onOurClock(row, clockOffset)),
        size: rows.length + unreadable.length,
        clockOffset,
      };
    });
  }

  routes(): Promise<AdminResult<RouteTable>> {
    return this.#get(
      adminPaths.routes,
      'routes',
      (body) => new RouteTable(readItems(this.#access, parseRoutes(body))),
    );
  }

  /** How many routes the server defines. */
  routeCount(): Promise<AdminResult<number>> {
    return this.#get(adminPaths.routes, 'routes', (body) => parseRoutes(body).items.length);
  }

  /** The server's version; null where the dashboard does not say. */
  version(): Promise<AdminResult<string | null>> {
    return this.#get(adminPaths.dashboard, 'dashboard', parseVersion);
  }

  /** Unix ms; null where the dashboard does not say. */
  startTime(): Promise<AdminResult<number | null>> {
    return this.#get(adminPaths.dashboard, 'dashboard', parseStartTime);
  }

  /** The address of the server's mocks, at the same host; null where the dashboard does not say. */
  mockUrl(): Promise<AdminResult<string | null>> {
    return this.#get(adminPaths.dashboard, 'dashboard', (body) => {
      const port = parseMockPort(body);
      const url = new URL(this.#url);
      url.port = String(port);
      return port === null ? null : url.origin;
    });
  }

  /**
   * The server's clock minus ours, ms. A difference that the time of an answer can explain is none, nor is one that the
   * newest row contradicts, whose own time is ours.
   */
  #clockOffset(answeredAt: number | null, newest: number): number {
    const now = this.#access.clock.now();
    const offset = answeredAt === null ? 0 : answeredAt - now;
    const isContradicted = Math.abs(offset) > dayMs && Math.abs(newest - now) < dayMs;
    return Math.abs(offset) < 2000 || isContradicted ? 0 : offset;
  }

  async #get<T>(page: string, wanted: Wanted, parse: (body: string) => T): Promise<AdminResult<T>> {
    const url = pageBelow(this.#url, page);
    try {
      return await get(this.#access, url, async (response) => {
        refuseOther(response, url, wanted);
        return { ok: true, value: parse(await textOf(response, url, wanted)) };
      });
    } catch (error) {
      const shown = error instanceof AdminFormatError ? this.#notOurs(error) : error;
      return { ok: false, failure: failureOf(shown, url, wanted) };
    }
  }

  #notOurs(error: AdminFormatError): Error {
    const address = addressOf(this.#url);
    return new SourceError({ kind: 'admin_format', address, fault: error.fault });
  }
}

/** A row with its time on our clock; `clockOffset` is the server's clock minus ours, ms. */
export function onOurClock(row: LogRow, clockOffset: number): LogRow {
  return clockOffset === 0 ? row : { ...row, finishedAt: row.finishedAt - clockOffset };
}
