import type {
  ClientIncrement,
  Dimensions,
  EndpointIncrement,
  MinuteContent,
} from '../../domain/commitBatch';
import type { Histogram } from '../../domain/histogram';
import type { Protocol } from '../../domain/protocol';
import { spreadOverMinutes } from '../../domain/spread';
import { minuteOf, toSeconds } from '../../domain/time';
import type { AccountState, OpenInterval, WaitingRow } from './accountState';
import { ClientIncrements } from './clientIncrements';
import { EndpointIncrements } from './endpointIncrements';
import { Ledger } from './ledger';
import { minuteContent } from './minuteContent';
import { minuteOfInterval, minutesOfInterval, remainderByMinute } from './openIntervals';

/**
 * Enters requests into the minutes and the endpoints' statistics, each in both or in neither, and those of the
 * log into their clients' hours.
 */
export class Entries {
  readonly #ledger: Ledger;
  readonly #increments = new EndpointIncrements();
  readonly #clients = new ClientIncrements();
  readonly #dimensions: Dimensions;

  constructor(state: AccountState, dimensions: Dimensions) {
    this.#ledger = new Ledger(state.ledger, dimensions);
    this.#dimensions = dimensions;
  }

  /** One request that the log knows. */
  addRow(minute: number, row: WaitingRow): void {
    this.#ledger.addLogged(minute, row.key, row.endpoint, row);
    this.#increments.add(row.key, row.endpoint, 1, toSeconds(row.finishedAt), row);
    this.#clients.add(Math.max(minute, this.#ledger.floor), row);
  }

  /** Rows that no counter speaks of, each in its own minute but not after `latest` (unix ms). */
  addAlone(rows: readonly WaitingRow[], latest: number): void {
    for (const row of rows) this.addRow(minuteOf(Math.min(row.finishedAt, latest)), row);
  }

  /** All of an interval, whose requests went to one known endpoint or to none (empty). */
  addInterval(interval: OpenInterval, endpoint: string): void {
    this.touch(interval);
    this.settle(interval, endpoint);
  }

  /** Requests of an interval whose endpoint something other than the log named. */
  addNamed(interval: OpenInterval, key: string, endpoint: string, count: number): void {
    this.addInterval({ ...interval, remaining: { [key]: count } }, endpoint);
  }

  /** What an interval still holds becomes final: the minutes stay as they are shown. */
  settle(interval: OpenInterval, endpoint = ''): void {
    for (const [key, count] of Object.entries(interval.remaining)) {
      for (const [minute, part] of remainderByMinute(interval, key)) {
        this.#ledger.addCounted(minute, key, endpoint, part);
      }
      if (endpoint !== '' && count > 0) {
        this.#increments.add(key, endpoint, count, toSeconds(interval.to), null);
      }
    }
  }

  /** The minutes that an interval holds something of are written again. */
  touch(interval: OpenInterval): void {
    this.touchMinutes(minutesOfInterval(interval));
  }

  touchMinutes(minutes: readonly number[]): void {
    for (const minute of minutes) this.#ledger.touch(minute);
  }

  /** A distribution measured over an interval; over a gap bucket by bucket, so that each stays whole. */
  addLatency({ from, to, spread }: OpenInterval, key: string, whole: Histogram): void {
    const { bounds, counts, sum } = whole;
    if (!spread) {
      this.#ledger.addLatency(minuteOfInterval(from, to), key, whole);
      return;
    }
    const total = counts.reduce((all, count) => all + count, 0);
    for (const [bucket, count] of counts.entries()) {
      for (const [minute, part] of spreadOverMinutes(count, from, to)) {
        const partCounts = counts.map((_, i) => (i === bucket ? part : 0));
        this.#ledger.addLatency(minute, key, {
          bounds,
          counts: partCounts,
          sum: (sum * part) / total,
        });
      }
    }
  }

  setActiveConnections(minute: number, gauges: ReadonlyMap<Protocol, number>): void {
    this.#ledger.setActiveConnections(minute, gauges);
  }

  /**
   * What is to be written since the last call. Minutes before that of `openFrom` (unix ms) are then final.
   */
  take(
    intervals: readonly OpenInterval[],
    openFrom: number,
  ): { minutes: MinuteContent[]; endpoints: EndpointIncrement[]; clients: ClientIncrement[] } {
    const changed = this.#ledger.takeChanged();
    const { floor } = this.#ledger;
    const minutes = changed.map((held) => minuteContent(held, intervals, floor));
    this.#ledger.closeBefore(minuteOf(openFrom));
    const endpoints = this.#increments.take(this.#dimensions);
    return { minutes, endpoints, clients: this.#clients.take(this.#dimensions) };
  }
}
