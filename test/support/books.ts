import { deepEqual, equal, ok } from 'node:assert/strict';
import { extendKey } from '../../src/domain/compositeKey';
import type {
  ClientIncrement,
  CollectionEvent,
  CollectionEventKind,
  CommitBatch,
  EndpointIncrement,
  ErrorEvent,
  ErrorIncrement,
  MinuteContent,
  MinuteRow,
} from '../../src/domain/commitBatch';
import { sparseCount } from '../../src/domain/sparseHistogram';
import { floorTo, hourSeconds } from '../../src/domain/time';
import { trafficKeyOf } from '../../src/domain/trafficKey';
import { sumOfMinutes } from '../../src/store/commit/minuteSums';

/** Numbers by a readable name, such as `http GET 200`. */
export type Totals = Record<string, number>;

export type BookRow = MinuteRow & { readonly minute: number };

/** What a store holds after batches were committed to it: minutes replaced, or joined, the rest added. */
export class Books {
  readonly #minutes = new Map<number, MinuteContent>();
  /** What minutes held before the content with this number joined them. */
  readonly #kept = new Map<number, { readonly joins: number; readonly before: MinuteContent }>();
  readonly #events = new Map<string, CollectionEvent>();
  readonly endpoints: EndpointIncrement[] = [];
  readonly errors: ErrorEvent[] = [];
  readonly moreErrors: ErrorIncrement[] = [];
  readonly clients: ClientIncrement[] = [];
  /** The state of the last commit. */
  state: string | undefined;
  #lastBatchId = 0;
  /** What the last batch said of the minutes before it. */
  finalBefore = 0;

  commit(batch: CommitBatch): void {
    ok(batch.id > this.#lastBatchId, `batch ${batch.id} after batch ${this.#lastBatchId}`);
    this.#lastBatchId = batch.id;
    this.state = batch.state;
    // Only where the clock was set back is what was final so no more.
    if (batch.events.some(({ kind }) => kind === 'clock_step')) this.finalBefore = 0;
    for (const { minute } of batch.minutes) ok(minute >= this.finalBefore, 'a final minute');
    for (const { hour } of batch.clients) {
      ok(hour >= floorTo(this.finalBefore, hourSeconds), 'clients of a final hour');
    }
    ok(batch.finalBefore >= this.finalBefore, 'what was final stays so');
    this.finalBefore = batch.finalBefore;
    for (const minute of batch.minutes) this.#minutes.set(minute.minute, this.#joined(minute));
    for (const event of batch.events) this.#events.set(`${event.kind} ${event.from}`, event);
    this.endpoints.push(...batch.endpoints);
    this.errors.push(...batch.errors);
    this.moreErrors.push(...batch.moreErrors);
    this.clients.push(...batch.clients);
  }

  #joined(content: MinuteContent): MinuteContent {
    const { minute, joins } = content;
    if (joins === undefined) return content;
    let kept = this.#kept.get(minute);
    if (kept?.joins !== joins) {
      const before = this.#minutes.get(minute) ?? { ...content, rows: [], histograms: [] };
      kept = { joins, before };
      this.#kept.set(minute, kept);
    }
    return { ...content, ...sumOfMinutes(kept.before, content) };
  }

