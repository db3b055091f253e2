import type {
  ClientIncrement,
  Dimensions,
  EndpointIncrement,
  MinuteContent,
} from '../../domain/commitBatch';
import type { Histogram } from '../../domain/histogram';
import type { Protocol } from '../../domain/protocol';
import { floorTo, minuteOf, toSeconds } from '../../domain/time';
import { withEndpoint, withoutStatus } from '../../domain/trafficKey';
import type { LatencyKey, TrafficKey } from '../../domain/trafficKey';
import type { AccountState, OpenInterval, WaitingRow } from './accountState';
import { ClientIncrements } from './clientIncrements';
import { EndpointIncrements } from './endpointIncrements';
import { evenlyByMinute, latencyByMinute } from './gapLatency';
import { leaveOut, MinuteAccumulator } from './minuteAccumulator';
import { minuteContent } from './minuteContent';
import { minuteOfInterval, minutesOfInterval, remainderByMinute } from './openIntervals';
import type { Attribution } from './openIntervals';
import { addTo } from './runBalance';

/** Between two scrapes (unix ms), over whose minutes what was measured is laid evenly where they are far apart. */
export type MeasuredSpan = Pick<OpenInterval, 'from' | 'to' | 'spread'>;

/**
 * Enters requests into the minutes and the endpoints' statistics, each in both or in neither, and those of the
 * log into their clients' hours.
 */
export class RequestAccumulator {
  readonly #state: Pick<AccountState, 'balance'>;
  readonly #minutes: MinuteAccumulator;
  readonly #increments = new EndpointIncrements();
  readonly #clients = new ClientIncrements();
  readonly #dimensions: Dimensions;
  readonly #prepared = new Map<number, MinuteContent>();
  readonly #aggregationSeconds: number;

  /** @param aggregationSeconds minutes become final in spans of so many seconds, a multiple of 60 */
  constructor(state: AccountState, dimensions: Dimensions, aggregationSeconds: number) {
    this.#state = state;
    this.#minutes = new MinuteAccumulator(state.ledger, dimensions);
    this.#dimensions = dimensions;
    this.#aggregationSeconds = aggregationSeconds;
  }

  /** A request of an interval that the log knows. */
  addAttributed({ minute, row, interval }: Attribution): void {
    noteEntered(interval, row.key, minute, 1);
    this.#addRow(minute, row, interval.answeredAt);
  }

  /** Rows that no counter speaks of, each in its own minute but not after `latest` (unix ms). */
  addUncounted(rows: readonly WaitingRow[], latest: number): void {
    for (const row of rows) this.#addRow(minuteOf(Math.min(row.finishedAt, latest)), row, latest);
  }

  /** Who sent requests that were counted otherwise, none of them after `latest` (unix ms). */
  addClients(rows: readonly WaitingRow[], latest: number): void {
    for (const row of rows) this.#addClient(minuteOf(Math.min(row.finishedAt, latest)), row);
  }

  /** All of an interval, whose requests went to one known endpoint or to none (empty). */
  addInterval(interval: OpenInterval, endpoint: string): void {
    this.touch(interval);
    this.settle(interval, endpoint);
  }

  /** Requests of an interval whose endpoint something other than the log named. */
  addNamed(interval: OpenInterval, key: TrafficKey, endpoint: string, count: number): void {
    this.addInterval(
      { ...interval, remaining: new Map([[key, count]]), latency: new Map() },
      endpoint,
    );
  }

  /** A request of an interval was ours, which took no longer than `longest` ms: its time goes with it. */
  leaveOut(interval: OpenInterval, key: TrafficKey, longest: number): void {
    const { balance } = this.#state;
    if (balance) addTo(balance.own, key, 1);
    this.touch(interval);
    const latencyKey = withoutStatus(key);
    const { from, to, spread, latency } = interval;
    if (spread) leaveOut(latency, latencyKey, longest);
    else this.#minutes.leaveOutLatency(minuteOfInterval(from, to), latencyKey, longest);
  }

  /** What an interval still holds becomes final: the minutes stay as they are shown. */
  settle(interval: OpenInterval, endpoint = ''): void {
    for (const latencyKey of interval.latency.keys()) {
      for (const [minute, part] of latencyByMinute(interval, latencyKey)) {
        this.#minutes.addLatency(minute, latencyKey, part);
      }
    }
    for (const [key, count] of interval.remaining) {
      for (const [minute, part] of remainderByMinute(interval, key)) {
        noteEntered(interval, key, minute, part);
        this.#minutes.addCounted(minute, key, endpoint, part);
      }
      if (endpoint !== '' && count > 0) {
        this.#increments.add(key, endpoint, count, toSeconds(interval.to), null);
      }
    }
  }

