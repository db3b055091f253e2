/** Spans [from, to) of one unit, merged where they touch, to be asked often. */
export class Spans {
  readonly #merged: { readonly from: number; to: number }[] = [];

  constructor(spans: readonly { readonly from: number; readonly to: number }[]) {
    for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
      const last = this.#merged.at(-1);
      if (last && from <= last.to) last.to = Math.max(last.to, to);
      else this.#merged.push({ from, to });
    }
  }

  get all(): readonly { readonly from: number; readonly to: number }[] {
    return this.#merged;
  }

  /** Whether one of the spans shares a moment with [from, to). */
  touch(from: number, to: number): boolean {
    let low = 0;
    let high = this.#merged.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#merged[middle]?.to ?? 0) > from) high = middle;
      else low = middle + 1;
    }
    const first = this.#merged[low];
    return first !== undefined && first.from < to;
  }
}
