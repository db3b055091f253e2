import type { CollectionEvent } from '../../domain/commitBatch';
import { toSeconds } from '../../domain/time';
import type { AccountState, CoverageKind } from './accountState';

/** Keeps what happened to collecting: which spans are known and how, restarts, gaps. Takes unix ms. */
export class Timeline {
  readonly #state: Pick<AccountState, 'coverage'>;
  #events: CollectionEvent[] = [];

  constructor(state: Pick<AccountState, 'coverage'>) {
    this.#state = state;
  }

  /** The end of what is known so far, unix ms; null before anything is. */
  get coveredUntil(): number | null {
    return this.#state.coverage && this.#state.coverage.to * 1000;
  }

  /** Says that [from, to] is known; a span that continues the last one of its kind extends it. */
  cover(from: number, to: number, how: CoverageKind): void {
    const last = this.#state.coverage;
    const continues = last?.how === how && toSeconds(from) <= last.to;
    const coverage = continues
      ? { ...last, to: Math.max(last.to, toSeconds(to)) }
      : { from: toSeconds(from), to: toSeconds(to), how };
    this.#state.coverage = coverage;
    const { from: begin, to: end } = coverage;
    this.#events.push({ kind: 'coverage', from: begin, to: end, detail: { how } });
  }

  /** The clock was set back: what is known from now on is [from, to] and what follows it. */
  coverAnew(from: number, to: number, how: CoverageKind): void {
    this.#state.coverage = null;
    this.cover(from, to, how);
  }

  event(
    kind: CollectionEvent['kind'],
    from: number,
    to: number,
    detail: CollectionEvent['detail'],
  ): void {
    this.#events.push({ kind, from: toSeconds(from), to: toSeconds(to), detail });
  }

  /** What happened since the last call. */
  take(): CollectionEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
