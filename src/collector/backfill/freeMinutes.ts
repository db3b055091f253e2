import { backfilled, wrongFuture } from '../../domain/coveredSpan';
import type { CoveredSpan } from '../../domain/coveredSpan';
import { daySeconds, minuteSeconds } from '../../domain/time';
import type { HistorySpan } from './historyMovements';
import { Spans } from './spans';

/** Which minutes a backfill may fill; all times unix seconds. */
export class FreeMinutes {
  readonly #covered: Spans;
  readonly #collected: Spans;
  readonly #countedOtherwise: Spans;
  readonly #collectedUntil: number;
  readonly #bridgedFrom: number;

  /**
   * @param source what is asked to fill them
   * @param now unix seconds
   */
  constructor(spans: readonly CoveredSpan[], source: string, now: number) {
    const covered = spans.filter(({ how }) => how !== wrongFuture);
    const collected = covered.filter(({ how }) => how !== backfilled);
    this.#covered = new Spans(covered);
    this.#collected = new Spans(collected);
    this.#countedOtherwise = new Spans(
      covered
        .filter(({ how, counted }) => how === backfilled && counted?.source !== source)
        .map(({ from, to, counted }) => ({
          from: counted?.since ?? from - minuteSeconds,
          to: counted?.until ?? to,
        })),
    );
    this.#collectedUntil = collectedUntil(collected, spans);
    this.#bridgedFrom = now - daySeconds;
  }

  /**
   * No coverage touches the minute. After its last scrape collecting itself bridges up to a day when it goes
   * on (docs/collection.md#gaps): these minutes are left to it, or they would be counted twice.
   */
  isFree(minute: number): boolean {
    const end = minute + minuteSeconds;
    const leftToCollecting = minute >= this.#collectedUntil && end > this.#bridgedFrom;
    if (leftToCollecting && this.#collectedUntil > -Infinity) return false;
    return !this.#covered.touch(minute, end);
  }

  /** The first free minute in [from, to). */
  next(from: number, to: number): number | undefined {
    for (let minute = from; minute < to; minute += minuteSeconds) {
      if (this.isFree(minute)) return minute;
    }
    return undefined;
  }

  /** How many minutes in [from, to) some coverage touches. */
  coveredMinutes(from: number, to: number): number {
    let count = 0;
    for (let minute = from; minute < to; minute += minuteSeconds) {
      if (this.#covered.touch(minute, minute + minuteSeconds)) count++;
    }
    return count;
  }

  /**
   * Whether nothing else counted any of a movement; else nobody can tell what of it is counted already. The minutes of
   * another source end at other samples, and what it laid evenly over a hole may have come in a minute that is free.
   */
  isUncounted({ from, to, since, until }: HistorySpan): boolean {
    return (
      !this.#collected.touch(Math.min(from, since), to) &&
      !this.#countedOtherwise.touch(since, until)
    );
  }
}

/**
 * When collecting ended, or earlier: where a wrong clock may have named the last moment, all we know is that it ended
 * after the clock was put right.
 */
function collectedUntil(collected: readonly CoveredSpan[], spans: readonly CoveredSpan[]): number {
  const last = collected.reduce((latest, { to }) => Math.max(latest, to), -Infinity);
  return spans
    .filter(({ how, to }) => how === wrongFuture && to >= last)
    .reduce((earliest, { from }) => Math.min(earliest, from), last);
}