  /** The rows that hold requests, oldest first. */
  get rows(): BookRow[] {
    return [...this.#minutes.values()]
      .sort((a, b) => a.minute - b.minute)
      .flatMap(({ minute, rows }) => rows.map((row) => ({ ...row, minute })))
      .filter(({ requestCount }) => requestCount > 0);
  }

  get minutes(): readonly MinuteContent[] {
    return [...this.#minutes.values()];
  }

  events(kind: CollectionEventKind): CollectionEvent[] {
    return [...this.#events.values()].filter((event) => event.kind === kind);
  }

  /** Requests by `protocol method status`. */
  get totals(): Totals {
    return totalsOf(this.rows, nameOfKey);
  }

  /** Requests by `protocol method status endpoint`; `-` is what is not attributed. */
  get byEndpoint(): Totals {
    return totalsOf(this.rows, (row) => `${nameOfKey(row)} ${row.endpoint ?? '-'}`);
  }

  /** Requests by minute (unix seconds) and endpoint. */
  get byMinute(): Totals {
    return totalsOf(this.rows, ({ minute, endpoint }) => `${minute} ${endpoint ?? '-'}`);
  }

  /** Sum of latency_sum, ms, by `protocol method`. */
  get latency(): Totals {
    const totals: Totals = {};
    for (const { protocol, method, latencySum } of this.rows) {
      const name = `${protocol} ${method}`;
      totals[name] = (totals[name] ?? 0) + latencySum;
    }
    return totals;
  }

  /** What must hold of any books (docs/collection.md#invariants). */
  assertSound(): void {
    for (const { minute, rows, histograms } of this.#minutes.values()) {
      equal(minute % 60, 0);
      const keys = rows.map((row) => extendKey(trafficKeyOf(keyOf(row)), row.endpoint ?? ''));
      equal(new Set(keys).size, keys.length, `a key stands twice in minute ${minute}`);
      for (const row of rows) {
        const { requestCount, errorCount, latencySum } = row;
        ok(Number.isInteger(requestCount) && requestCount >= 0, `${requestCount} requests`);
        ok(errorCount >= 0 && errorCount <= requestCount, `${errorCount} of ${requestCount}`);
        ok(latencySum >= 0, `a latency sum of ${latencySum}`);
      }
      for (const { histogram } of histograms) {
        ok(histogram.filled.every((number) => Number.isInteger(number) && number >= 0));
      }
    }
    deepEqual(this.#endpointTotals(), this.#attributedTotals(), 'endpoint statistics');
    deepEqual(this.#clientTotals(), this.#loggedTotals(), 'clients');
  }

  #endpointTotals(): Totals {
    const totals: Totals = {};
    for (const { protocol, method, endpoint, statusCounts } of this.endpoints) {
      for (const [status, count] of Object.entries(statusCounts)) {
        const name = `${protocol} ${method} ${status} ${endpoint}`;
        totals[name] = (totals[name] ?? 0) + count;
      }
    }
    return sorted(totals);
  }

  /** What the clients did, by hour (unix seconds), `protocol method` and endpoint. */
  #clientTotals(): Totals {
    const totals: Totals = {};
    for (const { hour, protocol, requests, handler, endpointCounts } of this.clients) {
      equal(handler.count, requests);
      for (const [name, count] of endpointCounts) {
        const key = `${hour} ${protocol} ${name}`;
        totals[key] = (totals[key] ?? 0) + count;
      }
    }
    return sorted(totals);
  }

  /** The same of the requests whose handler times the minutes hold: those that the log told of. */
  #loggedTotals(): Totals {
    const totals: Totals = {};
    for (const { minute, histograms } of this.#minutes.values()) {
      for (const { protocol, method, endpoint, source, histogram } of histograms) {
        if (source !== 'log') continue;
        const key = `${floorTo(minute, hourSeconds)} ${protocol} ${method} ${endpoint}`;
        totals[key] = (totals[key] ?? 0) + sparseCount(histogram);
      }
    }
    return sorted(totals);
  }

  #attributedTotals(): Totals {
    const attributed = Object.entries(this.byEndpoint).filter(([name]) => !name.endsWith(' -'));
    return Object.fromEntries(attributed);
  }
}

function keyOf({ protocol, method, statusCode }: MinuteRow): Parameters<typeof trafficKeyOf>[0] {
  return { protocol, method, status: statusCode };
}

function nameOfKey({ protocol, method, statusCode }: MinuteRow): string {
  return statusCode === null ? `${protocol} ${method}` : `${protocol} ${method} ${statusCode}`;
}

function totalsOf(rows: readonly BookRow[], nameOf: (row: BookRow) => string): Totals {
  const totals: Totals = {};
  for (const row of rows) totals[nameOf(row)] = (totals[nameOf(row)] ?? 0) + row.requestCount;
  return sorted(totals);
}

/** In the order of their names, so that equal totals look equal when a test fails. */
function sorted(totals: Totals): Totals {
  return Object.fromEntries(Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1)));
}
