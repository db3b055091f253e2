import coverageSql from '../../../sql/readModels/coverage.sql';
import { ceilTo, floorTo } from '../../domain/time';
import type { Connection } from '../database/connection';

/** The spans of [from, to) in which collecting knew what happened: apart, ascending, unix seconds. */
export class Coverage {
  readonly #spans: (readonly [from: number, to: number])[] = [];

  constructor(connection: Connection, span: { readonly from: number; readonly to: number }) {
    const { from, to } = span;
    let end = from;
    for (const row of connection.all(coverageSql, { from, to })) {
      const start = Math.max(row.number('from_timestamp'), end);
      end = Math.max(end, Math.min(row.number('to_timestamp'), to));
      if (start < end) this.#spans.push([start, end]);
    }
  }

  /** Covered seconds of [from, to). */
  seconds(from: number, to: number): number {
    return this.#spans.reduce(
      (total, [start, end]) => total + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    );
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

  /** The end of what is covered; undefined when nothing is. */
  get end(): number | undefined {
    return this.#spans.at(-1)?.[1];
  }
}
