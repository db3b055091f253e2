import type { Clock } from '../domain/clock';
import { formatStep } from '../domain/timeText';
import { statusPhrase } from '../domain/statusText';
import type { FailureKind, SourceFailure, SourceState } from '../protocol/collectingStatus';

/** A source that a server may be without. */
export interface SourceKind {
  /** As sentences begin with it. */
  readonly name: string;
  /** When it is asked again after it failed. */
  readonly again: string;
  /** Failures by which one that never answered is known not to be there. */
  readonly missing: readonly FailureKind[];
}

export const sourceKinds = {
  log: {
    name: 'The request log',
    again: 'It is read again soon.',
    missing: ['unreachable'],
  },
  recorder: {
    name: 'The recorder',
    again: 'It is asked again when a request fails.',
    missing: ['html', 'json'],
  },
  mailbox: {
    name: 'The SMTP mailbox',
    again: 'It is read again after the next scrape.',
    missing: ['html', 'json'],
  },
} as const satisfies Readonly<Record<string, SourceKind>>;

const refusals: readonly number[] = [401, 403, 407];
const notThere: readonly number[] = [404, 405, 410, 501];

/** How one source of a running server stands: what answered a moment ago and fails now is failing, not missing. */
export class SourceStanding {
  readonly #clock: Clock;
  readonly #kind: SourceKind;
  #answeredAt: number | null = null;
  #state: SourceState['state'] = 'unknown';

  constructor(clock: Clock, kind: SourceKind) {
    this.#clock = clock;
    this.#kind = kind;
  }

  get state(): SourceState['state'] {
    return this.#state;
  }

  /** It has answered since the server was started, so far as is known. */
  get hasAnswered(): boolean {
    return this.#answeredAt !== null;
  }

  /** The server was restarted: what was there may be there no more. */
  restarted(): void {
    this.#answeredAt = null;
  }

  answered(): SourceState {
    this.#answeredAt = this.#clock.now();
    return this.#be({ state: 'on', failure: null });
  }

  failed(failure: SourceFailure): SourceState {
    const { kind, status = 0 } = failure;
    if (notThere.includes(status)) return this.#be({ state: 'off', failure });
    if (this.#answeredAt !== null) {
      return this.#be({ state: 'failing', failure: this.#noLonger(failure, this.#answeredAt) });
    }
    const isMissing = this.#kind.missing.includes(kind);
    return this.#be({ state: isMissing ? 'off' : 'failing', failure });
  }

  #noLonger(failure: SourceFailure, answeredAt: number): SourceFailure {
    const { what, todo, status } = failure;
    const { name, again } = this.#kind;
    const now = this.#clock.now();
    const until = formatStep(answeredAt, { now, seconds: 60, locale: 'en' });
    const how =
      status === undefined
        ? what.replace(/\.$/, '')
        : `${name} answers ${[status, statusPhrase(status)].join(' ').trim()}`;
    return {
      ...failure,
      what: `${how}; it answered until ${until}.`,
      todo: status !== undefined && refusals.includes(status) ? todo : again,
    };
  }

  #be(state: SourceState): SourceState {
    this.#state = state.state;
    return state;
  }
}
