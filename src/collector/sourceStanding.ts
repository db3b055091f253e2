import type { Clock } from '../domain/clock';
import type { FailureKind, SourceState } from '../protocol/collectingStatus';
import { failureKind, isLikeRestart } from './sources/sourceFailure';
import type { OptionalSource, SourceFailure } from './sources/sourceFailure';

/** Failures that mean, for a source that never answered, that there is none. */
const missing: Readonly<Record<OptionalSource, readonly FailureKind[]>> = {
  request_log: ['unreachable'],
  recorder: ['html', 'json'],
  mailbox: ['html', 'json'],
};

const notThere: readonly number[] = [404, 405, 410, 501];

/**
 * The state of one source of a running server: what answered a moment ago and fails now is failing, not missing, and for
 * as long as a restart may take it is neither.
 */
export class SourceStanding {
  readonly #clock: Clock;
  readonly #source: OptionalSource;
  readonly #patienceMs: number;
  #answeredAt: number | null = null;
  /** Whether that was after the server was last restarted. */
  #isOfThisRun = false;
  #silentSince: number | null = null;
  #state: SourceState['state'] = 'unknown';

  /** @param patienceMs how long its silence may be that of a restart */
  constructor(clock: Clock, source: OptionalSource, patienceMs: number) {
    this.#clock = clock;
    this.#source = source;
    this.#patienceMs = patienceMs;
  }

  get state(): SourceState['state'] {
    return this.#state;
  }

  /** It was there a moment ago, so it soon returns or is gone for good. */
  get mayReturn(): boolean {
    return this.#state === 'restarting' || (this.#state === 'failing' && this.#isOfThisRun);
  }

  /** The server was restarted: a source that was there may be gone. */
  restarted(): void {
    this.#isOfThisRun = false;
  }

  answered(): SourceState<SourceFailure> {
    this.#answeredAt = this.#clock.now();
    this.#isOfThisRun = true;
    this.#silentSince = null;
    return this.#be({ state: 'on', failure: null });
  }

  failed(failure: SourceFailure): SourceState<SourceFailure> {
    const status = failure.kind === 'http_status' ? failure.status : 0;
    if (notThere.includes(status)) return this.#be({ state: 'off', failure });
    if (this.#answeredAt !== null) {
      const failedAt = this.#clock.now();
      const before = { source: this.#source, answeredAt: this.#answeredAt, failedAt };
      const mayRestart = isLikeRestart(failure) && this.#isSilenceShort(failedAt);
      if (mayRestart || this.#isOfThisRun) {
        const state = mayRestart ? 'restarting' : 'failing';
        return this.#be({ state, failure: { ...failure, before } });
      }
    }
    const isMissing = missing[this.#source].includes(failureKind(failure));
    return this.#be({ state: isMissing ? 'off' : 'failing', failure });
  }

  #isSilenceShort(now: number): boolean {
    this.#silentSince ??= now;
    return now - this.#silentSince < this.#patienceMs;
  }

  #be(state: SourceState<SourceFailure>): SourceState<SourceFailure> {
    this.#state = state.state;
    return state;
  }
}
