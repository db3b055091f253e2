import coverageSql from '../../../sql/readModels/coverage.sql';
import { wantedSpans } from '../../domain/hoursOfWeek';
import { ceilTo, floorTo } from '../../domain/time';
import type { TrafficFilter } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The spans of [from, to) in which collecting knew what happened: apart, ascending, unix seconds. */
export class Coverage {
  readonly #spans: (readonly [from: number, to: number])[] = [];
  /** What of the time is asked for; null: all of it. */
  readonly #parts: readonly Span[] | null;

  /** @param filter hours of it count only as far as they are asked for */
  constructor(connection: Connection, span: Span, filter?: TrafficFilter) {
    const { from, to } = span;
    this.#parts = wantedSpans(span, conditionsIn(filter));
    let end = from;
    for (const row of connection.all(coverageSql, { from, to })) {
      const start = Math.max(row.number('from_timestamp'), end);
      end = Math.max(end, Math.min(row.number('to_timestamp'), to));
      if (start < end) this.#spans.push([start, end]);
    }
  }

  /** Covered seconds of [from, to), as far as they are asked for. */
  seconds(from: number, to: number): number {
    if (!this.#parts) return this.#covered(from, to);
    return this.#within(from, to).reduce((sum, part) => sum + this.#covered(part.from, part.to), 0);
  }

  /**
   * The same of a chart's step; of one of which nothing is asked for what is covered of it, since it is known that it
   * has nothing.
   */
  secondsOfStep(from: number, to: number): number {
    const isAsked = !this.#parts || this.#within(from, to).length > 0;
    return isAsked ? this.seconds(from, to) : this.#covered(from, to);
  }

  /** Seconds of [from, to) that are asked for, covered or not. */
  asked(from: number, to: number): number {
    if (!this.#parts) return to - from;
    return this.#within(from, to).reduce((sum, part) => sum + part.to - part.from, 0);
  }

  /** The parts of [from, to) that are not covered: apart, ascending. */
  gaps(from: number, to: number): { readonly from: number; readonly to: number }[] {
    const starts = [from, ...this.#spans.map(([, end]) => end)];
    const ends = [...this.#spans.map(([start]) => start), to];
    return starts
      .map((start, index) => ({ from: Math.max(start, from), to: Math.min(ends[index] ?? to, to) }))
      .filter((gap) => gap.from < gap.to);
  }

  /** The whole grains of which at least a part is covered, in runs: apart, ascending. */
  grains(grain: number): { readonly from: number; readonly to: number }[] {
    const runs: { from: number; to: number }[] = [];
    for (const [start, end] of this.#spans) {
      const [from, to] = [floorTo(start, grain), ceilTo(end, grain)];
      const last = runs.at(-1);
      if (last && from <= last.to) last.to = to;
      else runs.push({ from, to });
    }
    return runs;
  }

  /** The end of what is covered and asked for; undefined when nothing is. */
  get end(): number | undefined {
    const parts = this.#parts ?? [{ from: -Infinity, to: Infinity }];
    const ends = this.#spans.flatMap(([start, end]) =>
      parts
        .filter((part) => part.from < end && part.to > start)
        .map((part) => Math.min(part.to, end)),
    );
    return ends.at(-1);
  }

  #covered(from: number, to: number): number {
    return this.#spans.reduce(
      (total, [start, end]) => total + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    );
  }

  #within(from: number, to: number): Span[] {
    return (this.#parts ?? [])
      .map((part) => ({ from: Math.max(part.from, from), to: Math.min(part.to, to) }))
      .filter((part) => part.from < part.to);
  }
}
