import { minuteOf } from '../../domain/time';
import type { AccountState, WaitingRow } from './accountState';
import type { RequestAccumulator } from './requestAccumulator';
import type { ScrapeObservation } from './scrapeObservation';
import type { Timeline } from './timeline';

/** How far the server's clock may differ from ours unnoticed, plus a second, ms. */
const slackMs = 3000;

/**
 * Notices where our clock was set back, and puts what the state says of the last look at the server on the clock as it
 * is now: requests belong to the minute in which they come, whatever stands in the minutes that lie ahead again
 * (docs/collection.md#clock-steps).
 */
export class ClockSteps {
  readonly #state: AccountState;
  readonly #requests: RequestAccumulator;
  readonly #timeline: Timeline;
  /** What the clock had reached when the present look found it set back, unix ms; else null. */
  #reached: number | null = null;

  constructor(state: AccountState, requests: RequestAccumulator, timeline: Timeline) {
    this.#state = state;
    this.#requests = requests;
    this.#timeline = timeline;
  }

  /**
   * To be called at each look at the server, before anything of it is entered. What it brings came since `since`, as
   * far as anybody knows; both unix ms.
   * @param sameRing whether the log was read and may be the one that was read before
   */
  look(at: number, since: number, sameRing: boolean): void {
    const state = this.#state;
    // Nobody knows for how long the clock was ahead: rows of the log that bear its new times tell at least that.
    const from = this.#fresh().reduce((oldest, row) => Math.min(oldest, row.finishedAt), at);
    const isBehind = at < (state.lastScrapeAt ?? 0) || minuteOf(at) < state.ledger.floor;
    // What came since the log was last read cannot be older than that.
    const isContradicted = sameRing && from < (state.ring.readAfter ?? 0) - slackMs;
    this.#reached = null;
    if (!isBehind && !isContradicted) return;
    const reached = Math.max(state.lastScrapeAt ?? 0, state.ledger.floor * 1000);
    const now = isBehind ? at : from;
    this.#reached = reached;
    this.#timeline.event('clock_step', now, reached, { seconds: (now - reached) / 1000 });
    state.diagnostics.clockSteps++;
    this.#requests.reopenFrom(from);
    this.#timeline.coverAnew(Math.min(from, since), from, state.coverage?.how ?? 'scraped');
    if (state.lastScrapeAt !== null) state.lastScrapeAt = from;
    state.logReadAt = at;
    delete state.ring.readAfter;
    state.faults.countedAt = Math.min(state.faults.countedAt, from);
    const { errorQuota } = state;
    errorQuota.minute = Math.min(errorQuota.minute, minuteOf(at));
  }

  /**
   * Lets the interval that a scrape has opened be claimed by all rows of its requests: those that were logged before
   * the clock was set back bear times that lie ahead, and the others may bear times of before it.
   */
  admitRows({ at, answeredAt, intervalMs }: ScrapeObservation): void {
    const open = this.#state.intervals.at(-1);
    if (open?.to !== at) return;
    const latest = this.#fresh()
      .filter(({ ahead }) => ahead)
      .reduce((last, { finishedAt }) => Math.max(last, finishedAt), answeredAt);
    if (this.#reached !== null) {
      open.alsoLogged = [
        { from: this.#reached, to: Math.max(latest, this.#reached + intervalMs) },
        { from: at - intervalMs, to: at },
      ];
    } else if (latest > answeredAt) {
      open.alsoLogged = [{ from: answeredAt, to: latest }];
    }
  }

  /** Whether the last look found it set back. */
  get isSetBack(): boolean {
    return this.#reached !== null;
  }

  /** Rows that were read since the last look. */
  #fresh(): readonly WaitingRow[] {
    return this.#state.waiting.filter(({ waits }) => waits === 0);
  }
}
