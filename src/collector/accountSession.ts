import type { CommitBatch } from '../domain/commitBatch';
import type { CommitChanges } from '../domain/commitChanges';
import { changesOf } from '../domain/commitChanges';
import type { OtherCollector } from '../protocol/collectingStatus';
import { TrafficAccount } from './account/trafficAccount';
import type { AccountOptions } from './account/trafficAccount';
import { SerialQueue } from './serialQueue';

/** The part of the store that collecting needs. */
export interface CollectorStore {
  /** Who collects into it in our place; null when we may. */
  otherCollector(): Promise<OtherCollector | null>;
  loadState(): Promise<string | undefined>;
  commit(batch: CommitBatch): Promise<void>;
}

/** Callbacks for what becomes of the account. */
export interface AccountCallbacks {
  readonly onOpen: (account: TrafficAccount) => void;
  readonly onCommit: (changes: CommitChanges) => void;
  /** What the store threw. */
  readonly onFailure: (error: unknown) => void;
  /** An internal error. */
  readonly onFault: (error: unknown) => void;
  readonly onOther: (other: OtherCollector | null) => void;
}

/** What may be done with an account that is open. */
export interface OpenAccount {
  readonly account: TrafficAccount;
  /** Commits a batch of it; false when that failed, and with it the account. */
  readonly commit: (batch: CommitBatch) => Promise<boolean>;
}

/**
 * The account of a target and the store that keeps it. They are worked on one task at a time, in the order given; where
 * one fails, both start again from what is stored.
 */
export class AccountSession {
  readonly #options: AccountOptions;
  readonly #openStore: () => Promise<CollectorStore>;
  readonly #callbacks: AccountCallbacks;
  readonly #queue = new SerialQueue();
  #store: CollectorStore | undefined;
  #account: TrafficAccount | undefined;

  constructor(
    options: AccountOptions,
    openStore: () => Promise<CollectorStore>,
    callbacks: AccountCallbacks,
  ) {
    this.#options = options;
    this.#openStore = openStore;
    this.#callbacks = callbacks;
  }

  /** The account, if it is open. */
  get account(): TrafficAccount | undefined {
    return this.#account;
  }

  /** Opens them, unless they are open; undefined when the database cannot be opened or is another's. */
  async open(): Promise<TrafficAccount | undefined> {
    return this.#account ?? this.enter(({ account }) => account);
  }

  /** Opens them if need be and works on them; undefined when they cannot be opened, or the work failed. */
  enter<Result>(
    task: (entry: OpenAccount) => Result | Promise<Result>,
  ): Promise<Result | undefined> {
    return this.#inTurn(async () => {
      const account = this.#account ?? (await this.#open());
      return account && (await task(this.#opened(account)));
    });
  }

  /** Works on them if they are open when its turn comes. */
  enterOpen<Result>(
    task: (entry: OpenAccount) => Result | Promise<Result>,
  ): Promise<Result | undefined> {
    return this.#inTurn(async () => this.#account && (await task(this.#opened(this.#account))));
  }

  /** Does something with the store while nothing is entered; the account then begins again from what is stored. */
  beginAgain<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#queue.run(async () => {
      try {
        return await task();
      } finally {
        this.#account = undefined;
      }
    });
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result | undefined> {
    return this.#queue.run(async () => {
      try {
        return await task();
      } catch (error) {
        this.#account = undefined;
        this.#callbacks.onFault(error);
        return undefined;
      }
    });
  }

  #opened(account: TrafficAccount): OpenAccount {
    return { account, commit: (batch) => this.#commit(batch) };
  }

  /** With the state of the last commit. */
  async #open(): Promise<TrafficAccount | undefined> {
    try {
      this.#store ??= await this.#openStore();
      const other = await this.#store.otherCollector();
      this.#callbacks.onOther(other);
      if (other) return undefined;
      this.#account = new TrafficAccount(this.#options, await this.#store.loadState());
      this.#callbacks.onOpen(this.#account);
    } catch (error) {
      this.#failed(error);
    }
    return this.#account;
  }

  async #commit(batch: CommitBatch): Promise<boolean> {
    try {
      await this.#store?.commit(batch);
      this.#callbacks.onCommit(changesOf(batch));
      return true;
    } catch (error) {
      this.#account = undefined;
      this.#failed(error);
      return false;
    }
  }

  #failed(error: unknown): void {
    this.#callbacks.onFailure(error);
  }
}
