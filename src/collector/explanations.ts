import type { Clock } from '../domain/clock';
import type { SourceState } from '../protocol/collectingStatus';
import type { TrafficAccount } from './account/trafficAccount';
import type { MockPortLocator } from './mockPortLocator';
import type { AccountSession } from './accountSession';
import { RecorderPages } from './recorderPages';
import { SourceStanding } from './sourceStanding';
import type { MockPort } from './sources/mockPort';
import type { SourceFailure } from './sources/sourceFailure';
import type { PendingTasks } from './pendingTasks';
import { within } from './within';

/** How long failed requests wait for their causes before they are stored, ms. */
const patienceMs = 300;
/** How soon what has no cause yet is asked for again, and how soon after nobody answered, ms. */
const againMs = 1000;
const afterFailureMs = 5000;

export interface ExplanationOptions {
  readonly clock: Clock;
  /** How long its silence may be that of a restart, ms. */
  readonly restartMs: number;
  readonly mocks: MockPortLocator;
  readonly session: AccountSession;
  /** The server's clock minus ours, ms. */
  readonly clockOffset: () => number;
  /** Failed requests that are stored got their causes. */
  readonly onLateCauses: () => void;
  readonly onRecorder: (state: SourceState<SourceFailure>) => void;
  readonly pending: PendingTasks;
}

/**
 * Asks the recorder why requests failed, one question at a time. No other source and no scrape waits for it: failed
 * requests are told without a cause when it takes long, and get theirs later.
 */
export class Explanations {
  readonly #options: ExplanationOptions;
  readonly #pages: RecorderPages;
  readonly #standing: SourceStanding;
  #port: MockPort | undefined;
  #asking: Promise<void> | undefined;
  #isRunning = false;
  #cancelNext: (() => void) | undefined;

  constructor(options: ExplanationOptions) {
    this.#options = options;
    this.#pages = new RecorderPages(options.clock);
    this.#standing = new SourceStanding(options.clock, 'recorder', options.restartMs);
  }

  /** From now on what has no cause is asked for again. */
  start(): void {
    this.#isRunning = true;
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancelNext?.();
  }

  /** A process serves its mocks at this port; whether it has a recorder is asked once. */
  meet(port: MockPort): void {
    if (port === this.#port) return;
    this.#port = port;
    this.#standing.restarted();
    this.#ask(port, () => this.#probe(port));
  }

  /** An account that was opened learns whether failed requests may get a cause later. */
  opened(account: TrafficAccount): void {
    account.log.isRecorded = this.#isThere;
  }

  /** Asks for what has no cause, unless something is being asked already. */
  ask(): void {
    const port = this.#port;
    if (!port || !this.#isThere || this.#asking || this.#since === null) return;
    this.#ask(port, () => this.#explain(port));
  }

  /** Resolves when what is being asked is answered, or has taken too long to be waited for. */
  async soon(): Promise<void> {
    const asking = this.#asking?.catch(() => undefined);
    if (asking) await within(this.#options.clock, patienceMs, asking);
  }

  get #isThere(): boolean {
    return ['on', 'restarting', 'failing'].includes(this.#standing.state);
  }

  get #since(): number | null {
    return this.#options.session.account?.log.unexplainedSince ?? null;
  }

  #ask(port: MockPort, question: () => Promise<void>): void {
    this.#cancelNext?.();
    const after = this.#asking ?? Promise.resolve();
    const asking = after.then(question).finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
      if (this.#port === port) this.#askAgain(port);
    });
    this.#asking = asking;
    this.#options.pending.add(asking);
  }

  /** What nobody could explain yet, and whether one is there again that was silent. */
  #askAgain(port: MockPort): void {
    if (!this.#isRunning || this.#asking || !this.#isThere) return;
    const { clock } = this.#options;
    const { state } = this.#standing;
    if (state !== 'restarting' && this.#since === null) return;
    const wait = state === 'on' ? againMs : afterFailureMs;
    this.#cancelNext = clock.schedule(clock.now() + wait, () => {
      if (state === 'restarting') this.#ask(port, () => this.#probe(port));
      else this.ask();
    });
  }

  async #probe(port: MockPort): Promise<void> {
    const { stopping } = this.#options.mocks;
    const answer = await this.#pages.probe(port);
    if (stopping.aborted || port !== this.#port) return;
    this.#is(answer.ok ? this.#standing.answered() : this.#standing.failed(answer.failure));
    if (this.#isThere && this.#since !== null) await this.#explain(port);
  }

  async #explain(port: MockPort): Promise<void> {
    const { session: books, clockOffset: offset, mocks, onLateCauses } = this.#options;
    const { stopping } = mocks;
    const since = this.#since;
    if (since === null) return;
    const clockOffset = offset();
    const expected = books.account?.log.requestsSince(since) ?? 0;
    const question = { since: since + clockOffset, expected, clockOffset };
    const answer = await this.#pages.read(port, question);
    if (stopping.aborted || port !== this.#port) return;
    if (!answer.ok) {
      this.#is(this.#standing.failed(answer.failure));
      return;
    }
    this.#is(this.#standing.answered());
    await books.enterOpen(({ account }) => {
      account.log.explain(answer.value, clockOffset);
      if (account.log.hasCauses) onLateCauses();
    });
  }

  #is(state: SourceState<SourceFailure>): void {
    const { account } = this.#options.session;
    if (account) account.log.isRecorded = this.#isThere;
    this.#options.onRecorder(state);
  }
}