  /** The minutes that an interval's requests can belong to are written again. */
  touch(interval: OpenInterval): void {
    for (const minute of minutesOfInterval(interval)) this.#minutes.touch(minute);
  }

  /** A distribution measured over an interval; over a gap it waits for what the log will say of its minutes. */
  addLatency(interval: OpenInterval, latencyKey: LatencyKey, whole: Histogram): void {
    if (interval.spread) interval.latency.set(latencyKey, whole);
    else this.#minutes.addLatency(minuteOfInterval(interval.from, interval.to), latencyKey, whole);
  }

  /** An endpoint's distribution that the metrics measured from `from` to `to` (unix ms). */
  addNamedLatency(
    { from, to, spread }: MeasuredSpan,
    latencyKey: LatencyKey,
    endpoint: string,
    histogram: Histogram,
  ): void {
    for (const [minute, part] of byMinute({ from, to, spread }, histogram)) {
      this.#minutes.addNamedLatency(minute, withEndpoint(latencyKey, endpoint), part);
    }
    this.#increments.addDistribution(latencyKey, endpoint, toSeconds(to), histogram);
  }

  /** Delays that were injected into an endpoint's requests in a span. */
  addInjectedDelay(span: MeasuredSpan, endpoint: string, histogram: Histogram): void {
    for (const [minute, part] of byMinute(span, histogram)) {
      this.#minutes.addInjectedDelay(minute, endpoint, part);
    }
  }

  setActiveConnections(minute: number, gauges: ReadonlyMap<Protocol, number>): void {
    this.#minutes.setActiveConnections(minute, gauges);
  }

  /**
   * Makes the content of one minute that the next take() gives, so that this need not be one long piece of work;
   * nothing may be entered in between. False when all are made.
   */
  prepare(intervals: readonly OpenInterval[]): boolean {
    const next = this.#minutes.changed.find(({ minute }) => !this.#prepared.has(minute));
    if (next)
      this.#prepared.set(next.minute, minuteContent(next, intervals, this.#minutes.watermark));
    return next !== undefined;
  }

  /** Our clock was set back: what came from `from` on (unix ms) stands in its own minute again. */
  reopenFrom(from: number): void {
    this.#minutes.reopenFrom(floorTo(toSeconds(from), this.#aggregationSeconds));
  }

  /**
   * What is to be written since the last call, as of `at` (unix ms). Minutes before that of `openFrom` (unix ms) are
   * then final, as far as they are of a whole aggregation interval; `finalBefore` (unix seconds) says up to where.
   */
  take(
    intervals: readonly OpenInterval[],
    openFrom: number,
    at: number,
  ): {
    minutes: MinuteContent[];
    endpoints: EndpointIncrement[];
    clients: ClientIncrement[];
    finalBefore: number;
  } {
    const changed = this.#minutes.takeChanged();
    const { watermark: floor } = this.#minutes;
    const minutes = changed.map(
      (held) => this.#prepared.get(held.minute) ?? minuteContent(held, intervals, floor),
    );
    this.#prepared.clear();
    this.#minutes.closeBefore(floorTo(toSeconds(openFrom), this.#aggregationSeconds));
    this.#minutes.letGoAfter(minuteOf(at), new Set(intervals.flatMap(minutesOfInterval)));
    const endpoints = this.#increments.take(this.#dimensions);
    const clients = this.#clients.take(this.#dimensions);
    return { minutes, endpoints, clients, finalBefore: this.#minutes.watermark };
  }

  /** A row of the log; that it came after `latest` (unix ms) can only be said by a clock that was set back since. */
  #addRow(minute: number, row: WaitingRow, latest: number): void {
    this.#minutes.addLogged(minute, row.key, row.endpoint, row);
    const at = toSeconds(Math.min(row.finishedAt, latest));
    this.#increments.add(row.key, row.endpoint, 1, at, row);
    this.#addClient(minute, row);
  }

  #addClient(minute: number, row: WaitingRow): void {
    this.#clients.add(Math.max(minute, this.#minutes.watermark), row);
  }
}

function byMinute(
  { from, to, spread }: MeasuredSpan,
  histogram: Histogram,
): Iterable<readonly [minute: number, part: Histogram]> {
  if (spread) return evenlyByMinute(histogram, { from, to });
  return [[minuteOfInterval(from, to), histogram]];
}

/** The latency of a spread interval follows its requests, also those that are entered. */
function noteEntered(
  { spread, entered }: OpenInterval,
  key: TrafficKey,
  minute: number,
  count: number,
): void {
  if (!spread) return;
  const latencyKey = withoutStatus(key);
  const byMinute = entered.get(latencyKey) ?? {};
  byMinute[minute] = (byMinute[minute] ?? 0) + count;
  entered.set(latencyKey, byMinute);
}
