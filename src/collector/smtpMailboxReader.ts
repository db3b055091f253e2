import type { Clock } from '../domain/clock';
import { SourceStanding } from './sourceStanding';
import type { MockPort } from './sources/mockPort';

/** Reads the SMTP mailbox of a running process, unless that has said that it has none. */
export class SmtpMailboxReader {
  readonly #clock: Clock;
  #port: MockPort | undefined;
  #standing: SourceStanding;
  #reading: Promise<void> | undefined;
  #ids: readonly string[] | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#standing = standingOf(clock);
  }

  /** Reads it, one read at a time; resolves when that is answered. */
  read(port: MockPort): Promise<void> {
    if (port !== this.#port) {
      this.#port = port;
      this.#standing = standingOf(this.#clock);
      this.#reading = undefined;
      this.#ids = null;
    }
    if (this.#standing.state === 'off') return Promise.resolve();
    this.#reading ??= this.#ask(port);
    return this.#reading;
  }

  /** Ids of all messages that a read since the last call found in it; null where none was answered. */
  take(): readonly string[] | null {
    const ids = this.#ids;
    this.#ids = null;
    return ids;
  }

  async #ask(port: MockPort): Promise<void> {
    const answer = await port.mailbox();
    if (port !== this.#port) return;
    this.#reading = undefined;
    if (answer.ok) {
      this.#standing.answered();
      this.#ids = answer.value;
    } else {
      this.#standing.failed(answer.failure);
    }
  }
}

/** It begins anew with each process, so none of its silence is that of a restart. */
function standingOf(clock: Clock): SourceStanding {
  return new SourceStanding(clock, 'mailbox', 0);
}
