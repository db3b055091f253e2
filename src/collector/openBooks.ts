import type { CommitBatch } from '../domain/commitBatch';
import type { OtherCollector } from '../protocol/collectingStatus';
import { TrafficAccount } from './account/trafficAccount';
import type { AccountOptions } from './account/trafficAccount';

/** The part of the store that collecting needs. */
export interface CollectorStore {
  /** Who collects into it in our place; null when we may. */
  otherCollector(): Promise<OtherCollector | null>;
  loadState(): Promise<string | undefined>;
  commit(batch: CommitBatch): Promise<void>;
}

/** The books of a target and the store that keeps them: where one fails, both begin again from what is stored. */
export class OpenBooks {
  readonly #options: AccountOptions;
  readonly #openStore: () => Promise<CollectorStore>;
  readonly #onCommit: () => void;
  readonly #onFailure: (what: string) => void;
  readonly #onOther: (other: OtherCollector | null) => void;
  #store: CollectorStore | undefined;
  #account: TrafficAccount | undefined;

  constructor(
    options: AccountOptions,
    openStore: () => Promise<CollectorStore>,
    told: {
      readonly onCommit: () => void;
      readonly onFailure: (what: string) => void;
      readonly onOther: (other: OtherCollector | null) => void;
    },
  ) {
    this.#options = options;
    this.#openStore = openStore;
    this.#onCommit = told.onCommit;
    this.#onFailure = told.onFailure;
    this.#onOther = told.onOther;
  }

  /** The books, if they are open. */
  get account(): TrafficAccount | undefined {
    return this.#account;
  }

  /** Opens them with the state of the last commit; undefined when the database cannot be opened or is another's. */
  async open(): Promise<TrafficAccount | undefined> {
    if (this.#account) return this.#account;
    try {
      this.#store ??= await this.#openStore();
      const other = await this.#store.otherCollector();
      this.#onOther(other);
      if (other) return undefined;
      this.#account = new TrafficAccount(this.#options, await this.#store.loadState());
    } catch (error) {
      this.#failed(error);
    }
    return this.#account;
  }

  /** False when the batch was not committed. */
  async commit(batch: CommitBatch): Promise<boolean> {
    try {
      await this.#store?.commit(batch);
      this.#onCommit();
      return true;
    } catch (error) {
      this.close();
      this.#failed(error);
      return false;
    }
  }

  /** The next opening goes on from what is stored. */
  close(): void {
    this.#account = undefined;
  }

  #failed(error: unknown): void {
    this.#onFailure(error instanceof Error ? error.message : String(error));
  }
}
