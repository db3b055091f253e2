import type { CommitBatch } from '../domain/commitBatch';
import type { CommitChanges } from '../domain/commitChanges';
import { changesOf } from '../domain/commitChanges';
import { errorMessage } from '../domain/errorMessage';
import type { OtherCollector } from '../protocol/collectingStatus';
import { TrafficAccount } from './account/trafficAccount';
import type { AccountOptions } from './account/trafficAccount';
import { Line } from './line';

/** The part of the store that collecting needs. */
export interface CollectorStore {
  /** Who collects into it in our place; null when we may. */
  otherCollector(): Promise<OtherCollector | null>;
  loadState(): Promise<string | undefined>;
  commit(batch: CommitBatch): Promise<void>;
}

/** Who is told what becomes of the books. */
export interface BooksListener {
  readonly onOpen: (account: TrafficAccount) => void;
  readonly onCommit: (changes: CommitChanges) => void;
  /** The store's sentence. */
  readonly onFailure: (what: string) => void;
  /** An internal error. */
  readonly onFault: (error: unknown) => void;
  readonly onOther: (other: OtherCollector | null) => void;
}

/** What may be done with the books that are open. */
export interface Entry {
  readonly account: TrafficAccount;
  /** Commits a batch of them; false when that failed, and with it the books. */
  readonly commit: (batch: CommitBatch) => Promise<boolean>;
}

/**
 * The books of a target and the store that keeps them: one thing at a time is done with them, in the order given.
 * Where one fails, both begin again from what is stored.
 */
export class OpenBooks {
  readonly #options: AccountOptions;
  readonly #openStore: () => Promise<CollectorStore>;
  readonly #told: BooksListener;
  readonly #line = new Line();
  #store: CollectorStore | undefined;
  #account: TrafficAccount | undefined;

  constructor(
    options: AccountOptions,
    openStore: () => Promise<CollectorStore>,
    told: BooksListener,
  ) {
    this.#options = options;
    this.#openStore = openStore;
    this.#told = told;
  }

  /** The books, if they are open. */
  get account(): TrafficAccount | undefined {
    return this.#account;
  }

  /** Opens them, unless they are open; undefined when the database cannot be opened or is another's. */
  async open(): Promise<TrafficAccount | undefined> {
    return this.#account ?? this.enter(({ account }) => account);
  }

  /** Does something with them, and opens them for that; undefined when they cannot be opened, or it failed. */
  enter<Result>(task: (entry: Entry) => Result | Promise<Result>): Promise<Result | undefined> {
    return this.#inTurn(async () => {
      const account = this.#account ?? (await this.#open());
      return account && (await task(this.#entry(account)));
    });
  }

  /** Does something with them if they are open when its turn has come. */
  enterOpen<Result>(task: (entry: Entry) => Result | Promise<Result>): Promise<Result | undefined> {
    return this.#inTurn(async () => this.#account && (await task(this.#entry(this.#account))));
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result | undefined> {
    return this.#line.run(async () => {
      try {
        return await task();
      } catch (error) {
        this.#account = undefined;
        this.#told.onFault(error);
        return undefined;
      }
    });
  }

  #entry(account: TrafficAccount): Entry {
    return { account, commit: (batch) => this.#commit(batch) };
  }

  /** With the state of the last commit. */
  async #open(): Promise<TrafficAccount | undefined> {
    try {
      this.#store ??= await this.#openStore();
      const other = await this.#store.otherCollector();
      this.#told.onOther(other);
      if (other) return undefined;
      this.#account = new TrafficAccount(this.#options, await this.#store.loadState());
      this.#told.onOpen(this.#account);
    } catch (error) {
      this.#failed(error);
    }
    return this.#account;
  }

  async #commit(batch: CommitBatch): Promise<boolean> {
    try {
      await this.#store?.commit(batch);
      this.#told.onCommit(changesOf(batch));
      return true;
    } catch (error) {
      this.#account = undefined;
      this.#failed(error);
      return false;
    }
  }

  #failed(error: unknown): void {
    this.#told.onFailure(errorMessage(error));
  }
}
