import type { Connection } from '../database/connection';
import { Coverage } from '../readModels/coverage';
import { readWatermarks } from '../state/watermarks';
import type { ExportTable, Span } from './exportTables';

/** The stretches of a span of which a table knows nothing: not collected, expired, or not added up yet. */
export class NotCollected {
  /** Apart, ascending; unix seconds. */
  readonly stretches: readonly Span[];

  constructor(connection: Connection, { reach }: ExportTable, span: Span) {
    const held = reach(readWatermarks(connection));
    const from = Math.max(span.from, held.from);
    const to = Math.max(from, Math.min(span.to, held.to));
    this.stretches = joined([
      { from: span.from, to: Math.min(from, span.to) },
      ...new Coverage(connection, { from, to }).gaps(from, to),
      { from: Math.max(to, span.from), to: span.to },
    ]);
  }

  /** Seconds of [from, to) in them. */
  seconds(from: number, to: number): number {
    let total = 0;
    for (let index = this.#firstAfter(from); index < this.stretches.length; index += 1) {
      const stretch = this.stretches[index];
      if (!stretch || stretch.from >= to) break;
      total += Math.min(stretch.to, to) - Math.max(stretch.from, from);
    }
    return total;
  }

  /** The index of the first stretch that ends after a moment, found by halving: there may be many. */
  #firstAfter(moment: number): number {
    let low = 0;
    let high = this.stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.stretches[middle]?.to ?? Infinity) > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Without the empty ones, and those that adjoin as one. */
function joined(stretches: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const stretch of stretches) {
    if (stretch.from >= stretch.to) continue;
    const last = result.at(-1);
    if (last?.to === stretch.from) result[result.length - 1] = { from: last.from, to: stretch.to };
    else result.push(stretch);
  }
  return result;
}
