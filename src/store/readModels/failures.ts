import failureCountsSql from '../../../sql/readModels/failureCounts.sql';
import type { Protocol } from '../../domain/protocol';
import { compareText } from '../../domain/sorting';
import type { DashboardData } from '../../protocol/dashboardData';
import type { ErrorGroupName, TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection, SqlParameters } from '../database/connection';
import type { Row } from '../database/row';
import { readWatermarks } from '../state/watermarks';
import { keyText } from './endpointKey';
import type { Resolution } from './segments';
import { failureSegments } from './segments';
import { overFailed, spanParameters } from './span';

/** Failed requests that differ only in time and sender. */
export interface FailureCounts {
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly endpoint: string | null;
  readonly errorType: string | null;
  readonly statusCode: number | null;
  /** The type of an injected fault; null for other errors. */
  readonly fault: string | null;
  /** The user agent; empty: none was sent. Null: not known, or not asked for. */
  readonly sender: string | null;
  /** All that an injected fault's requests ended with, spaces between them; null where it is `statusCode`. */
  readonly statuses: string | null;
  /** Failed requests. */
  readonly count: number;
  /** Unix seconds. */
  readonly first: number;
  readonly last: number;
  readonly newestId: number;
}

/** Failed requests of an endpoint, method and type; injected faults whatever the method, which is then null. */
export interface FailureGroup {
  readonly protocol: Protocol;
  readonly methodKey: string | null;
  readonly endpoint: string | null;
  readonly errorType: string | null;
  readonly parts: FailureCounts[];
}

/** Requests that ended with 404, other than by an injected fault. */
export interface NotFound {
  readonly method: string | null;
  readonly endpoint: string;
  readonly count: number;
}

/** The failed requests of a span, read once for all that is shown of them. */
export class Failures {
  readonly #counts: readonly FailureCounts[];

  /** @param bySender whether it is told who sent them, which may have been counted later than they themselves */
  constructor(connection: Connection, span: TimeSpan, bySender = false) {
    this.#counts = readCounts(connection, span, bySender);
  }

