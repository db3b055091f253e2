import type { Clock } from '../domain/clock';
import type { FailureKind, SourceState } from '../protocol/collectingStatus';
import { failureKind } from './sources/sourceFailure';
import type { OptionalSource, SourceFailure } from './sources/sourceFailure';

/** Failures that mean, for a source that never answered, that there is none. */
const missing: Readonly<Record<OptionalSource, readonly FailureKind[]>> = {
  request_log: ['unreachable'],
  recorder: ['html', 'json'],
  mailbox: ['html', 'json'],
};

const notThere: readonly number[] = [404, 405, 410, 501];

/** The state of one source of a running server: what answered a moment ago and fails now is failing, not missing. */
export class SourceStanding {
  readonly #clock: Clock;
  readonly #source: OptionalSource;
  #answeredAt: number | null = null;
  #state: SourceState['state'] = 'unknown';

  constructor(clock: Clock, source: OptionalSource) {
    this.#clock = clock;
    this.#source = source;
  }

  get state(): SourceState['state'] {
    return this.#state;
  }

  /** It has answered since the server was started, so far as is known. */
  get hasAnswered(): boolean {
    return this.#answeredAt !== null;
  }

  /** The server was restarted: a source that was there may be gone. */
  restarted(): void {
    this.#answeredAt = null;
  }

  answered(): SourceState<SourceFailure> {
    this.#answeredAt = this.#clock.now();
    return this.#be({ state: 'on', failure: null });
  }

  failed(failure: SourceFailure): SourceState<SourceFailure> {
    const status = failure.kind === 'http_status' ? failure.status : 0;
    if (notThere.includes(status)) return this.#be({ state: 'off', failure });
    if (this.#answeredAt !== null) {
      const failedAt = this.#clock.now();
      const before = { source: this.#source, answeredAt: this.#answeredAt, failedAt };
      return this.#be({ state: 'failing', failure: { ...failure, before } });
    }
    const isMissing = missing[this.#source].includes(failureKind(failure));
    return this.#be({ state: isMissing ? 'off' : 'failing', failure });
  }

  #be(state: SourceState<SourceFailure>): SourceState<SourceFailure> {
    this.#state = state.state;
    return state;
  }
}
