import type { Clock } from '../domain/clock';
import type { Exchange } from '../mockforge/exchange';
import { longestDriftMs } from './account/causes';
import type { Recorded } from './account/failureCauses';
import type { AdminResult } from './sources/adminApi';
import type { MockPort, RecorderAnswer } from './sources/mockPort';

/** Exchanges of one answer; so many more than are expected to be wanted. */
const spare = 20;
const most = 1000;
/** Their bodies come with them: an answer that is expected to be larger is asked for in parts, bytes. */
const largestPage = 2_000_000;
/** Answers read in a row; what is older is left for the next time. */
const mostPages = 5;
/** Of those that must have come while an answer was waited for, by the pace of the others. */
const surelyCame = 0.9;
/** Neighbours in time must all be seen, ms. */
const marginMs = 100;
/** A busy server records a request seconds after it has answered it, ms. */
const longestLagMs = 5000;

/** What is asked of a recorder. */
export interface RecorderQuestion {
  readonly since: number;
  readonly expected: number;
  readonly clockOffset: number;
}

/** Reads what a recorder kept, newest first, in answers of a size that is soon read. */
export class RecorderPages {
  readonly #clock: Clock;
  /** Of an exchange, as the last answers were. */
  #bytesEach = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether there is a recorder at this port. */
  async probe(port: MockPort): Promise<AdminResult<unknown>> {
    return this.#page(port, 1, 0);
  }

  /**
   * Exchanges back to `since`, or as far as a few answers go: `expected` says how many requests there were since
   * then. Times are unix ms on the server's clock, which is `clockOffset` ms ahead of ours.
   */
  async read(
    port: MockPort,
    { since, expected, clockOffset }: RecorderQuestion,
  ): Promise<AdminResult<Recorded>> {
    const begun = this.#clock.now();
    // What is not found by now may have drifted.
    const isLate = since < begun + clockOffset - longestLagMs;
    const end = since - marginMs - (isLate ? longestDriftMs : 0);
    const found = new Map<string, Exchange>();
    let from = Infinity;
    let next = { offset: 0, limit: this.#limit(expected), isSure: true };
    for (let page = 0; page < mostPages && from > end; page++) {
      const asked = this.#clock.now();
      const answer = await this.#page(port, next.limit, next.offset);
      if (!answer.ok) {
        if (page === 0) return answer;
        break;
      }
      const { exchanges, listed } = answer.value;
      const { limit, offset, isSure } = next;
      if (!isSure && !exchanges.some(({ requestId }) => found.has(requestId))) break;
      const before = from;
      for (const exchange of exchanges) {
        found.set(exchange.requestId, exchange);
        from = Math.min(from, exchange.respondedAt);
      }
      if (listed < limit) from = -Infinity;
      else if (from >= before) break;
      const perMs = exchanges.length / spanOf(exchanges);
      // What came meanwhile precedes what has been read: without it, nothing can be skipped safely.
      const came = Math.floor(surelyCame * perMs * (this.#clock.now() - asked));
      next = {
        offset: offset + limit + came,
        limit: this.#limit(perMs * (from - end)),
        isSure: came === 0,
      };
    }
    const until = begun + clockOffset - longestLagMs;
    return { ok: true, value: { from: from + marginMs, until, exchanges: [...found.values()] } };
  }

  /** A few more than expected: some came meanwhile. */
  #limit(expected: number): number {
    const wanted = Math.min(most, Math.ceil(expected * 1.25) + spare);
    return this.#bytesEach === 0
      ? wanted
      : Math.max(1, Math.min(wanted, Math.floor(largestPage / this.#bytesEach)));
  }

  async #page(port: MockPort, limit: number, offset: number): Promise<AdminResult<RecorderAnswer>> {
    const answer = await port.exchanges(limit, offset);
    if (answer.ok && answer.value.listed > 0) {
      this.#bytesEach = answer.value.size / answer.value.listed;
    }
    return answer;
  }
}

/** From the first to the last, ms; 1 at least. */
function spanOf(exchanges: readonly Exchange[]): number {
  const times = exchanges.map(({ respondedAt }) => respondedAt);
  return Math.max(1, Math.max(...times) - Math.min(...times));
}