  /** How many there are, and how many groups of them. */
  get totals(): DashboardData['errorTotals'] {
    return { count: sumOf(this.#counts), groups: this.#groups().length };
  }

  /** From the first to the last of them, unix seconds; empty without any. */
  get extent(): Pick<TimeSpan, 'from' | 'to'> {
    if (this.#counts.length === 0) return { from: 0, to: 0 };
    const group = { parts: this.#counts };
    return { from: firstOf(group), to: lastOf(group) + 1 };
  }

  /** What they are counted by, each once for every part of the span that was read. */
  get counts(): readonly FailureCounts[] {
    return this.#counts;
  }

  /** The groups that failed last, most recent first. */
  newestGroups(limit: number): readonly FailureGroup[] {
    return this.#groups()
      .map((group) => ({ group, last: lastOf(group), id: newestIdOf(group) }))
      .sort((a, b) => b.last - a.last || b.id - a.id)
      .slice(0, limit)
      .map(({ group }) => group);
  }

  /** The group of this name; undefined where the span has none of it. */
  groupOf({
    protocol,
    method,
    anyMethod,
    endpoint,
    errorType,
  }: ErrorGroupName): FailureGroup | undefined {
    return this.#groups().find(
      (group) =>
        group.protocol === protocol &&
        group.endpoint === endpoint &&
        group.errorType === errorType &&
        group.methodKey === (anyMethod ? null : method),
    );
  }

  /** Injected faults by the key of their endpoint, whose method is null where it is not known. */
  get injectedFaults(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { protocol, method, endpoint, fault, count } of this.#counts) {
      if (fault === null || endpoint === null) continue;
      const key = keyText(protocol, method, endpoint);
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
    return counts;
  }

  /** What was asked for and not found, most first. */
  get notFound(): readonly NotFound[] {
    const byName = new Map<string, { method: string | null; endpoint: string; count: number }>();
    for (const { method, endpoint, statusCode, fault, count } of this.#counts) {
      if (statusCode !== 404 || endpoint === null || fault !== null) continue;
      const key = JSON.stringify([method, endpoint]);
      const found = byName.get(key) ?? { method, endpoint, count: 0 };
      byName.set(key, found);
      found.count += count;
    }
    return [...byName.values()].sort(
      (a, b) =>
        b.count - a.count ||
        compareText(a.endpoint, b.endpoint) ||
        compareText(a.method ?? '', b.method ?? ''),
    );
  }

  #groups(): FailureGroup[] {
    const groups = new Map<string, FailureGroup>();
    for (const counts of this.#counts) {
      const { protocol, endpoint, errorType } = counts;
      const methodKey = counts.fault === null ? counts.method : null;
      const key = JSON.stringify([protocol, methodKey, endpoint, errorType]);
      const group = groups.get(key) ?? { protocol, methodKey, endpoint, errorType, parts: [] };
      groups.set(key, group);
      group.parts.push(counts);
    }
    return [...groups.values()];
  }
}

/** Failed requests in all. */
export function sumOf(counts: readonly FailureCounts[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

interface FailureParts {
  readonly parts: readonly FailureCounts[];
}

/** Failed requests by the program that sent them, as far as that is known; null: it named none. */
export function clientsOf(counts: readonly FailureCounts[]): Map<string | null, number> {
  const clients = new Map<string | null, number>();
  for (const { sender, count } of counts) {
    if (sender === null) continue;
    const userAgent = sender || null;
    clients.set(userAgent, (clients.get(userAgent) ?? 0) + count);
  }
  return clients;
}

/** When one of a group failed last, unix seconds. */
export function lastOf({ parts }: FailureParts): number {
  return parts.reduce((latest, { last }) => Math.max(latest, last), -Infinity);
}

/** When one of a group failed first, unix seconds. */
export function firstOf({ parts }: FailureParts): number {
  return parts.reduce((earliest, { first }) => Math.min(earliest, first), Infinity);
}

function newestIdOf({ parts }: FailureGroup): number {
  return parts.reduce((newest, { newestId }) => Math.max(newest, newestId), -Infinity);
}

/** The same failed requests may come in several parts of the span. */
function readCounts(connection: Connection, span: TimeSpan, bySender: boolean): FailureCounts[] {
  const parameters = { by_sender: bySender ? 1 : 0 };
  const isOfClients = bySender || isByClient(span);
  return overFailures(connection, span, failureCountsSql, { parameters, isOfClients }).map(
    failureCounts,
  );
}

function isByClient({ filter }: TimeSpan): boolean {
  return conditionsIn(filter).some(({ kind }) => kind === 'client');
}

/**
 * The results of a statement that reads `failed`, over whole hours as they were counted, and over what is beside them one
 * by one. `coarsest`: minute where hours are no parts of what is told apart; `isOfClients`: whether it tells who sent them.
 */
export function overFailures(
  connection: Connection,
  span: TimeSpan,
  statement: string,
  {
    parameters = {},
    coarsest = 'hour',
    isOfClients = isByClient(span),
  }: {
    readonly parameters?: SqlParameters;
    readonly coarsest?: Resolution;
    readonly isOfClients?: boolean;
  } = {},
): readonly Row[] {
  const reach = readWatermarks(connection);
  return failureSegments(span, reach, { isOfClients, coarsest }).flatMap((segment) => {
    const [resolution, from, to] = segment;
    return connection.all(overFailed(statement, resolution), {
      ...spanParameters({ ...span, from, to }),
      ...parameters,
    });
  });
}

function failureCounts(row: Row): FailureCounts {
  return {
    protocol: row.text('protocol') as Protocol,
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
    errorType: row.textOrNull('error_type'),
    statusCode: row.numberOrNull('status_code'),
    fault: row.textOrNull('fault'),
    statuses: row.textOrNull('statuses'),
    sender: row.textOrNull('known_sender'),
    count: row.number('failures'),
    first: row.number('first'),
    last: row.number('last'),
    newestId: row.number('newest_id'),
  };
}
